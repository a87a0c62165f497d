"""A login under way belongs to one browser, one purpose and a quarter of an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from deltagerbudget.identity.cookies import decrypt, encrypt, forget, recall, remember
from deltagerbudget.identity.errors import REASONS, IdentityError
from deltagerbudget.identity.nexturl import safe_next
from deltagerbudget.identity.provider import Pending

PENDING = Pending("state", "nonce", "verifier", "https://d.example.dk/svar/", "oidc", "vote", "/stem/1/")


def brought_back(response: HttpResponse, purpose: str = "vote") -> Pending:
    request = RequestFactory().get("/svar/")
    request.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
    return recall(request, purpose)


def remembered() -> HttpResponse:
    response = HttpResponse()
    remember(response, PENDING)
    return response


def test_it_works() -> None:
    assert brought_back(remembered()) == PENDING


def test_t24_another_browser_has_no_login_under_way() -> None:
    with pytest.raises(IdentityError, match=r"^no-pending$"):
        brought_back(HttpResponse())


def test_t25_after_use_there_is_nothing_to_replay() -> None:
    response = remembered()
    forget(response, "vote")
    with pytest.raises(IdentityError, match=r"^no-pending$"):
        brought_back(response)


def test_a_login_under_way_expires() -> None:
    response = remembered()
    with (
        time_machine.travel(timezone.now() + timedelta(minutes=16)),
        pytest.raises(IdentityError, match=r"^no-pending$"),
    ):
        brought_back(response)


def test_a_login_to_an_account_is_none_to_the_vote() -> None:
    response = remembered()
    response.cookies["login-account"] = response.cookies["login-vote"].value
    with pytest.raises(IdentityError, match=r"^no-pending$"):
        brought_back(response, "account")


@pytest.mark.parametrize("position", [0, 15, 40, -1])
def test_a_changed_cookie_is_refused(position: int) -> None:
    text = encrypt("a", {"x": 1}, seconds=60)
    letters = list(text)
    letters[position] = "A" if letters[position] != "A" else "Q"
    assert decrypt("a", text) == {"x": 1}
    assert decrypt("a", "".join(letters)) is None


@pytest.mark.parametrize("text", ["", "x", "æ", "!!!!", "A" * 20, "A" * 4000])
def test_what_was_never_ours_is_refused(text: str) -> None:
    assert decrypt("a", text) is None


def test_a_former_secret_key_still_reads(settings: pytest.FixtureRequest) -> None:
    text = encrypt("a", {"x": 1}, seconds=60)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    assert decrypt("a", text) is None
    settings.SECRET_KEY_FALLBACKS = [former]
    assert decrypt("a", text) == {"x": 1}


@pytest.mark.parametrize("end", [remember, forget])
def test_t27_the_cookie_is_bound_to_host_and_browser(settings: pytest.FixtureRequest, end: object) -> None:
    settings.SECURE_COOKIES = True
    response = HttpResponse()
    remember(response, PENDING) if end is remember else forget(response, "vote")
    cookie = response.cookies["__Host-login-vote"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert not cookie["domain"]


def test_t27_the_cookie_says_nothing_to_who_reads_it() -> None:
    assert "stem" not in remembered().cookies["login-vote"].value
    assert "verifier" not in repr(PENDING)


def test_every_reason_has_words_and_a_status() -> None:
    for code in REASONS:
        error = IdentityError(code)
        assert error.message
        assert error.status in {400, 403, 503}


@pytest.mark.parametrize("path", ["/", "/stem/1/", "/omraader/?q=æ", "/a/b#c", "/en/forslag/?side=2&orden=7"])
def test_safe_next_keeps_own_paths(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "url",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example",
        "https:///evil.example",
        "kommune.dk.evil",
        "evil-kommune.dk",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:x=1",
        "/%250d%250aSet-Cookie:x=1",
        "/\r\nSet-Cookie: x=1",
        "/\t/evil.example",
        "/%09/evil.example",
        "/%5cevil.example",
        "/%2fevil.example",
        "/%252fevil.example",
        "///evil.example",
        " //evil.example",
        "",
        None,
        "/" + "a" * 2001,
    ],
)
def test_t21_safe_next_leaves_our_host_for_nobody(url: str | None) -> None:
    assert safe_next(url) == "/"
