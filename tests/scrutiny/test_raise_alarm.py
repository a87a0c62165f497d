"""The process owner gets one mail for each kind of alarm of a vote, by the clock; nobody is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from tests import make

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.models import Vote, WrongCodes
from deltagerbudget.ballots.rules import Away
from deltagerbudget.notifications.duties import run_clock
from deltagerbudget.notifications.letters import letters, written
from deltagerbudget.scrutiny import actions
from deltagerbudget.scrutiny.actions import due_alarms, raise_alarm
from deltagerbudget.scrutiny.models import Alarm, AlarmKind

pytestmark = pytest.mark.django_db
Wrong = Callable[..., None]


@pytest.fixture
def vote() -> Vote:
    return make.open_vote()


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> Wrong:
    """Makes these kinds stand as wrong, and no others."""

    def stand(*kinds: AlarmKind) -> None:
        answers = {kind: lambda _vote, _at, is_wrong=kind in kinds: is_wrong for kind in AlarmKind}
        monkeypatch.setattr(actions, "_IS_WRONG", answers)

    stand()
    return stand


def round_at(later: timedelta = timedelta()) -> list[str]:
    """What the clock has raised after a round."""
    cache.clear()
    run_clock(at=make.now() + later)
    return [entry.detail["kind"] for entry in Entry.objects.filter(act=Act.RAISE_ALARM).order_by("pk")]


def test_it_works(vote: Vote, wrong: Wrong) -> None:
    assert round_at() == []
    wrong(AlarmKind.BOX)
    assert round_at() == ["box"]
    told = letters(Entry.objects.get(act=Act.RAISE_ALARM))
    # Both who own processes everywhere; the caseworkers and the auditor are not written to.
    assert [letter.receiver.name for letter in told] == ["Tove Tovholder", "Tom Tovholder"]
    letter = told[0]
    subject, body, *_rest = written(letter)
    assert vote.process.title in subject
    assert f"/medarbejder/foelg/{vote.process.slug}/" in body


def test_who_may_not(vote: Vote) -> None:
    alarm = Alarm.objects.create(vote=vote, kind=AlarmKind.BOX, since=make.now())
    for actor in (make.tove(), make.anna(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            raise_alarm(actor, alarm, at=make.now())


def test_one_mail_a_kind_and_vote_however_often_it_goes_wrong(vote: Vote, wrong: Wrong) -> None:
    wrong(AlarmKind.CODES)
    for hours in (0, 1, 2):
        round_at(timedelta(hours=hours))
    wrong()
    round_at(timedelta(hours=3))
    wrong(AlarmKind.CODES, AlarmKind.BOX)
    assert round_at(timedelta(hours=4)) == ["codes", "box"]
    assert raise_alarm(SYSTEM, Alarm.objects.get(kind=AlarmKind.CODES), at=make.now()) is False


def test_a_check_is_told_when_it_is_a_day_old_and_not_when_it_was_answered(vote: Vote, wrong: Wrong) -> None:
    wrong(AlarmKind.CHECKS)
    assert round_at() == []
    assert round_at(timedelta(hours=23)) == []
    wrong()
    round_at(timedelta(hours=24))
    wrong(AlarmKind.CHECKS)
    assert round_at(timedelta(hours=25)) == []
    assert round_at(timedelta(hours=50)) == ["checks"]


def test_no_row_says_in_which_minute_the_one_who_waits_has_handed_in(vote: Vote, wrong: Wrong) -> None:
    wrong(AlarmKind.CHECKS)
    round_at()
    since = Alarm.objects.get().since
    assert (since.minute, since.second, since.microsecond) == (0, 0, 0)
    assert since > make.now()


def test_no_alarm_of_a_vote_that_is_not_open_or_is_over(wrong: Wrong) -> None:
    wrong(*AlarmKind)
    make.frozen()
    assert due_alarms(make.now()) == []
    make.finished()
    cache.clear()
    assert due_alarms(make.now()) == []


def test_each_kind_is_seen_where_staff_see_it(vote: Vote, monkeypatch: pytest.MonkeyPatch) -> None:
    at, seen = make.now(), actions._IS_WRONG
    assert not any(is_wrong(vote, at) for is_wrong in seen.values())
    WrongCodes.objects.create(vote=vote, since=at, count=20)
    assert seen[AlarmKind.CODES](vote, at)
    monkeypatch.setattr(actions, "away", lambda _vote: Away(timedelta(minutes=16)))
    assert seen[AlarmKind.OUTAGE](vote, at)
    assert not seen[AlarmKind.OUTAGE](vote, vote.closes_at)
    monkeypatch.setattr(actions, "waiting_ballots", lambda _vote: 1)
    assert seen[AlarmKind.CHECKS](vote, at)

    def broken(_vote: Vote) -> None:
        raise actions.canary.BrokenBoxError

    monkeypatch.setattr(actions.canary, "opens", broken)
    assert seen[AlarmKind.BOX](vote, at)


def test_an_entry_and_a_mail_hold_nothing_of_anybody(vote: Vote, wrong: Wrong) -> None:
    wrong(*AlarmKind)
    make.cast(vote, "anna", [1])
    round_at(timedelta())
    pseudonym: Any = make.pseudonym(vote, "anna")
    for entry in Entry.objects.filter(act=Act.RAISE_ALARM):
        assert set(entry.detail) == {"kind"}
        assert entry.person_id is None
        assert all(pseudonym not in "".join(map(str, written(letter))) for letter in letters(entry))
