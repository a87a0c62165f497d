"""Logging in and out with the simulator: sessions, cookies and where one ends."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.accounts.refs import account_ref
from deltagerbudget.identity.simulator import ref_of

pytestmark = pytest.mark.django_db
HOST = "localhost"


@pytest.fixture
def browser() -> Client:
    return Client(SERVER_NAME=HOST)


def go(browser: Client, who: str, wanted: str = "/min-side/", start: str = "/login/") -> object:
    """From the login link to the answer of the callback, without following it."""
    there = browser.get(start, {"next": wanted}).url  # type: ignore[attr-defined]
    back = browser.get(f"{there}&person={who}").url  # type: ignore[attr-defined]
    return browser.get(back)


def person(who: str) -> Person:
    return Person.objects.get(ref=account_ref(ref_of(who)))


def test_it_works(browser: Client) -> None:
    answer = go(browser, "anna")
    assert answer.url == "/login/oplysninger/?next=%2Fmin-side%2F"  # type: ignore[attr-defined]
    anna = person("anna")
    assert anna.name == "Anna Testrup"
    assert anna.residence == "tranbjerg"
    assert anna.birth_date is not None
    assert "Anna Testrup" in browser.get("/min-side/").text


def test_the_second_time_goes_straight_on(browser: Client) -> None:
    go(browser, "anna")
    assert go(Client(SERVER_NAME=HOST), "anna", "/omraader/").url == "/omraader/"  # type: ignore[attr-defined]


def test_it_works_in_english(browser: Client) -> None:
    answer = go(browser, "anna", "/en/min-side/", start="/en/login/")
    assert answer.url == "/en/login/oplysninger/?next=%2Fen%2Fmin-side%2F"  # type: ignore[attr-defined]
    assert person("anna").language == "en"


def test_a_page_of_ones_own_leads_through_the_login_and_back(browser: Client) -> None:
    assert browser.get("/min-side/").url == "/login/?next=/min-side/"  # type: ignore[attr-defined]
    assert browser.get("/en/min-side/").url == "/en/login/?next=/en/min-side/"  # type: ignore[attr-defined]


def test_what_the_login_tells_is_kept_up_to_date(browser: Client) -> None:
    go(browser, "anna")
    Person.objects.update(name="Gammelt Navn", residence="viby", email="anna@example.dk")
    go(Client(SERVER_NAME=HOST), "anna")
    assert person("anna").name == "Anna Testrup"
    assert person("anna").residence == "tranbjerg"
    assert person("anna").email == "anna@example.dk"


def test_a_protected_name_is_not_kept(browser: Client) -> None:
    go(browser, "beskyttet")
    assert person("beskyttet").is_protected
    assert person("beskyttet").name == ""
    page = browser.get("/min-side/")
    assert page.status_code == 200
    # As a word: three letters can stand in a token by chance.
    assert not re.search(r"\bIda\b", page.text + browser.get("/mig/").text)


@pytest.mark.parametrize(
    "wanted",
    ["//evil.dk", "/\\evil.dk", "https:evil.dk", "https://evil.dk", "/%0d%0aSet-Cookie:x=1", "/%2F/evil.dk", "evil"],
)
def test_t21_login_leads_nowhere_else(browser: Client, wanted: str) -> None:
    go(browser, "anna")
    answer = go(Client(SERVER_NAME=HOST), "anna", wanted)
    assert answer.url == "/min-side/"  # type: ignore[attr-defined]


def test_t21_the_address_of_the_details_page_leads_nowhere_else(browser: Client) -> None:
    go(browser, "anna")
    values = {"email": "", "language": "da"}
    answer = browser.post("/login/oplysninger/?next=//evil.dk", values)
    assert answer.url == "/min-side/"  # type: ignore[attr-defined]


def test_t27_a_session_from_before_is_worth_nothing_after(browser: Client) -> None:
    planted = Client(SERVER_NAME=HOST)
    session = planted.session
    session["x"] = 1
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    go(browser, "anna")
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()
    planted.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    assert planted.get("/min-side/").status_code == 302


def test_t27_the_cookie_is_for_this_site_alone(browser: Client) -> None:
    go(browser, "anna")
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_t27_logging_out_ends_it_on_the_server(browser: Client) -> None:
    go(browser, "anna")
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    answer = browser.post("/logud/")
    assert answer.status_code == 302
    assert urlsplit(answer.url).path == "/simulator/logout/"  # type: ignore[attr-defined]
    assert parse_qs(urlsplit(answer.url).query)["post_logout_redirect_uri"] == [f"http://{HOST}/"]  # type: ignore[attr-defined]
    assert "cookies" in answer["Clear-Site-Data"]
    assert not Session.objects.filter(session_key=key).exists()
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    assert browser.get("/min-side/").status_code == 302


def test_t23_logging_out_by_a_link_or_from_elsewhere_does_nothing(browser: Client) -> None:
    go(browser, "anna")
    assert browser.get("/logud/").status_code == 405
    strict = Client(SERVER_NAME=HOST, enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    assert strict.post("/logud/").status_code == 403
    assert browser.get("/min-side/").status_code == 200


def test_t27_a_closed_account_is_refused_and_its_sessions_end(browser: Client) -> None:
    go(browser, "anna")
    Person.objects.update(is_active=False)
    assert browser.get("/min-side/").status_code == 302
    answer = go(Client(SERVER_NAME=HOST), "anna")
    assert answer.status_code == 403  # type: ignore[attr-defined]
    assert settings.SESSION_COOKIE_NAME not in answer.cookies  # type: ignore[attr-defined]


def test_t25_a_callback_is_used_once(browser: Client) -> None:
    there = browser.get("/login/").url  # type: ignore[attr-defined]
    back = browser.get(f"{there}&person=anna").url  # type: ignore[attr-defined]
    assert browser.get(back).status_code == 302
    assert browser.get(back).status_code == 400
    assert Client(SERVER_NAME=HOST).get(back).status_code == 400


def test_stopping_the_login_is_said_kindly(browser: Client) -> None:
    there = browser.get("/login/").url  # type: ignore[attr-defined]
    answer = browser.get(browser.get(f"{there}&stop=1").url)  # type: ignore[attr-defined]
    assert answer.status_code == 400
    assert "/login/?next=%2Fmin-side%2F" in answer.text


def test_the_e_mail_is_optional_and_can_be_changed(browser: Client) -> None:
    go(browser, "anna")
    page = "/login/oplysninger/?next=/omraader/"
    assert browser.post(page, {"email": "anna", "language": "da"}).status_code == 422
    answer = browser.post(page, {"email": "anna@example.dk", "language": "en", "is_active": "", "name": "Eva"})
    assert answer.url == "/omraader/"  # type: ignore[attr-defined]
    assert person("anna").email == "anna@example.dk"
    assert person("anna").name == "Anna Testrup"
    browser.post(page, {"email": "", "language": "da"})
    assert person("anna").email == ""


def test_the_strip_says_who_and_is_never_kept(browser: Client) -> None:
    answer = browser.get("/mig/", headers={"hx-request": "true", "hx-current-url": f"http://{HOST}/omraader/"})
    assert "/login/?next=%2Fomraader%2F" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    go(browser, "anna")
    answer = browser.get("/mig/")
    assert "Anna T." in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert "/medarbejder/" not in answer.text


@pytest.mark.parametrize("url", ["https://evil.dk/x", "//evil.dk", "x", "http://localhost:99/\r\n"])
def test_t21_the_strip_believes_no_foreign_address(browser: Client, url: str) -> None:
    answer = browser.get("/mig/", headers={"hx-request": "true", "hx-current-url": url.strip()})
    assert "evil" not in answer.text


def test_my_page_says_what_happens_next(browser: Client) -> None:
    process = make.process()
    own = [make.draft(process, title="Min kladde"), make.submitted(process, title="Mit forslag")]
    browser.force_login(Person.objects.get(name="Anna Jensen"))
    page = browser.get("/en/min-side/")
    assert "no-store" in page["Cache-Control"]
    assert "Min kladde" in page.text
    assert "It is not sent in yet. Send it before" in page.text
    assert "You hear from us by" in page.text
    assert all(f"/forslag/{proposal.pk}/ret/" in page.text for proposal in own)
