"""The day before, once, and never in the night."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests import make
from tests.events.made import planned, soon

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.events.actions import book_place, cancel_event, events_to_remind, remind_booked
from deltagerbudget.events.rules import is_time_to_remind
from deltagerbudget.notifications.duties import run_clock
from deltagerbudget.notifications.letters import letters, written
from deltagerbudget.ui.danish import COPENHAGEN

pytestmark = pytest.mark.django_db


def day_before() -> datetime:
    return soon(2).replace(hour=10)


def test_it_works() -> None:
    event = planned()
    book_place(make.anna(), event, at=make.now())
    run_clock(at=day_before())
    run_clock(at=day_before() + timedelta(hours=1))
    (entry,) = Entry.objects.filter(act=Act.REMIND_BOOKED)
    (letter,) = letters(entry)
    assert "Husk" in written(letter).subject


def test_who_may_not() -> None:
    with pytest.raises(NotYours):
        remind_booked(make.tove(), planned(), at=day_before())


def test_when_not() -> None:
    event = planned()
    assert events_to_remind(day_before()) == []
    book_place(make.anna(), event, at=make.now())
    assert events_to_remind(day_before()) == [event]
    assert events_to_remind(day_before() - timedelta(hours=2)) == []
    cancel_event(make.tove(), event, reason="Syg", at=make.now())
    assert events_to_remind(day_before()) == []
    with pytest.raises(NotPossible):
        remind_booked(SYSTEM, event, at=day_before())


def test_the_hour_is_danish_also_when_the_clocks_change() -> None:
    starts_at = datetime(2026, 10, 26, 16, tzinfo=COPENHAGEN)
    nine = datetime(2026, 10, 25, 9, tzinfo=COPENHAGEN)
    assert is_time_to_remind(starts_at, nine)
    assert not is_time_to_remind(starts_at, nine - timedelta(minutes=1))
    assert is_time_to_remind(starts_at, starts_at - timedelta(hours=3))
    assert not is_time_to_remind(starts_at, starts_at - timedelta(hours=2))
