"""A request to stop a project ends without a trace for others: taken back by who asked, or refused by another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests import make
from tests.realisation.winners import in_days, planned, started, winner

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.models import MilestoneReminder, Realisation
from deltagerbudget.realisation.promising import decline_stop, stop_realisation

pytestmark = pytest.mark.django_db
REASON = "Jorden er forurenet."


def asked() -> Realisation:
    row = started()
    stop_realisation(make.tove(), row, reason=REASON, at=make.now())
    return Realisation.objects.get(pk=row.pk)


@pytest.mark.parametrize(("who", "taken_back"), [(make.tove, 1), (make.tom, 0)])
def test_it_works(who: Callable[[], make.Actor], taken_back: int) -> None:
    row = asked()
    decline_stop(who(), row, at=make.now())
    row.refresh_from_db()
    assert (row.stop_reason, row.stopped_on) == ("", None)
    assert pending_approval(Act.STOP_REALISATION, row) is None
    assert Entry.objects.get(act=Act.DECLINE_STOP).detail["taken_back"] == taken_back
    with pytest.raises(NotPossible, match="Nobody asks"):
        decline_stop(make.tove(), row, at=make.now())


def test_afterwards_it_takes_two_again() -> None:
    row = asked()
    decline_stop(make.tom(), row, at=make.now())
    assert stop_realisation(make.tom(), row, reason=REASON, at=make.now()) is False
    assert stop_realisation(make.tove(), row, reason=REASON, at=make.now()) is True
    row.refresh_from_db()
    with pytest.raises(NotPossible):
        decline_stop(make.tove(), row, at=make.now())


def test_what_was_answered_by_asking_is_asked_again() -> None:
    row = started()
    milestone = planned(row, due_on=in_days(3))
    reminder = MilestoneReminder.objects.create(
        milestone=milestone, kind="soon", due_on=milestone.due_on, at=make.now()
    )
    stop_realisation(make.tove(), row, reason=REASON, at=make.now())
    reminder.refresh_from_db()
    assert reminder.answered_at is not None
    decline_stop(make.tom(), row, at=make.now())
    reminder.refresh_from_db()
    assert reminder.answered_at is None


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_who_may_not(who: Callable[[], make.Actor]) -> None:
    row = asked()
    with pytest.raises(NotYours):
        decline_stop(who(), row, at=make.now())


def test_the_page_has_a_button_for_each(client: Client) -> None:
    row = asked()
    path = f"/medarbejder/projekter/{row.pk}/stop/"
    for who, words in ((make.tove, "Tag det tilbage"), (make.tom, "Nej, projektet fortsætter")):
        client.force_login(Person.objects.get(pk=who().person_id))
        assert words in client.get(path).content.decode()
    assert client.get(f"{path}nej/").status_code == 405
    assert client.post(f"{path}nej/").status_code == 302
    assert Realisation.objects.get(pk=row.pk).stop_reason == ""
    assert client.post(f"{path}nej/").status_code == 409


def test_a_winner_without_a_request_has_no_button(client: Client) -> None:
    row = started(winner())
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    assert "stop/nej/" not in client.get(f"/medarbejder/projekter/{row.pk}/stop/").content.decode()
