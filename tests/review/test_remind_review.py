"""The clock reminds those who are asked, and tells the process owner when an answer is long overdue."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from tests import make

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.notifications.duties import remind_reviewers
from deltagerbudget.notifications.letters import letters
from deltagerbudget.notifications.outbox import read_journal, send_mails
from deltagerbudget.review.actions import assign_review, finish_review, remind_review
from deltagerbudget.review.models import Reminder, Review
from deltagerbudget.review.rules import ReminderKind, due_reminders

pytestmark = pytest.mark.django_db
SOON, LATE, ESCALATED = ReminderKind.SOON, ReminderKind.LATE, ReminderKind.ESCALATED


@pytest.fixture
def due() -> Callable[[int], Review]:
    def asked(days: int) -> Review:
        proposal = make.submitted(make.process(), title="Drikkepost")
        return assign_review(
            make.tove(), proposal, make.department(), due_on=make.today() + timedelta(days=days), at=make.now()
        )

    return asked


def kinds() -> list[str]:
    return [entry.detail["kind"] for entry in Entry.objects.filter(act=Act.REMIND_REVIEW).order_by("pk")]


def test_it_works(due: Callable[[int], Review]) -> None:
    review = due(3)
    remind_review(SYSTEM, review, SOON, at=make.now())
    entry = Entry.objects.of(review).newest_first()[0]
    assert (entry.act, entry.role, entry.detail["kind"]) == (Act.REMIND_REVIEW, "system", "soon")
    assert Reminder.objects.get().kind == SOON


def test_who_may_not(due: Callable[[int], Review]) -> None:
    for actor in (make.anna(), make.bo(), make.tove(), make.administrator()):
        with pytest.raises(NotYours):
            remind_review(actor, due(3), SOON, at=make.now())


def test_not_after_the_review(due: Callable[[int], Review]) -> None:
    review = due(-1)
    make.shift_to(review.proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        remind_review(SYSTEM, review, LATE, at=make.now())
    remind_reviewers(at=make.now())
    assert kinds() == []


def test_which_are_due_by_the_day() -> None:
    friday = date(2026, 11, 20)
    given = {
        date(2026, 11, 16): [],
        date(2026, 11, 17): [SOON],
        date(2026, 11, 20): [SOON],
        date(2026, 11, 21): [LATE],
        date(2026, 11, 26): [LATE],
        date(2026, 11, 27): [LATE, ESCALATED],
    }
    assert {day: due_reminders(friday, day) for day in given} == given


def test_not_before_its_day_nor_when_it_is_finished(due: Callable[[int], Review]) -> None:
    with pytest.raises(NotPossible):
        remind_review(SYSTEM, due(4), SOON, at=make.now())
    review = due(-1)
    values = {"verdict": "feasible", "price_ore": 100, "reason": "Ja."}
    finish_review(make.bo(), review, values=values, at=make.now())
    with pytest.raises(NotPossible):
        remind_review(SYSTEM, review, LATE, at=make.now())


def test_the_clock_tells_each_once_and_a_new_date_begins_anew(due: Callable[[int], Review]) -> None:
    review = due(-21)
    for _round in range(3):
        remind_reviewers(at=make.now())
    assert kinds() == ["late", "escalated"]
    later = make.today() + timedelta(days=2)
    assign_review(make.tove(), review.proposal, make.department(), due_on=later, at=make.now())
    remind_reviewers(at=make.now())
    assert kinds() == ["late", "escalated", "soon"]


@pytest.mark.both
def test_the_database_keeps_each_once(due: Callable[[int], Review]) -> None:
    review = due(-1)
    remind_review(SYSTEM, review, LATE, at=make.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(review=review, kind=LATE, due_on=review.due_on, at=make.now())


def test_members_are_reminded_and_the_owner_hears_of_what_is_long_overdue(due: Callable[[int], Review]) -> None:
    due(-21)
    remind_reviewers(at=make.now())
    late, escalated = Entry.objects.filter(act=Act.REMIND_REVIEW).order_by("pk")
    assert [letter.receiver.name for letter in letters(late)] == ["Bo Sagsbehandler"]
    assert [letter.receiver.name for letter in letters(escalated)] == ["Tove Tovholder"]
    send(make.now())
    assert sorted(message.to[0] for message in mail.outbox) == [
        "bo-sagsbehandler@example.dk",
        "tove-tovholder@example.dk",
    ]
    assert all("Drikkepost" in message.subject + str(message.body) for message in mail.outbox)


def send(at: datetime) -> None:
    Entry.objects.exclude(act=Act.REMIND_REVIEW).delete()
    mail.outbox.clear()
    read_journal(at=at)
    send_mails(at=at)
