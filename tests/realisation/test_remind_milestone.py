"""The clock asks the owner, and tells others what nobody answers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import localdate
from tests import make
from tests.realisation.winners import in_days, late_by, planned, today

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry, Grant
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.notifications.duties import remind_owners
from deltagerbudget.notifications.letters import letters
from deltagerbudget.realisation.actions import move_milestone, reach_milestone
from deltagerbudget.realisation.models import Milestone, MilestoneReminder, Realisation, Report
from deltagerbudget.realisation.post import token_of
from deltagerbudget.realisation.promising import remind_milestone, stop_realisation
from deltagerbudget.realisation.rules import ReminderKind
from deltagerbudget.staff.models import DoorMail
from deltagerbudget.staff.post import send_door_mails

pytestmark = pytest.mark.django_db
PAGE = "/projekter/svar/"


def later(days: int) -> datetime:
    return make.now() + timedelta(days=days)


def kinds() -> list[str]:
    return list(MilestoneReminder.objects.order_by("pk").values_list("kind", flat=True))


def asked(days: int = 3) -> tuple[Milestone, dict[str, str]]:
    """A milestone whose owner has got the mail: so many days before its date, or after it."""
    milestone = planned(due_on=in_days(3))
    if days < 0:
        milestone = late_by(milestone, -days)
    remind_owners(at=make.now())
    return milestone, typed(MilestoneReminder.objects.get())


def typed(reminder: MilestoneReminder, said: str = "som-planlagt") -> dict[str, str]:
    return {"noegle": token_of(reminder), "svar": said}


def test_it_works() -> None:
    """Asked a week before and when the date has passed; once each."""
    planned(due_on=in_days(20))
    for days in (0, 12, 13, 14, 20, 21, 22):
        remind_owners(at=later(days))
    assert kinds() == ["soon", "passed"]
    assert Entry.objects.filter(act=Act.REMIND_MILESTONE, role="system").count() == 2
    assert DoorMail.objects.count() == 2


def test_n6_what_nobody_answers_goes_to_the_next_one_and_then_to_all() -> None:
    planned(due_on=in_days(1))
    make.tom()
    for days in (0, 2, 8, 9, 22, 23, 40):
        remind_owners(at=later(days))
    assert kinds() == ["soon", "passed", "escalated", "to-all"]
    told = [letters(entry) for entry in Entry.objects.filter(act=Act.REMIND_MILESTONE).order_by("pk")]
    assert [sorted(letter.receiver.name for letter in each) for each in told] == [
        [],
        [],
        ["Tom Tovholder"],
        ["Tom Tovholder", "Tove Tovholder"],
    ]


def test_where_there_is_no_other_process_owner_the_administrator_is_told() -> None:
    planned(due_on=in_days(1))
    Grant.objects.filter(role=Role.OWNER).exclude(person__name="Tove Tovholder").delete()
    make.administrator()
    for days in (2, 9):
        remind_owners(at=later(days))
    (letter,) = letters(Entry.objects.filter(act=Act.REMIND_MILESTONE).latest("pk"))
    assert letter.receiver.name == "Adam Administrator"


def test_an_owner_who_was_not_asked_is_not_passed_over() -> None:
    late_by(planned(), 60)
    remind_owners(at=make.now())
    assert kinds() == ["passed"]


def test_an_answer_stops_it_and_a_new_date_begins_anew() -> None:
    milestone = planned(due_on=in_days(1))
    remind_owners(at=later(2))
    move_milestone(make.tove(), milestone, due_on=in_days(40), reason="Frost", at=later(3))
    for days in (9, 30, 33, 41):
        remind_owners(at=later(days))
    assert kinds() == ["passed", "soon", "passed"]


@pytest.mark.parametrize("state", ["reached", "stopped"])
def test_nobody_is_asked_of_what_is_over(state: str) -> None:
    milestone = late_by(planned(), 3)
    if state == "reached":
        reach_milestone(make.tove(), milestone, reached_on=today(), at=make.now())
    else:
        for who in (make.tove(), make.tom()):
            stop_realisation(who, milestone.realisation, reason="Forurenet jord", at=make.now())
    remind_owners(at=make.now())
    assert kinds() == []


def test_the_clock_alone_may_and_on_the_day_alone() -> None:
    milestone = planned(due_on=in_days(20))
    with pytest.raises(NotYours):
        remind_milestone(make.tove(), milestone, ReminderKind.SOON, at=later(15))
    with pytest.raises(NotPossible, match="not the day"):
        remind_milestone(SYSTEM, milestone, ReminderKind.SOON, at=make.now())


def test_the_mail_has_three_links_and_its_text_goes_when_it_is_sent() -> None:
    asked()
    send_door_mails(at=make.now())
    (sent,) = mail.outbox
    assert sent.to == ["tove-tovholder@example.dk"]
    links = re.findall(r"https?://\S+", sent.body)
    assert [re.search(r"svar=([a-z-]+)", link)[1] for link in links] == ["som-planlagt", "forsinket", "stoppet"]  # type: ignore[index]
    assert MilestoneReminder.objects.get().nonce not in "".join(DoorMail.objects.values_list("body", flat=True))


def test_t29_looking_changes_nothing_and_the_button_does() -> None:
    milestone, data = asked()
    for said in ("som-planlagt", "forsinket", "stoppet", "vrøvl", ""):
        assert Client().get(PAGE, data | {"svar": said}).status_code == 200
    assert not Report.objects.exists()
    page = Client().post(PAGE, data | {"text": "Bænken er bestilt."})
    assert page.status_code == 200
    assert "sessionid" not in page.cookies
    report = Report.objects.get()
    assert (report.milestone_id, report.text, report.moved_to) == (milestone.pk, "Bænken er bestilt.", None)
    assert Entry.objects.get(act=Act.CONFIRM_MILESTONE).person_id == milestone.realisation.owner_id


def test_one_press_is_enough() -> None:
    _milestone, data = asked()
    assert Client().post(PAGE, data).status_code == 200
    assert Report.objects.get().text == ""


def test_a_delay_needs_a_date_and_a_reason_and_loses_nothing_typed() -> None:
    milestone, data = asked()
    data |= {"svar": "forsinket", "reason": "Jorden er frossen."}
    page = Client().post(PAGE, data)
    assert page.status_code == 422
    assert "Jorden er frossen." in page.content.decode()
    assert Client().post(PAGE, data | {"due_on": in_days(30).isoformat()}).status_code == 200
    milestone.refresh_from_db()
    assert milestone.due_on == in_days(30)


def test_a_stop_is_asked_for_and_waits_for_a_second_person() -> None:
    milestone, data = asked()
    page = Client().post(PAGE, data | {"svar": "stoppet", "reason": "Jorden er forurenet."})
    assert "En anden skal bekræfte" in page.content.decode()
    row = Realisation.objects.get(pk=milestone.realisation_id)
    assert row.stopped_on is None
    assert stop_realisation(make.tom(), row, reason="Jorden er forurenet.", at=make.now()) is True


def test_when_the_date_has_passed_the_first_link_says_that_it_is_done() -> None:
    milestone, data = asked(-2)
    assert "Det er gjort" in Client().get(PAGE, data).content.decode()
    assert Client().post(PAGE, data | {"day": localdate().isoformat()}).status_code == 200
    milestone.refresh_from_db()
    assert milestone.reached_on == today()


def test_a_link_ends_when_it_is_answered_by_whichever_way() -> None:
    milestone, data = asked()
    move_milestone(make.tove(), milestone, due_on=in_days(30), reason="Frost", at=make.now())
    assert Client().get(PAGE, data).status_code == 410
    assert Client().post(PAGE, data).status_code == 410
    assert Report.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "æøå", "x" * 5000, "0\x00", "WzEsImEiXQ:x"])
def test_t29_no_link_of_ours_is_a_page_that_says_so(token: str) -> None:
    asked()
    assert Client().get(PAGE, {"noegle": token}).status_code == 410
    assert Client().post(PAGE, {"noegle": token}).status_code == 410


def test_t14_the_link_holds_the_random_part_of_its_row() -> None:
    _milestone, data = asked()
    MilestoneReminder.objects.update(nonce="0" * 32)
    assert Client().post(PAGE, data).status_code == 410


def test_an_owner_who_has_lost_the_role_answers_nothing() -> None:
    milestone, data = asked()
    Grant.objects.filter(person=milestone.realisation.owner).delete()
    page = Client().post(PAGE, data)
    assert page.status_code == 409
    assert not Report.objects.exists()


def test_an_owner_who_has_left_gets_no_mail() -> None:
    milestone = planned(due_on=in_days(3))
    Person.objects.filter(pk=milestone.realisation.owner_id).update(is_active=False)
    remind_owners(at=make.now())
    assert kinds() == ["soon"]
    assert not DoorMail.objects.exists()
