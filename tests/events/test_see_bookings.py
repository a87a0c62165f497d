"""Who has booked is shown to who says why, and each can read that it was."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.events.made import planned

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Look
from deltagerbudget.acts.refusals import NotYours
from deltagerbudget.acts.vocabulary import Looked, Purpose
from deltagerbudget.events.actions import book_place, see_bookings

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    event = planned()
    book_place(make.anna(), event, at=make.now())
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    url = f"/medarbejder/moeder/{event.pk}/bookinger/"
    assert "Anna Jensen" not in client.get(url).text
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"purpose": "help"}).status_code == 302
    assert "Anna Jensen" in client.get(url).text
    look = Look.objects.get()
    assert (look.subject_id, look.what, look.purpose) == (make.anna().person_id, Looked.BOOKING, "help")
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    assert "En booking" in client.get("/min-side/").text


def test_who_may_not() -> None:
    event = planned(make.area("Viby"))
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            see_bookings(actor, event, purpose=Purpose.HELP, at=make.now())


def test_a_protected_name_is_shown_to_nobody(client: Client) -> None:
    event = planned()
    book_place(make.anna(), event, at=make.now())
    Person.objects.filter(pk=make.anna().person_id).update(name="", is_protected=True)
    see_bookings(make.tove(), event, purpose=Purpose.HELP, at=make.now())
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    assert "Beskyttet" in client.get(f"/medarbejder/moeder/{event.pk}/bookinger/").text
