from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.polling import made

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.polling.actions import bind_kiosk

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    """The device is a screen from now on, and nobody of the staff is logged in on it."""
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    client = Client()
    client.force_login(Person.objects.get(pk=bo.person_id))
    assert client.get(f"/stem/{vote.process.slug}/skaerm/").status_code == 404
    response = client.post(f"/medarbejder/stemmesteder/skranke/{station.pk}/skaerm/")
    assert response.headers["Location"] == f"/stem/{vote.process.slug}/skaerm/"
    assert Entry.objects.get(act="bind_kiosk").person_id == bo.person_id
    assert client.get(f"/stem/{vote.process.slug}/skaerm/").status_code == 200
    assert client.get("/medarbejder/stemmesteder/").status_code == 302
    cookie = client.cookies["skaerm"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert station.name not in cookie.value


def test_who_may_not_and_not_without_a_shift_and_not_before_the_vote() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            bind_kiosk(actor, station, at=make.now())
    with pytest.raises(NotPossible, match="vagt"):
        bind_kiosk(make.tove(), station, at=make.now())
    make.shift_to(vote.process, PhaseKind.REVIEW)
    with pytest.raises(NotNow):
        bind_kiosk(bo, station, at=make.now())
