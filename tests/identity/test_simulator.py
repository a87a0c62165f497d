"""The simulator as a browser and a server meet it: over HTTP, inside the process, and not at all outside demo mode."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from deltagerbudget.identity import persons
from deltagerbudget.identity.configure import provider
from deltagerbudget.identity.errors import IdentityError
from deltagerbudget.identity.provider import Pending
from deltagerbudget.identity.simulator import ref_of, simulator_issuer

pytestmark = pytest.mark.django_db
BACK = "http://testserver/login/svar/"
PATHS = [".well-known/openid-configuration", "jwks/", "authorize/", "token/", "logout/"]


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]


def params(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def chosen(client: Client, url: str, **more: str) -> dict[str, str]:
    parts = urlsplit(url)
    answer = client.get(parts.path, {**params(url), **more})
    assert answer.status_code == 302
    return params(answer["Location"])


def token_request(pending: Pending, code: str, *, secret: str = settings.IDENTITY_CLIENT_SECRET, **changed: str) -> Any:
    basic = base64.b64encode(f"deltagerbudget:{secret}".encode()).decode()
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": pending.redirect_uri,
        "code_verifier": pending.verifier,
    }
    return Client().post("/simulator/token/", {**given, **changed}, headers={"Authorization": f"Basic {basic}"})


def test_it_works_inside_the_process(client: Client) -> None:
    url, pending = provider().start(BACK)
    identity = provider().finish(pending, chosen(client, url, person="anna"))
    assert (identity.person_ref, identity.name, identity.area) == (ref_of("anna"), "Anna Testrup", "tranbjerg")
    assert (identity.loa, identity.protected) == ("substantial", False)


@pytest.mark.parametrize("through", ["SITE_URL", "IDENTITY_BACKCHANNEL"])
@pytest.mark.django_db
def test_it_works_over_http(live_server: LiveServer, settings: Any, through: str) -> None:
    """The visitor uses 127.0.0.1 while the site is called localhost: the issuer stays, the front channel follows."""
    settings.IDENTITY_BACKCHANNEL = live_server.url
    if through == "SITE_URL":
        settings.SITE_URL = live_server.url
        settings.IDENTITY_ISSUER = simulator_issuer()
    visited = live_server.url.replace("localhost", "127.0.0.1")
    url, pending = provider().start(f"{visited}/login/svar/")
    assert url.startswith(visited)
    page = requests.get(url, timeout=5)
    assert "Anna Testrup" in page.text
    answer = requests.get(f"{url}&person=karla", timeout=5, allow_redirects=False)
    identity = provider().finish(pending, params(answer.headers["Location"]))
    assert identity.person_ref == f"oidc:{simulator_issuer()}|karla"


@pytest.mark.parametrize("path", PATHS)
def test_outside_demo_mode_there_is_no_simulator(client: Client, settings: Any, path: str) -> None:
    settings.DEMO = False
    assert client.get(f"/simulator/{path}").status_code == 404
    assert client.post(f"/simulator/{path}").status_code == 404


@pytest.mark.parametrize("host", ["", "https://other.example"])
def test_outside_demo_mode_no_provider_is_built_of_it(settings: Any, host: str) -> None:
    settings.DEMO = False
    settings.IDENTITY_ISSUER = f"{host}/simulator" if host else simulator_issuer()
    with pytest.raises(ImproperlyConfigured, match="demo mode"):
        provider()


def test_outside_demo_mode_the_issuer_is_https(settings: Any) -> None:
    settings.DEMO = False
    settings.IDENTITY_ISSUER = "http://mitid.example"
    with pytest.raises(ImproperlyConfigured, match="https"):
        provider()
    settings.IDENTITY_ISSUER = "https://mitid.example"
    settings.IDENTITY_BACKCHANNEL = "http://127.0.0.1:9"
    real: Any = provider()
    assert (real.config.backchannel, real.config.follows_visitor, real.config.allow_http) == ("", False, False)


def test_misspelt_claims_are_refused(settings: Any) -> None:
    settings.IDENTITY_CLAIMS = {"nmae": ["x"]}
    with pytest.raises(ImproperlyConfigured, match="nmae"):
        provider()


def test_one_provider_serves_a_process() -> None:
    assert provider() is provider()


def test_the_page_says_that_it_is_no_mitid(client: Client) -> None:
    url, _ = provider().start(BACK, language="da")
    page = client.get(url).content.decode()
    assert page.count("person=") == len(persons.PERSONS)
    assert "MitID" in page
    assert "/en/simulator" not in page
    for inline in ("style=", "<script>", "onclick"):
        assert inline not in page


def test_the_page_speaks_english_when_asked(client: Client) -> None:
    url, _ = provider().start(BACK, language="en")
    assert "Simulated login – not MitID" in client.get(url).content.decode()


def test_a_person_may_stop(client: Client) -> None:
    url, pending = provider().start(BACK)
    with pytest.raises(IdentityError, match=r"^cancelled$"):
        provider().finish(pending, chosen(client, url, stop="1"))


def test_t24_a_person_at_a_low_level_is_refused(client: Client) -> None:
    url, pending = provider().start(BACK)
    with pytest.raises(IdentityError, match=r"^loa$"):
        provider().finish(pending, chosen(client, url, person="lav"))


def test_a_protected_person_has_no_name(client: Client) -> None:
    url, pending = provider().start(BACK)
    identity = provider().finish(pending, chosen(client, url, person="beskyttet"))
    assert (identity.protected, identity.name) == (True, "")


def test_t25_a_callback_opened_again_is_refused(client: Client) -> None:
    url, pending = provider().start(BACK)
    answer = chosen(client, url, person="anna")
    provider().finish(pending, answer)
    with pytest.raises(IdentityError, match=r"^code$"):
        provider().finish(pending, answer)


def test_t25_a_code_of_another_login_is_refused(client: Client) -> None:
    url, _ = provider().start(BACK)
    stolen = chosen(client, url, person="anna")["code"]
    other_url, other = provider().start(BACK)
    with pytest.raises(IdentityError, match=r"^code$"):
        provider().finish(other, {**chosen(client, other_url, person="otto"), "code": stolen})


@pytest.mark.parametrize(
    "changed", [{"code_verifier": "x"}, {"redirect_uri": "http://testserver/x/"}, {"grant_type": "password"}]
)
def test_a_code_is_worth_nothing_without_what_belongs_to_it(client: Client, changed: dict[str, str]) -> None:
    url, pending = provider().start(BACK)
    code = chosen(client, url, person="anna")["code"]
    assert token_request(pending, code, **changed).status_code == 400
    assert token_request(pending, code).status_code == 200


@pytest.mark.parametrize("secret", ["", "wrong", "æ"])
def test_a_code_is_worth_nothing_without_the_clients_secret(client: Client, secret: str) -> None:
    url, pending = provider().start(BACK)
    assert token_request(pending, chosen(client, url, person="anna")["code"], secret=secret).status_code == 401


@pytest.mark.parametrize("header", ["", "Basic", "Basic !", "Bearer x", "Basic /////w=="])
def test_a_broken_client_header_is_refused(client: Client, header: str) -> None:
    assert client.post("/simulator/token/", headers={"Authorization": header}).status_code == 401


def test_a_code_lives_for_a_minute(client: Client, time_machine: Any) -> None:
    url, pending = provider().start(BACK)
    code = chosen(client, url, person="anna")["code"]
    time_machine.move_to(timezone.now() + timedelta(seconds=61))
    assert token_request(pending, code).status_code == 400


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "http://evil.example/"},
        {"redirect_uri": "//testserver/"},
        {"redirect_uri": "javascript:alert(1)"},
        {"client_id": "other"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
        {"nonce": ""},
        {"state": ""},
        {"scope": "profile"},
    ],
)
def test_t21_an_incomplete_or_foreign_request_gets_a_page_and_no_redirect(client: Client, changed: Any) -> None:
    url, _ = provider().start(BACK)
    answer = client.get("/simulator/authorize/", {**params(url), **changed, "person": "anna"})
    assert answer.status_code == 400
    assert "Location" not in answer


def test_t21_logging_out_leads_only_to_our_own_site(client: Client) -> None:
    url = provider().end_session("http://testserver/")
    assert url is not None
    assert client.get(url)["Location"] == "http://testserver/"
    elsewhere = {"post_logout_redirect_uri": "http://evil.example/"}
    assert client.get("/simulator/logout/", elsewhere)["Location"] == "/"


def test_the_key_is_one_for_all_workers_and_its_secret_stays(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    (first,), (second,) = (client.get("/simulator/jwks/").json()["keys"] for _ in range(2))
    assert first == second
    assert "d" not in first
    kept = tmp_path / "keys" / "simulator" / "signing.json"
    assert json.loads(kept.read_text())["kid"] == first["kid"]
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 6, 30), date(2026, 11, 23), date(2028, 2, 29)])
@pytest.mark.parametrize("person", persons.PERSONS, ids=lambda person: person.sub)
def test_persons_keep_their_age_for_months_around(person: persons.Person, today: date) -> None:
    born = person.birth_date(today)
    for day in (today, today + timedelta(days=150), today - timedelta(days=150)):
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        assert age == person.age


def test_the_cast_is_complete() -> None:
    assert {"anna", "villads", "karla", "otto", "mehmet", "bo", "rikke", "tove", "tom", "fie", "uffe"} <= set(
        persons.BY_SUB
    )
    assert len(persons.BY_SUB) == len(persons.PERSONS)
    with pytest.raises(KeyError):
        ref_of(SimpleNamespace(sub="nobody"))  # type: ignore[arg-type]
