"""A change keeps every booking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests import make
from tests.events.made import hours, planned, soon, values

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.events.actions import book_place, cancel_event, change_event
from deltagerbudget.events.models import Event
from deltagerbudget.notifications.letters import letters

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    event = planned()
    changed = change_event(make.tove(), event, values=values(place="Hallen"), at=make.now())
    assert (changed.place, changed.sequence) == ("Hallen", 1)
    assert Entry.objects.of(event).newest_first()[0].detail == {"moved": 1}


def test_who_may_not() -> None:
    event = planned()
    for actor in (make.anna(), make.bo(), make.uffe()):
        with pytest.raises(NotYours):
            change_event(actor, event, values=values(), at=make.now())


def test_when_not() -> None:
    event = planned()
    with pytest.raises(NotNow):
        change_event(make.tove(), event, values=values(starts_at=soon(9)), at=event.starts_at)
    cancel_event(make.tove(), event, reason="Syg.", at=make.now())
    with pytest.raises(NotPossible):
        change_event(make.tove(), event, values=values(), at=make.now())


@pytest.mark.both
def test_booked_times_move_with_it_and_none_is_lost() -> None:
    event = hours()
    first, second = event.offered[:2]
    book_place(make.anna(), event, slot=first, at=make.now())
    book_place(make.uffe(), event, slot=second, at=make.now())
    later = values(capacity=None, slot_minutes=30, starts_at=first + timedelta(minutes=30))
    change_event(make.tove(), event, values=later, at=make.now())
    slots = list(event.bookings.order_by("slot").values_list("slot", flat=True))
    assert slots == [first + timedelta(minutes=30), second + timedelta(minutes=30)]
    for wrong in ({"slot_minutes": 20}, {"slot_minutes": None}, {"ends_at": slots[0] + timedelta(minutes=30)}):
        with pytest.raises(NotPossible, match="forsvinde"):
            change_event(make.tove(), event, values=later | wrong, at=make.now())


def test_not_fewer_places_than_are_booked() -> None:
    event = planned()
    book_place(make.anna(), event, at=make.now())
    book_place(make.uffe(), event, at=make.now())
    for capacity in (1, None):
        with pytest.raises(NotPossible, match="booket"):
            change_event(make.tove(), event, values=values(capacity=capacity), at=make.now())
    assert change_event(make.tove(), event, values=values(capacity=2), at=make.now()).capacity == 2


def test_who_has_booked_hears_of_a_new_place_and_of_nothing_else() -> None:
    event = planned()
    book_place(make.anna(), event, at=make.now())
    changed = Event.objects.get(pk=event.pk)
    same = values(starts_at=changed.starts_at, ends_at=changed.ends_at)
    change_event(make.tove(), event, values=same | {"about": "Kom bare."}, at=make.now())
    change_event(make.tove(), event, values=same | {"place": "Hallen"}, at=make.now())
    told = [letters(entry) for entry in Entry.objects.filter(act=Act.CHANGE_EVENT).order_by("pk")]
    assert [len(some) for some in told] == [0, 1]
    assert told[1][0].template == "event_changed"


def test_a_new_time_is_reminded_of_again() -> None:
    event = planned()
    Event.objects.filter(pk=event.pk).update(reminded_at=make.now())
    assert change_event(make.tove(), event, values=values(starts_at=soon(5)), at=make.now()).reminded_at is None


def test_the_page_keeps_what_was_typed(client: Client) -> None:
    event = planned()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    url = f"/medarbejder/moeder/{event.pk}/"
    assert "Biblioteket, lokale 2" in client.get(url).text
    sent = values() | {"room": "none", "starts_at": "i morgen", "ends_at": "", "place": "Hallen"}
    answer = client.post(url, {name: "" if value is None else value for name, value in sent.items()})
    assert answer.status_code == 422
    assert "Hallen" in answer.text
    assert "i morgen" in answer.text
