from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.polling import made

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.ballots.models import Ballot, Screen, Station, Vote
from deltagerbudget.polling.actions import bind_kiosk, unbind_kiosk
from deltagerbudget.polling.serving import admit_at_desk

pytestmark = pytest.mark.django_db
STAFF = "/medarbejder/stemmesteder/"


def client(person_id: int | None) -> Client:
    made_for = Client()
    made_for.force_login(Person.objects.get(pk=person_id))
    return made_for


def bound(station: Station) -> Client:
    """A device that Bo has made a screen."""
    device = client(make.bo().person_id)
    assert device.post(f"{STAFF}skranke/{station.pk}/skaerm/").status_code == 302
    return device


@pytest.fixture
def vote() -> Vote:
    return made.open_vote()


def test_it_works(vote: Vote) -> None:
    """The one in hand, by whoever serves there."""
    station, bo = made.at_desk(vote)
    device = bound(station)
    device.force_login(Person.objects.get(pk=bo.person_id))
    desk = device.get(f"{STAFF}skranke/{station.pk}/").content.decode()
    assert "den, du har i hånden" in desk
    screen = Screen.objects.get()
    assert f"{STAFF}skaerm/{screen.pk}/frigoer/" in desk
    assert device.post(f"{STAFF}skaerm/{screen.pk}/frigoer/").status_code == 302
    assert Entry.objects.get(act="unbind_kiosk").detail == {"screen": 1}
    assert device.cookies["skaerm"].value == ""
    assert device.get(f"/stem/{vote.process.slug}/skaerm/").status_code == 404


def test_a_stolen_screen_is_unbound_from_the_list_and_opens_nothing_from_then_on(vote: Vote) -> None:
    station, bo = made.at_desk(vote)
    stolen, other = bound(station), bound(station)
    booth = f"/stem/{vote.process.slug}/"
    # A voter stood there: the choices, and the session that the code from the desk opened.
    stolen.post(booth, {"valg": "1"})
    code = admit_at_desk(bo, station, made.visitor(vote), at=make.now())
    assert stolen.post(f"{booth}skaerm/kode/", {"kode": code}).status_code == 302
    assert stolen.get(f"{booth}aflever/").status_code == 200
    later = admit_at_desk(bo, station, made.visitor(vote, made.number(7)), at=make.now())

    home = client(make.tove().person_id)
    page = home.get(f"{STAFF}{station.pk}/").content.decode()
    assert page.count("/frigoer/") == 2
    first = Screen.objects.get(number=1)
    assert home.post(f"{STAFF}skaerm/{first.pk}/frigoer/").status_code == 302
    assert home.get(f"{STAFF}{station.pk}/").content.decode().count("/frigoer/") == 1

    for address in ("skaerm/", "skaerm/kode/", "skaerm/pause/", "skaerm/forfra/"):
        assert stolen.get(f"{booth}{address}").status_code == 404
    # Neither the session on it nor a code from the desk is worth anything there.
    assert stolen.get(f"{booth}aflever/").headers["Location"].endswith("/log-ind/")
    assert stolen.post(f"{booth}skaerm/kode/", {"kode": later}).status_code == 404
    assert "skaerm/kode" not in stolen.get(f"{booth}log-ind/").content.decode()
    del stolen.cookies["skaerm"]
    assert stolen.get(f"{booth}aflever/").headers["Location"].endswith("/log-ind/")
    assert not Ballot.objects.exists()
    assert other.get(f"{booth}skaerm/").status_code == 200


def test_a_screen_that_was_left_bound_shows_nothing_of_a_staff_login(vote: Vote) -> None:
    """Whoever of the staff logged in at it is out when the first page comes, and it comes by itself."""
    station, bo = made.at_desk(vote)
    device = bound(station)
    for address in ("skaerm/", "skaerm/forfra/"):
        device.force_login(Person.objects.get(pk=bo.person_id))
        page = device.get(f"{STAFF}skranke/{station.pk}/")
        assert page.status_code == 200
        assert f'data-idle-next="/stem/{vote.process.slug}/skaerm/forfra/"' in page.content.decode()
        device.get(f"/stem/{vote.process.slug}/{address}")
        assert device.get(f"{STAFF}skranke/{station.pk}/").status_code == 302
    # Nobody is hurried on a device of their own.
    assert "data-idle" not in client(bo.person_id).get(f"{STAFF}skranke/{station.pk}/").content.decode()


def test_once(vote: Vote) -> None:
    station, bo = made.at_desk(vote)
    screen = bind_kiosk(bo, station, at=make.now())
    unbind_kiosk(bo, screen, at=make.now())
    with pytest.raises(NotPossible, match="allerede"):
        unbind_kiosk(bo, screen, at=make.now())
    assert bind_kiosk(bo, station, at=make.now()).number == 2


def test_who_may_not(vote: Vote) -> None:
    station, bo = made.at_desk(vote)
    screen = bind_kiosk(bo, station, at=make.now())
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            unbind_kiosk(actor, screen, at=make.now())
    assert client(make.anna().person_id).post(f"{STAFF}skaerm/{screen.pk}/frigoer/").status_code in {403, 404}
