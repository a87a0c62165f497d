"""The desk in a browser: who finds it, what it says, and what it leaves behind of a number: nothing."""

from __future__ import annotations

import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from tests import make
from tests.access.test_cpr import everything_stored, written
from tests.ballots.registers import TRANBJERG, Down, Secretive
from tests.polling import made

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Grant
from deltagerbudget.ballots.models import Participation, Station, Vote
from deltagerbudget.identity.cookies import decrypt
from deltagerbudget.polling.models import DeskCode, DeskCount

pytestmark = pytest.mark.django_db
CANARY = "070761-4285"
FORMS = re.compile(r"070761[\s-]?4285|070761%204285", re.IGNORECASE)


class Desk:
    """A browser at the desk of one place."""

    def __init__(self, station: Station, person_id: int | None) -> None:
        self.client, self.url = Client(), f"/medarbejder/stemmesteder/skranke/{station.pk}/"
        self.client.force_login(Person.objects.get(pk=person_id))

    def look_up(self, number: str = made.NUMBER, area: str = "tranbjerg") -> HttpResponse:
        return self.client.post(self.url, {"number": number, "area": area})

    def press(self, button: str, page: HttpResponse) -> HttpResponse:
        sealed = re.search(r'name="hvem" value="([^"]+)"', page.content.decode())
        return self.client.post(f"{self.url}{button}/", {"hvem": sealed[1] if sealed else ""})


@pytest.fixture
def vote() -> Vote:
    return made.open_vote()


@pytest.fixture
def desk(vote: Vote) -> Desk:
    station, bo = made.at_desk(vote)
    return Desk(station, bo.person_id)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_paper_is_handed_out_and_taken_back(vote: Vote, desk: Desk) -> None:
    free = desk.look_up()
    assert "Fri: må stemme" in text(free)
    handed = desk.press("papir", free)
    assert "Giv vælgeren stemmesedlen" in text(handed)
    assert Participation.objects.count() == 1
    again = desk.look_up()
    assert "Har fået en stemmeseddel på papir her" in text(again)
    assert "Får en stemmeseddel" not in text(again)
    assert desk.press("papir", free).status_code == 409
    assert "taget tilbage" in text(desk.press("retur", again))
    assert not Participation.objects.exists()


def test_a_code_is_shown_once(vote: Vote, desk: Desk) -> None:
    page = text(desk.press("kode", desk.look_up()))
    assert re.search(r'class="desk-code">[2-9A-Z]{4} [2-9A-Z]{4}<', page)
    assert DeskCode.objects.count() == 1
    assert "desk-code" not in text(desk.client.get(desk.url))


def test_b68_no_shift_no_desk_and_with_two_one_chooses(vote: Vote, desk: Desk) -> None:
    tove = Desk(Station.objects.get(), make.tove().person_id)
    assert tove.client.get(tove.url).status_code == 409
    assert tove.look_up().status_code == 409
    home = "/medarbejder/stemmesteder/"
    assert "ingen vagt i dag" in text(tove.client.get(home))
    assert "Du har vagt her" in text(desk.client.get(home))
    made.serving(made.library(vote.process, name="Hallen"), make.bo())
    page = text(desk.client.get(home))
    assert "Vælg, hvor du er nu" in page
    assert page.count("/medarbejder/stemmesteder/skranke/") == 2


def test_what_was_looked_up_is_worth_nothing_to_another_or_elsewhere(vote: Vote, desk: Desk) -> None:
    page = desk.look_up()
    there = made.library(vote.process, name="Hallen")
    made.serving(there, make.bo())
    tove = made.serving(Station.objects.get(name=made.LIBRARY["name"]), make.tove())
    for other in (Desk(there, make.bo().person_id), Desk(Station.objects.get(pk=there.pk - 1), tove.person_id)):
        assert other.press("papir", page).status_code == 409
    forged = desk.client.post(f"{desk.url}papir/", {"hvem": "x"})
    assert forged.status_code == 409
    assert "Slå det op igen" in text(forged)
    assert not Participation.objects.exists()


@pytest.mark.parametrize("typed", ["", "1", "070761-428", "abc", "0" * 41, "<b>"])
def test_a_wrong_number_is_explained_and_never_shown_again(desk: Desk, typed: str) -> None:
    page = desk.look_up(typed)
    assert page.status_code == 422
    assert "ti cifre" in text(page)
    assert not typed or f'value="{typed}"' not in text(page)


def test_t60_a_number_is_left_nowhere(
    vote: Vote, desk: Desk, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    desk.client.raise_request_exception = False
    pages = [
        desk.look_up(CANARY),
        desk.look_up(CANARY, ""),
        desk.look_up(CANARY.replace("-", "")),
        desk.look_up(CANARY, "viby"),
    ]
    pages += [desk.press("kode", pages[0]), desk.press("papir", pages[0]), desk.look_up(CANARY)]
    pages += [desk.press("retur", pages[0]), desk.client.get(desk.url)]
    make.closed(vote)
    pages.append(desk.look_up(CANARY))
    shown = [page.content.decode() + str(page.headers) for page in pages]
    sealed = re.findall(r'name="hvem" value="([^"]+)"', "".join(shown))
    opened = [decrypt("desk", one) for one in sealed]
    cookies = {name: cookie.value for name, cookie in desk.client.cookies.items()}
    assert all(opened)
    left = [everything_stored(), written(caplog), *capfd.readouterr(), repr(cookies), repr(opened), *shown]
    assert [one for one in left if FORMS.search(one)] == []


def test_t61_the_desk_has_no_line_in_the_access_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.look_up()
    assert "/skranke/" not in caplog.text


def test_t67_no_browser_keeps_a_page_of_the_desk(desk: Desk) -> None:
    for page in (desk.client.get(desk.url), desk.look_up(), desk.press("kode", desk.look_up())):
        assert "no-store" in page.headers["Cache-Control"]


def test_t54_who_plans_sees_what_each_has_done(vote: Vote, desk: Desk) -> None:
    for _time in range(3):
        desk.press("kode", desk.look_up())
    count = DeskCount.objects.get()
    assert (count.checked, count.admitted, count.handed_out) == (3, 3, 0)
    tove = Desk(Station.objects.get(), make.tove().person_id)
    page = text(tove.client.get(f"/medarbejder/stemmesteder/{count.station_id}/"))
    assert "Bo Sagsbehandler" in page
    assert "Hvad hver især har gjort" in page


def test_another_area_has_no_desk_here(vote: Vote, desk: Desk) -> None:
    stranger = make.person("Tine Tovholder", age=45)
    Grant.objects.create(person=stranger, role="owner", area=make.area("Viby"))
    assert Desk(Station.objects.get(), stranger.pk).look_up().status_code == 404


def test_a_register_that_says_nothing_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    vote = made.open_vote(address_ranges=[TRANBJERG])
    station, bo = made.at_desk(vote)
    desk = Desk(station, bo.person_id)
    for kind, words in ((Down, "Registret svarer ikke"), (Secretive, "Adressen er beskyttet")):
        monkeypatch.setattr("deltagerbudget.ballots.pending.registry", kind)
        page = desk.look_up(area="")
        assert page.status_code == 200
        assert words in text(page)
        assert "hvem" not in text(page)
        assert "adressen på sundhedskortet gælder" in text(desk.look_up())
