"""A callback is believed only when everything fits; each refusal has its own code."""

from __future__ import annotations

import logging
import time
import traceback
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.identity.broker import BACK, CLIENT, Broker, json_answer, new_key, unsigned

from deltagerbudget.identity.claims import NSIS, Dialect
from deltagerbudget.identity.errors import IdentityError
from deltagerbudget.identity.provider import Identity, OidcConfig, OidcProvider

CANARY = "070761-4285"


def finish(broker: Broker, *, provider: OidcProvider | None = None, **changed: object) -> Identity:
    provider = provider or broker.provider()
    _, pending = provider.start(BACK)
    broker.id_token = broker.sign(broker.claims(pending, **changed))
    return provider.finish(pending, {"state": pending.state, "code": "c"})


def refused(broker: Broker, **changed: object) -> str:
    with pytest.raises(IdentityError) as caught:
        finish(broker, **changed)
    return caught.value.code


def refused_token(broker: Broker, token: str) -> str:
    provider = broker.provider()
    _, pending = provider.start(BACK)
    broker.id_token = token
    with pytest.raises(IdentityError) as caught:
        provider.finish(pending, {"state": pending.state, "code": "c"})
    return caught.value.code


def refused_answer(broker: Broker, **params: str) -> str:
    provider = broker.provider()
    _, pending = provider.start(BACK)
    broker.id_token = broker.sign(broker.claims(pending))
    with pytest.raises(IdentityError) as caught:
        provider.finish(pending, {"state": pending.state, "code": "c", **params})
    return caught.value.code


def test_it_works(broker: Broker) -> None:
    identity = finish(broker)
    assert identity == Identity(
        f"oidc:{broker.issuer}|u-1", "Anna Testrup", date(1992, 4, 1), None, False, "substantial"
    )


def test_start_sends_state_nonce_and_challenge(broker: Broker) -> None:
    url, pending = broker.provider().start(BACK, purpose="vote", next="/stem/1/", language="en")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert url.startswith(f"{broker.issuer}/authorize?")
    assert asked["state"] == pending.state
    assert asked["nonce"] == pending.nonce
    assert asked["code_challenge_method"] == "S256"
    assert asked["code_challenge"] != pending.verifier
    assert asked["redirect_uri"] == BACK
    assert asked["ui_locales"] == "en"
    assert (pending.purpose, pending.next) == ("vote", "/stem/1/")
    # Whoever logged in on this machine before is not logged in again without being asked.
    assert asked["prompt"] == "login"
    url, _pending = broker.provider().start(BACK)
    assert "prompt=" not in url


def test_two_starts_share_nothing(broker: Broker) -> None:
    provider = broker.provider()
    (_, first), (_, second) = provider.start(BACK), provider.start(BACK)
    assert not {first.state, first.nonce, first.verifier} & {second.state, second.nonce, second.verifier}


def test_t24_missing_state_is_refused(broker: Broker) -> None:
    assert refused_answer(broker, state="") == "state"


def test_t24_state_of_another_browser_is_refused(broker: Broker) -> None:
    _, other = broker.provider().start(BACK)
    assert refused_answer(broker, state=other.state) == "state"


def test_t24_a_state_beyond_ascii_is_refused(broker: Broker) -> None:
    assert refused_answer(broker, state="æøå") == "state"


def test_t24_wrong_nonce_is_refused(broker: Broker) -> None:
    assert refused(broker, nonce="another") == "nonce"


def test_t24_missing_nonce_is_refused(broker: Broker) -> None:
    assert refused(broker, nonce=None) == "nonce"


def test_t24_answer_from_another_issuer_is_refused_before_its_code_is_sent(broker: Broker) -> None:
    assert refused_answer(broker, iss="https://evil.example") == "issuer"
    assert "/token" not in broker.asked


def test_t24_an_answer_without_the_promised_issuer_is_refused(broker: Broker) -> None:
    broker.serve_discovery(authorization_response_iss_parameter_supported=True)
    assert refused_answer(broker) == "issuer"


def test_t24_token_of_another_issuer_is_refused(broker: Broker) -> None:
    assert refused(broker, iss=f"{broker.issuer}/") == "issuer"


def test_t24_token_for_another_client_is_refused(broker: Broker) -> None:
    assert refused(broker, aud="another-client") == "audience"


def test_t24_token_for_several_clients_needs_us_as_its_party(broker: Broker) -> None:
    assert refused(broker, aud=[CLIENT, "another"]) == "audience"
    assert refused(broker, aud=[CLIENT, "another"], azp="another") == "audience"
    assert finish(broker, aud=[CLIENT, "another"], azp=CLIENT).loa == "substantial"


def test_t24_alg_none_is_refused(broker: Broker) -> None:
    _, pending = broker.provider().start(BACK)
    assert refused_token(broker, unsigned(broker.claims(pending))) == "algorithm"


def test_t24_hs256_with_the_public_key_is_refused(broker: Broker) -> None:
    _, pending = broker.provider().start(BACK)
    assert refused_token(broker, broker.sign_with_public_key(broker.claims(pending))) == "algorithm"


def test_t24_a_signature_of_another_key_is_refused(broker: Broker) -> None:
    _, pending = broker.provider().start(BACK)
    assert refused_token(broker, broker.sign(broker.claims(pending), key=new_key())) == "signature"


def test_t24_changed_claims_are_refused(broker: Broker) -> None:
    _, pending = broker.provider().start(BACK)
    head, _, tail = broker.sign(broker.claims(pending)).split(".")
    body = broker.sign(broker.claims(pending, sub="u-2")).split(".")[1]
    assert refused_token(broker, f"{head}.{body}.{tail}") == "signature"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "....", "æ.æ.æ"])
def test_t24_what_is_no_token_is_refused(broker: Broker, token: str) -> None:
    assert refused_token(broker, token) == "token"


def test_t24_an_expired_token_is_refused(broker: Broker) -> None:
    now = int(time.time())
    assert refused(broker, iat=now - 400, exp=now - 61) == "expired"
    assert finish(broker, iat=now - 400, exp=now - 30).loa == "substantial"


def test_t24_an_old_token_is_refused_however_long_it_claims_to_last(broker: Broker) -> None:
    assert refused(broker, iat=int(time.time()) - 3600) == "expired"


def test_t24_a_token_from_the_future_is_refused(broker: Broker) -> None:
    now = int(time.time())
    assert refused(broker, iat=now + 120) == "future"
    assert refused(broker, nbf=now + 120) == "future"


@pytest.mark.parametrize("name", ["iat", "exp"])
def test_t24_a_token_without_times_is_refused(broker: Broker, name: str) -> None:
    assert refused(broker, **{name: None}) == "token"
    assert refused(broker, **{name: "soon"}) == "token"


@pytest.mark.parametrize("loa", [f"{NSIS}Low", "substantial", "", None, ["high"]])
def test_t24_a_level_below_substantial_is_refused(broker: Broker, loa: object) -> None:
    assert refused(broker, loa=loa) == "loa"


@pytest.mark.parametrize("subject", ["", None, 7, "x" * 256, "a\nb"])
def test_t24_a_token_without_a_subject_is_refused(broker: Broker, subject: object) -> None:
    assert refused(broker, sub=subject) == "subject"


def test_t24_the_same_subject_of_another_issuer_is_another_person(broker: Broker) -> None:
    here = finish(broker)
    other = here.person_ref.replace(broker.issuer, "https://other.example")
    assert here.person_ref == f"oidc:{broker.issuer}|u-1" != other


def test_t24_unsigned_userinfo_is_never_asked_for_nor_believed(broker: Broker) -> None:
    broker.serve_discovery(userinfo_endpoint=f"{broker.issuer}/userinfo")
    broker.paths["/token"] = lambda: json_answer(
        {"access_token": "a", "id_token": broker.id_token, "name": "Other", "userinfo": {"sub": "u-2"}}
    )
    assert finish(broker).name == "Anna Testrup"
    assert "/userinfo" not in broker.asked


def test_t24_an_answer_without_id_token_is_refused(broker: Broker) -> None:
    broker.paths["/token"] = lambda: json_answer({"access_token": "a"})
    assert refused(broker) == "token"


def test_t25_a_code_used_twice_is_refused(broker: Broker) -> None:
    broker.paths["/token"] = lambda: json_answer({"error": "invalid_grant"}, 400)
    assert refused(broker) == "code"


def test_t25_an_id_token_of_an_earlier_login_is_refused(broker: Broker) -> None:
    _, earlier = broker.provider().start(BACK)
    assert refused_token(broker, broker.sign(broker.claims(earlier))) == "nonce"


def test_t25_a_callback_without_code_is_refused(broker: Broker) -> None:
    assert refused_answer(broker, code="") == "code"


def test_a_person_who_stops_is_told_so(broker: Broker) -> None:
    assert refused_answer(broker, error="access_denied") == "cancelled"
    assert refused_answer(broker, error="server_error") == "provider"


def test_new_keys_are_fetched_once_when_the_signature_is_unknown(broker: Broker) -> None:
    provider = broker.provider()
    finish(broker, provider=provider)
    broker.key = new_key()
    assert finish(broker, provider=provider).loa == "substantial"
    assert broker.asked.count("/jwks") == 2
    assert broker.asked.count("/.well-known/openid-configuration") == 1


def test_t26_discovery_for_another_issuer_is_refused(broker: Broker) -> None:
    broker.serve_discovery(issuer=f"{broker.issuer}/")
    with pytest.raises(IdentityError, match=r"^discovery$"):
        broker.provider().start(BACK)


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/jwks",
        "http://[::1]/jwks",
        "http://10.0.0.1/jwks",
        "http://2130706433/jwks",
        "http://0x7f000001/jwks",
        "file:///etc/passwd",
        "https://evil.example/jwks",
        "http://[broken",
        7,
        None,
    ],
)
@pytest.mark.parametrize("name", ["jwks_uri", "token_endpoint"])
def test_t26_addresses_outside_the_issuer_are_refused(broker: Broker, name: str, address: object) -> None:
    broker.serve_discovery(**{name: address})
    assert refused(broker) == "endpoint"


def test_t26_an_address_that_hides_its_host_behind_a_user_is_refused(broker: Broker) -> None:
    broker.serve_discovery(authorization_endpoint=broker.issuer.replace("//", "//user@") + "/authorize")
    with pytest.raises(IdentityError, match=r"^endpoint$"):
        broker.provider().start(BACK)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/token"])
def test_t26_a_redirect_is_refused(broker: Broker, path: str) -> None:
    broker.paths[path] = lambda: (302, {"Location": f"{broker.issuer}/inside"}, b"")
    assert refused(broker) == "redirect"
    assert "/inside" not in broker.asked


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/token"])
def test_t26_an_oversize_answer_is_refused(broker: Broker, path: str) -> None:
    broker.paths[path] = lambda: (200, {"Content-Type": "application/json"}, b" " * 10_000_000)
    assert refused(broker) == "oversize"


def test_t26_a_trickling_answer_is_refused_in_time(broker: Broker) -> None:
    broker.pause = 0.2
    began = time.monotonic()
    assert refused(broker) == "provider"
    assert time.monotonic() - began < 2


def test_t26_an_answer_that_never_comes_is_refused_in_time(broker: Broker) -> None:
    broker.paths["/token"] = lambda: (time.sleep(1.5), json_answer({}))[1]
    began = time.monotonic()
    assert refused(broker) == "provider"
    assert time.monotonic() - began < 1.4


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'"text"'])
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token"])
def test_an_answer_that_is_no_document_is_refused(broker: Broker, path: str, body: bytes) -> None:
    broker.paths[path] = lambda: (200, {"Content-Type": "application/json"}, body)
    assert refused(broker) in {"provider", "token"}


def test_a_broken_login_service_is_refused(broker: Broker) -> None:
    broker.paths["/token"] = lambda: (500, {}, b"oops")
    assert refused(broker) == "provider"


@pytest.mark.parametrize(
    "issuer", ["http://mitid.example", "ftp://mitid.example", "https://u:p@mitid.example", "https://a.example?x=1", ""]
)
def test_t26_an_issuer_that_is_no_plain_https_address_is_refused(issuer: str) -> None:
    with pytest.raises(ValueError, match="issuer"):
        OidcProvider(OidcConfig(issuer, CLIENT, "s"))


def test_http_is_closed_when_the_issuer_is_https() -> None:
    session = OidcProvider(OidcConfig("https://mitid.example", CLIENT, "s"))._session()
    assert list(session.adapters) == ["https://"]
    assert session.trust_env is False


def test_a_vote_by_cpr_asks_for_it_and_refuses_who_has_none(broker: Broker) -> None:
    provider = broker.provider(dialect=Dialect(cpr=("nin",), cpr_scope="nin"))
    url, pending = provider.start(BACK, ref_kind="cpr")
    assert parse_qs(urlsplit(url).query)["scope"] == ["openid profile nin"]
    broker.id_token = broker.sign(broker.claims(pending))
    with pytest.raises(IdentityError, match=r"^no-ref$"):
        provider.finish(pending, {"state": pending.state, "code": "c"})
    broker.id_token = broker.sign(broker.claims(pending, nin=CANARY))
    assert provider.finish(pending, {"state": pending.state, "code": "c"}).person_ref == "dk:cpr:0707614285"


def test_end_session_is_offered_only_when_the_service_offers_it(broker: Broker) -> None:
    assert broker.provider().end_session("https://d.example.dk/") is None
    broker.serve_discovery(end_session_endpoint=f"{broker.issuer}/logout")
    url = broker.provider().end_session("https://d.example.dk/")
    assert url is not None
    assert parse_qs(urlsplit(url).query)["post_logout_redirect_uri"] == ["https://d.example.dk/"]


@pytest.mark.parametrize(
    "changed",
    [
        {"sub": CANARY, "loa": f"{NSIS}Low"},
        {"nin": CANARY, "aud": CANARY},
        {"nin": CANARY, "iss": CANARY},
        {"nin": CANARY, "nonce": CANARY},
        {"nin": CANARY, "exp": CANARY},
        {"nin": CANARY, "exp": 1},
        {"nin": f"{CANARY}x", "name": CANARY},
    ],
)
def test_t60_a_cpr_number_reaches_no_log_and_no_exception(
    broker: Broker, caplog: pytest.LogCaptureFixture, changed: dict[str, object]
) -> None:
    caplog.set_level(logging.DEBUG)
    provider = broker.provider(dialect=Dialect(cpr=("nin",)), ref_kind="cpr")
    with pytest.raises(IdentityError) as caught:
        finish(broker, provider=provider, **changed)
    told = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(caught.value.__context__)
    assert CANARY not in told
    assert CANARY.replace("-", "") not in told


def test_t60_an_identity_does_not_print_who_it_is(broker: Broker, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    provider = broker.provider(dialect=Dialect(cpr=("nin",)), ref_kind="cpr")
    identity = finish(broker, provider=provider, nin=CANARY)
    assert "0707614285" not in repr(identity) + caplog.text
    assert "Anna" not in repr(identity)


def test_t60_errors_of_the_login_service_reach_no_log(broker: Broker, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    broker.paths["/token"] = lambda: json_answer({"error": "odd", "error_description": CANARY}, 400)
    assert refused(broker) == "provider"
    assert CANARY not in caplog.text
