"""Headers, cookies, sessions and the way back from the login."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests import make
from tests.ballots.voter import Login, enter

from deltagerbudget.ballots.models import Ballot, VotingSession

pytestmark = pytest.mark.django_db


def test_t21_nothing_in_the_address_says_where_to_go(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.choose(1)
    booth.client.post(f"{booth.base}log-ind/?next=//evil.dk", {"next": "https://evil.dk", "RelayState": "//evil.dk"})
    answer = booth.client.get("/stem/svar/?state=state&code=1&next=//evil.dk")
    assert answer.headers["Location"] == f"{booth.base}aflever/"


def test_t22_t27_headers_and_cookies(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.choose(1)
    booth.log_in()
    for page in ("", "tjek/", "log-ind/", "aflever/"):
        answer = booth.get(page)
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    for cookie in booth.client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"


def test_t27_over_https_the_cookies_are_bound_to_the_host(login: Login, settings: Any) -> None:
    settings.SECURE_COOKIES = True
    booth = enter(make.open_vote())
    booth.choose(1)
    booth.log_in()
    for name in ("__Host-ballot", "__Host-booth"):
        assert booth.client.cookies[name]["secure"]


def test_t23_a_form_of_another_site_is_refused(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote, enforce_csrf_checks=True)
    for page in ("", "log-ind/", "aflever/", "forlad/"):
        assert booth.client.post(f"{booth.base}{page}", {"valg": "1"}).status_code == 403


def test_t23_looking_changes_nothing(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.choose(1)
    booth.log_in()
    before = list(VotingSession.objects.values_list())
    for page in ("", "tjek/", "log-ind/", "aflever/", "gemt/"):
        booth.get(page)
    assert booth.get("forlad/").status_code == 405
    assert list(VotingSession.objects.values_list()) == before
    assert not Ballot.objects.exists()


def test_t25_the_answer_of_a_login_is_taken_once(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.choose(1)
    booth.log_in()
    assert booth.client.get("/stem/svar/?state=state&code=1").status_code == 400
    assert VotingSession.objects.count() == 1


@pytest.mark.parametrize("query", ["", "?state=other&code=1", "?error=access_denied"])
def test_t24_t25_an_answer_that_does_not_fit_lets_nobody_in(login: Login, query: str) -> None:
    booth = enter(make.open_vote())
    booth.client.post(f"{booth.base}log-ind/")
    assert booth.client.get(f"/stem/svar/{query}").status_code == 400
    assert not VotingSession.objects.exists()


def test_t24_an_answer_in_another_browser_lets_nobody_in(login: Login) -> None:
    vote = make.open_vote()
    enter(vote).client.post(f"/stem/{vote.process.slug}/log-ind/")
    assert Client().get("/stem/svar/?state=state&code=1").status_code == 400


def test_t27_a_planted_session_is_worth_nothing(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.client.cookies["booth"] = "planted"
    booth.choose(1)
    assert booth.get("aflever/").headers["Location"] == f"{booth.base}log-ind/"
    booth.log_in()
    assert booth.client.cookies["booth"].value != "planted"


def test_t27_the_next_voter_on_a_shared_machine_ends_the_former_session(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.vote(1)
    former = booth.client.cookies["booth"].value
    login.ref = "oidc:test|otto"
    booth.log_in()
    assert booth.get("gemt/").headers["Location"] == f"{booth.base}"
    booth.client.cookies["booth"] = former
    assert booth.get("gemt/").headers["Location"] == f"{booth.base}log-ind/"


def test_t27_leaving_ends_the_session_and_clears_the_browser(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.vote(1)
    secret = booth.client.cookies["booth"].value
    answer = booth.client.post(f"{booth.base}forlad/")
    assert answer.headers["Location"] == "https://login.example.dk/logout"
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert all(booth.client.cookies[name].value == "" for name in ("booth", "ballot", "orden"))
    assert not VotingSession.objects.exists()
    booth.client.cookies["booth"] = secret
    assert booth.get("gemt/").status_code == 302
    assert booth.client.get("/stem/farvel/").status_code == 200
