"""The screen of a voting place: one voter after the other, and nothing of the one is there for the next."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests import make
from tests.ballots.voter import Booth, Login
from tests.polling import made

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots.models import Ballot, Vote, VotingSession
from deltagerbudget.config.safety import problems
from deltagerbudget.polling.serving import admit_at_desk

pytestmark = pytest.mark.django_db
FRONTEND = Path(__file__).resolve().parents[2] / "frontend" / "js"


class Screen(Booth):
    """A bound device."""

    def start(self) -> HttpResponse:
        return self.get("skaerm/")

    def type_code(self, code: str) -> HttpResponse:
        return self.client.post(f"{self.base}skaerm/kode/", {"kode": code})


@pytest.fixture
def vote() -> Vote:
    return made.open_vote()


@pytest.fixture
def screen(vote: Vote) -> Screen:
    station, bo = made.at_desk(vote)
    client = Client()
    client.force_login(Person.objects.get(pk=bo.person_id))
    client.post(f"/medarbejder/stemmesteder/skranke/{station.pk}/skaerm/")
    return Screen(client, f"/stem/{vote.process.slug}/")


def code_for(vote: Vote, number: str = made.NUMBER) -> str:
    return admit_at_desk(make.bo(), vote.process.stations.get(), made.visitor(vote, number), at=make.now())


def vote_by_code(vote: Vote, screen: Screen, number: str, *choices: int) -> HttpResponse:
    screen.start()
    screen.choose(*choices)
    assert screen.type_code(code_for(vote, number)).headers["Location"].endswith("/aflever/")
    return screen.hand_in()


def test_somebody_without_mitid_votes_by_the_code_from_the_desk(vote: Vote, screen: Screen) -> None:
    assert "Stem" in screen.start().content.decode()
    screen.choose(1)
    assert "skaerm/kode/" in screen.get("log-ind/").content.decode()
    assert screen.type_code(code_for(vote)).status_code == 302
    session = VotingSession.objects.get()
    assert (session.channel, session.station) == (Channel.DESK, vote.process.stations.get())
    assert screen.hand_in().headers["Location"].endswith("/gemt/")
    assert Ballot.objects.get().pseudonym == made.pseudonym(vote)


def test_a_wrong_code_says_what_to_do_and_opens_nothing(vote: Vote, screen: Screen) -> None:
    code = code_for(vote)
    wrong = screen.type_code("AAAA AAAA")
    assert wrong.status_code == 422
    assert "ny ved skranken" in wrong.content.decode()
    assert screen.type_code(code).status_code == 302
    assert screen.type_code(code).status_code == 422
    # On any other device there is no such page.
    assert Client().post(f"{screen.base}skaerm/kode/", {"kode": code_for(vote)}).status_code == 404


def test_the_login_at_a_screen_is_known_as_one(vote: Vote, screen: Screen, login: Login) -> None:
    login.ref = f"dk:cpr:{made.NUMBER}"
    screen.vote(1)
    session = VotingSession.objects.get()
    assert (session.channel, session.station) == (Channel.KIOSK, vote.process.stations.get())
    assert session.pseudonym == made.pseudonym(vote)


def test_t27_t68_nothing_of_a_voter_is_there_for_the_next(vote: Vote, screen: Screen) -> None:
    vote_by_code(vote, screen, made.NUMBER, 1)
    old = dict(screen.client.cookies)
    left = screen.client.post(f"{screen.base}forlad/")
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not VotingSession.objects.exists()
    assert {name for name, cookie in screen.client.cookies.items() if cookie.value} <= {"skaerm", "csrf"}
    # The back button asks anew, and finds nobody.
    for page in ("gemt/", "aflever/"):
        assert screen.get(page).status_code == 302
    assert "checked" not in screen.get().content.decode()
    # Nor does a cookie that somebody copied.
    screen.client.cookies["booth"] = old["booth"].value
    assert screen.get("gemt/").headers["Location"].endswith("/log-ind/")


def test_t27_the_next_code_ends_the_session_that_lay_there(vote: Vote, screen: Screen) -> None:
    vote_by_code(vote, screen, made.number(1), 1)
    before = screen.client.cookies["booth"].value
    screen.choose(2)
    assert screen.type_code(code_for(vote, made.number(2))).status_code == 302
    assert screen.client.cookies["booth"].value != before
    assert VotingSession.objects.get().pseudonym == made.pseudonym(vote, made.number(2))
    assert "allerede" not in screen.get("aflever/").content.decode()


def test_t27_two_screens_at_once_know_nothing_of_each_other(vote: Vote, screen: Screen) -> None:
    client = Client()
    client.cookies["skaerm"] = screen.client.cookies["skaerm"].value
    other = Screen(client, screen.base)
    screen.choose(1)
    other.choose(3)
    screen.type_code(code_for(vote, made.number(1)))
    other.type_code(code_for(vote, made.number(2)))
    assert screen.sheet()["valg"] == ["1"]
    assert other.sheet()["valg"] == ["3"]
    assert screen.hand_in().status_code == other.hand_in().status_code == 302
    assert Ballot.objects.count() == 2


def test_t27_when_nobody_touches_it_the_session_ends_and_the_first_page_comes(vote: Vote, screen: Screen) -> None:
    vote_by_code(vote, screen, made.NUMBER, 1)
    first = screen.get("skaerm/forfra/")
    assert first.status_code == 302
    assert not VotingSession.objects.exists()
    assert "/logout" in first.headers["Location"] or first.headers["Location"].endswith("/skaerm/")
    screen.choose(1)
    assert screen.get("skaerm/forfra/").headers["Location"].endswith("/skaerm/")
    assert screen.client.cookies["ballot"].value == ""
    # The first page clears as well, whichever way one comes.
    vote_by_code(vote, screen, made.NUMBER, 1)
    assert screen.start().headers["Location"].endswith("/forfra/")


def test_t70_whoever_is_slow_is_asked_first_and_loses_nothing(vote: Vote, screen: Screen) -> None:
    screen.choose(1)
    page = screen.get().content.decode()
    dialog = re.search(r'data-idle="(\d+)" data-idle-warn="(\d+)"', page)
    assert dialog is not None
    seconds, warned = map(int, dialog.groups())
    assert 60 <= seconds <= 120
    assert seconds - warned >= 20  # WCAG 2.2.1
    assert f'<noscript><meta http-equiv="refresh" content="{seconds};url={screen.base}skaerm/pause/">' in page
    pause = screen.get("skaerm/pause/").content.decode()
    assert f'content="30;url={screen.base}skaerm/forfra/"' in pause
    assert "Jeg er her stadig" in pause
    assert 'value="1" checked' in screen.get().content.decode()


def test_t70_somebodys_own_device_waits_for_ever(vote: Vote) -> None:
    page = Client().get(f"/stem/{vote.process.slug}/").content.decode()
    assert "data-idle" not in page
    assert "http-equiv" not in page


@pytest.mark.parametrize(("seconds", "is_refused"), [(59, True), (60, False), (120, False), (121, True)])
def test_t70_the_time_is_a_setting_within_bounds(settings: Any, seconds: int, is_refused: bool) -> None:
    names = ("DEMO", "ALLOWED_HOSTS", "SITE_URL", "KEYS_DIR", "LOOKS_DAYS")
    values = {name: getattr(settings, name) for name in names} | {"KIOSK_IDLE_SECONDS": seconds}
    assert any("KIOSK_IDLE" in problem for problem in problems(values)) == is_refused


def test_t67_no_cache_keeps_a_page_of_the_screen(vote: Vote, screen: Screen) -> None:
    screen.choose(1)
    screen.type_code(code_for(vote))
    pages = ["", "aflever/", "skaerm/kode/", "skaerm/pause/", "skaerm/"]
    for page in pages:
        kept = screen.get(page).headers["Cache-Control"]
        assert {"no-store", "private"} <= set(re.split(r",\s*", kept)), page
    for trick in ("gemt/x.css", "skaerm/x.css", "skaerm/kode/logo.webp"):
        assert screen.get(trick).status_code == 404


def test_t68_no_script_keeps_anything_of_a_ballot() -> None:
    scripts = {path.name: path.read_text() for path in FRONTEND.glob("*.js")}
    assert not [name for name, text in scripts.items() if "serviceWorker" in text]
    for name in ("idle.js", "pot.js", "count.js", "forms.js", "site.js"):
        assert not re.search(r"localStorage|sessionStorage|indexedDB|caches\.", scripts[name]), name


def test_a_forged_or_foreign_cookie_is_no_screen(vote: Vote, screen: Screen) -> None:
    client = Client()
    client.cookies["skaerm"] = "x" * 80
    assert client.get(f"{screen.base}skaerm/").status_code == 404
    other = make.open_vote(channels=made.WAYS)
    assert screen.client.get(f"/stem/{other.process.slug}/skaerm/").status_code == 404


def test_a_closed_place_lets_nobody_begin(vote: Vote, screen: Screen) -> None:
    vote.process.stations.update(is_open=False)
    assert "lukket" in screen.start().content.decode()


def test_without_mitid_nothing_asks_for_it(screen: Screen) -> None:
    vote = make.open_vote(channels=["desk", "kiosk"])
    station, bo = made.at_desk(vote)
    screen.client.force_login(Person.objects.get(pk=bo.person_id))
    screen.client.post(f"/medarbejder/stemmesteder/skranke/{station.pk}/skaerm/")
    page = screen.client.get(f"/stem/{vote.process.slug}/log-ind/").content.decode()
    assert "kode fra skranken" in page
    assert "Log ind og" not in page


def test_a_code_from_the_desk_shows_nothing_that_was_cast_before_it(vote: Vote, screen: Screen) -> None:
    """Staff who know a number could make a code for themselves."""
    made.cast(made.online(vote), 2)
    title = vote.projects.get(number=2).title
    screen.choose(1)
    screen.type_code(code_for(vote))
    page = screen.get("aflever/").content.decode()
    assert "allerede" in page
    assert title not in page
    screen.choose(2)
    assert "magen til" not in screen.get("aflever/").content.decode()
    screen.client.cookies.pop("ballot")
    for address in ("aflever/", "gemt/"):
        assert screen.get(address).headers["Location"] == screen.base
    assert "checked" not in screen.get().content.decode()


def test_who_hands_in_by_a_code_from_the_desk_sees_what_is_stored(vote: Vote, screen: Screen) -> None:
    made.cast(made.online(vote), 2)
    screen.choose(1)
    screen.type_code(code_for(vote))
    screen.hand_in()
    assert vote.projects.get(number=1).title in screen.get("gemt/").content.decode()
    screen.choose(1)
    assert "magen til" in screen.get("aflever/").content.decode()
    # The next code of the same voter begins anew.
    screen.client.post(f"{screen.base}forlad/")
    screen.type_code(code_for(vote))
    assert screen.get("gemt/").headers["Location"] == screen.base
