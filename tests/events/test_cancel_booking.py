"""A place that is given up is free at once."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.events.made import planned

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.events.actions import book_place, cancel_booking

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    event = planned(capacity=1)
    book_place(make.anna(), event, at=make.now())
    cancel_booking(make.anna(), event, at=make.now())
    assert book_place(make.uffe(), event, at=make.now()).pk
    assert Entry.objects.filter(act=Act.CANCEL_BOOKING, process_id=None, detail={}).count() == 1


def test_t14_who_may_not_give_up_anothers(client: Client) -> None:
    event = planned()
    book_place(make.anna(), event, at=make.now())
    with pytest.raises(NotPossible):
        cancel_booking(make.uffe(), event, at=make.now())
    client.force_login(Person.objects.get(pk=make.uffe().person_id))
    assert client.post(f"/moeder/{event.pk}/afbestil/").status_code == 409
    assert "Du har booket" not in client.get(f"/moeder/{event.pk}/book/").text
    assert event.bookings.count() == 1
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    assert client.post(f"/moeder/{event.pk}/afbestil/").status_code == 302
    assert event.bookings.count() == 0


def test_when_not() -> None:
    event = planned()
    book_place(make.anna(), event, at=make.now())
    with pytest.raises(NotNow):
        cancel_booking(make.anna(), event, at=event.starts_at)
