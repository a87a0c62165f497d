"""What is cancelled says why."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.events.made import planned

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.events.actions import book_place, cancel_event
from deltagerbudget.notifications.letters import letters, written

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    event = planned()
    book_place(make.anna(), event, at=make.now())
    cancel_event(make.tove(), event, reason="Tove er syg.", at=make.now())
    for url in ("/moeder/", f"/moeder/{event.pk}/", "/moeder/omraade/tranbjerg/"):
        page = client.get(url).text
        assert "Aflyst" in page
        assert "Tove er syg." in page
    assert "STATUS:CANCELLED" in client.get(f"/moeder/{event.pk}/kalender.ics").text
    (letter,) = letters(Entry.objects.of(event).newest_first()[0])
    assert "Tove er syg." in written(letter).text


def test_who_may_not() -> None:
    event = planned()
    for actor in (make.anna(), make.bo(), make.uffe()):
        with pytest.raises(NotYours):
            cancel_event(actor, event, reason="Nej", at=make.now())


def test_when_not() -> None:
    event = planned()
    with pytest.raises(NotNow):
        cancel_event(make.tove(), event, reason="Syg", at=event.starts_at)
    with pytest.raises(NotPossible):
        cancel_event(make.tove(), event, reason=" ", at=make.now())
    cancel_event(make.tove(), event, reason="Syg", at=make.now())
    with pytest.raises(NotPossible):
        cancel_event(make.tove(), event, reason="Syg igen", at=make.now())


def test_the_page_asks_for_the_reason(client: Client) -> None:
    event = planned()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    url = f"/medarbejder/moeder/{event.pk}/aflys/"
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Storm"}).status_code == 302
    event.refresh_from_db()
    assert event.cancel_reason == "Storm"
