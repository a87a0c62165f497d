"""One booking for one household, and never one place twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests import make
from tests.events.made import hours, planned, soon
from tests.race import at_once

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.events.actions import book_place, cancel_booking, cancel_event, forget_bookings
from deltagerbudget.events.models import Booking
from deltagerbudget.events.rules import MOST_BOOKED, MOST_TRIES
from deltagerbudget.notifications.letters import letters, written
from deltagerbudget.notifications.models import Mail
from deltagerbudget.notifications.outbox import read_journal

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    event = hours()
    booking = book_place(make.anna(), event, slot=event.offered[1], at=make.now())
    assert booking.ends_at - booking.begins_at == timedelta(minutes=30)
    entry = Entry.objects.of(booking).newest_first()[0]
    # Nothing in the journal says which event: it is kept for ever, and the booking is not.
    assert (entry.act, entry.process_id, entry.detail) == (Act.BOOK_PLACE, None, {})


def test_the_confirmation_holds_the_calendar_link_of_the_own_time() -> None:
    event = hours()
    book_place(make.anna(), event, slot=event.offered[1], at=make.now())
    (letter,) = letters(Entry.objects.get(act=Act.BOOK_PLACE))
    text = written(letter).text
    assert f"/moeder/{event.pk}/kalender.ics?tid={event.offered[1]:%Y%m%d%H%M}" in text
    assert f"/moeder/{event.pk}/book/" in text
    assert "Biblioteket, lokale 2" in text


@pytest.mark.both
def test_the_database_holds_one_a_person_and_one_a_time() -> None:
    event = hours()
    slot = event.offered[0]
    Booking.objects.create(event=event, person_id=make.anna().person_id, slot=slot, at=make.now())
    for person, again in ((make.anna(), event.offered[1]), (make.uffe(), slot)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(event=event, person_id=person.person_id, slot=again, at=make.now())


def test_not_twice_not_a_taken_time_not_an_invented_one() -> None:
    event = hours()
    book_place(make.anna(), event, slot=event.offered[0], at=make.now())
    for actor, slot in (
        (make.anna(), event.offered[1]),
        (make.uffe(), event.offered[0]),
        (make.uffe(), event.starts_at + timedelta(minutes=10)),
        (make.uffe(), None),
    ):
        with pytest.raises(NotPossible):
            book_place(actor, event, slot=slot, at=make.now())
    assert event.bookings.count() == 1


def test_when_not() -> None:
    event = planned()
    with pytest.raises(NotNow):
        book_place(make.anna(), event, at=event.starts_at)
    late = hours()
    with pytest.raises(NotPossible):
        book_place(make.anna(), late, slot=late.offered[0], at=late.offered[0])
    assert book_place(make.anna(), late, slot=late.offered[2], at=late.offered[0]).pk
    cancel_event(make.tove(), event, reason="Syg", at=make.now())
    with pytest.raises(NotPossible):
        book_place(make.anna(), event, at=make.now())


def test_full_is_full_and_where_one_just_comes_nothing_is_booked() -> None:
    event = planned(capacity=1)
    book_place(make.anna(), event, at=make.now())
    with pytest.raises(NotPossible, match="booket"):
        book_place(make.uffe(), event, at=make.now())
    with pytest.raises(NotPossible, match="Bare kom"):
        book_place(make.uffe(), planned(capacity=None), at=make.now())


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_take_more_places_than_there_are() -> None:
    event = planned(capacity=2)
    actors = [make.author(number) for number in range(6)]
    at_once(*(lambda actor=actor: book_place(actor, event, at=make.now()) for actor in actors))
    assert event.bookings.count() == 2


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_share_a_time() -> None:
    event = hours()
    slot = event.offered[0]
    actors = [make.author(number) for number in range(4)]
    at_once(*(lambda actor=actor: book_place(actor, event, slot=slot, at=make.now()) for actor in actors))
    assert event.bookings.count() == 1


def test_t55_nobody_is_flooded_with_mails_of_bookings() -> None:
    event = planned()
    for _ in range(MOST_TRIES):
        book_place(make.anna(), event, at=make.now())
        cancel_booking(make.anna(), event, at=make.now())
    with pytest.raises(NotNow, match="mange gange"):
        book_place(make.anna(), event, at=make.now())
    read_journal(at=make.now())
    # What was given up before its mail was written is not confirmed any more.
    assert Mail.objects.count() == 0
    assert book_place(make.anna(), planned(starts_at=soon(9)), at=make.now() + timedelta(days=2)).pk


def test_nobody_books_everything() -> None:
    for _ in range(MOST_BOOKED):
        book_place(make.anna(), planned(), at=make.now())
    with pytest.raises(NotPossible, match=str(MOST_BOOKED)):
        book_place(make.anna(), planned(), at=make.now())


def test_a_month_after_it_nothing_is_left() -> None:
    event = planned()
    book_place(make.anna(), event, at=make.now())
    forget_bookings(at=event.ends_at + timedelta(days=29))
    assert event.bookings.exists()
    forget_bookings(at=event.ends_at + timedelta(days=30))
    assert not event.bookings.exists()


def test_the_page_offers_what_is_free_and_says_what_was_booked(client: Client) -> None:
    event = hours()
    book_place(make.uffe(), event, slot=event.offered[0], at=make.now())
    url = f"/moeder/{event.pk}/book/"
    assert client.get(url).url.startswith("/login/")  # type: ignore[attr-defined]
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    words = [f"{slot:%Y%m%d%H%M}" for slot in event.offered]
    page = client.get(url).text
    assert f'value="{words[0]}"' not in page
    assert f'value="{words[1]}"' in page
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"slot": words[0]}).status_code == 422
    assert client.post(url, {"slot": words[1]}).status_code == 302
    page = client.get(url).text
    assert "Du har booket" in page
    assert f"kalender.ics?tid={words[1]}" in page
    assert client.get(f"/moeder/{event.pk}/kalender.ics?tid={words[1]}").status_code == 200
    assert client.get(f"/moeder/{event.pk}/kalender.ics?tid=1").status_code == 404
