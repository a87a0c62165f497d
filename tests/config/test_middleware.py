"""What every answer carries: language, security headers, host check."""

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "language"), [("/findes-ikke/", "da"), ("/en/findes-ikke/", "en"), ("/enig/", "da")])
def test_the_address_alone_decides_the_language(client: Client, path: str, language: str) -> None:
    response = client.get(path, headers={"accept-language": "en" if language == "da" else "da"})
    assert response.status_code == 404
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in response.content.decode()
    assert "Accept-Language" not in response.headers.get("Vary", "")


def test_t03_nothing_inline_is_allowed(client: Client) -> None:
    policy = client.get("/sundhed/").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["img-src"] == "'self' data:"
    assert directives["object-src"] == directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


def test_a_form_may_lead_to_the_login_service(client: Client) -> None:
    policy = client.get("/sundhed/").headers["Content-Security-Policy"]
    assert "form-action 'self' http://localhost" in policy


def test_security_headers(client: Client) -> None:
    headers = client.get("/sundhed/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example"])
def test_t20_another_host_is_refused(client: Client, host: str) -> None:
    response = client.get("/findes-ikke/", headers={"host": host})
    assert response.status_code == 400
    assert host not in response.content.decode()


def test_the_colours_are_a_file_that_may_be_kept_for_ever(client: Client) -> None:
    from deltagerbudget.municipality.brand import css_url
    from deltagerbudget.municipality.card import card

    with override_settings(BRAND_PRIMARY="#123456"):
        response = client.get(css_url(card()))
    assert "#123456" in response.content.decode()
    assert "immutable" in response.headers["Cache-Control"]
    assert client.get("/brand.0123456789ab.css").status_code == 404
