"""Against a login service that is not ours and demands a nonce."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from deltagerbudget.identity.claims import NSIS
from deltagerbudget.identity.errors import IdentityError
from deltagerbudget.identity.provider import OidcConfig, OidcProvider

# The mock still uses what Authlib has deprecated; that is no concern of ours.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oidc_provider_mock import User, run_server_in_thread

BACK = "https://deltagerbudget.example.dk/login/svar/"
CLAIMS = {"name": "Anna Testrup", "birthdate": "1992-04-01", "loa": f"{NSIS}High"}

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    users = [User(sub="anna", claims=CLAIMS), User(sub="lav", claims={})]
    with run_server_in_thread(require_nonce=True, user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


def answered(url: str, sub: str) -> dict[str, str]:
    answer = requests.post(url, data={"sub": sub}, timeout=5, allow_redirects=False)
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def test_it_works(issuer: str) -> None:
    provider = OidcProvider(OidcConfig(issuer, "client", "secret", allow_http=True))
    url, pending = provider.start(BACK)
    answer = answered(url, "anna")
    identity = provider.finish(pending, answer)
    assert (identity.person_ref, identity.name, identity.loa) == (f"oidc:{issuer}|anna", "Anna Testrup", "high")
    with pytest.raises(IdentityError, match=r"^code$"):
        provider.finish(pending, answer)
    assert str(provider.end_session("https://d.example.dk/")).startswith(f"{issuer}/oauth2/end_session?")


def test_t24_a_service_that_tells_no_level_is_refused(issuer: str) -> None:
    provider = OidcProvider(OidcConfig(issuer, "client", "secret", allow_http=True))
    url, pending = provider.start(BACK)
    with pytest.raises(IdentityError, match=r"^loa$"):
        provider.finish(pending, answered(url, "lav"))
