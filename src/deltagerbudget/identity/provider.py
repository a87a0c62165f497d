"""An OpenID Connect relying party: code flow with state, nonce and PKCE; ID token verified, issuer fixed."""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode, urlsplit, urlunsplit

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from requests.adapters import BaseAdapter
from requests.exceptions import RequestException

from deltagerbudget.identity.claims import Claims, Dialect, Identity, identity_from
from deltagerbudget.identity.errors import IdentityError
from deltagerbudget.identity.http import GuardedAdapter, Oversize, Redirected
from deltagerbudget.identity.tokens import check_claims, signed_claims, usable_keys

__all__ = ["Identity", "IdentityError", "IdentityProvider", "OidcConfig", "OidcProvider", "Pending"]

log = logging.getLogger(__name__)

KEEP_SECONDS = 60 * 60
_STOPPED = frozenset({"access_denied", "login_required", "interaction_required", "consent_required"})


@dataclass(frozen=True)
class Pending:
    """A login under way, kept by the browser that began it (cookies.py)."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect_uri: str
    ref_kind: str
    purpose: str
    next: str


class IdentityProvider(Protocol):
    def start(
        self, redirect_uri: str, *, purpose: str = "account", next: str = "/", ref_kind: str = "", language: str = "da"
    ) -> tuple[str, Pending]: ...

    def finish(self, pending: Pending, params: Mapping[str, str]) -> Identity: ...

    def end_session(self, return_to: str) -> str | None: ...


@dataclass(frozen=True)
class OidcConfig:
    """``ref_kind`` is "oidc" or "cpr"; ``backchannel`` an origin to call instead of the issuer's own."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    ref_kind: str = "oidc"
    dialect: Dialect = field(default_factory=Dialect)
    backchannel: str = ""
    follows_visitor: bool = False
    allow_http: bool = False
    seconds: float = 5.0


class OidcProvider:
    def __init__(self, config: OidcConfig, transport: BaseAdapter | None = None) -> None:
        parts = urlsplit(config.issuer)
        if parts.scheme != "https" and not (config.allow_http and parts.scheme == "http"):
            raise ValueError("The issuer must be an https:// address.")
        if parts.query or parts.fragment or parts.username or not parts.hostname:
            raise ValueError("The issuer must be a plain address without query, fragment or user.")
        self.config = config
        self._transport = transport or GuardedAdapter(config.seconds)
        self._kept: dict[str, tuple[float, dict[str, object]]] = {}

    def start(
        self, redirect_uri: str, *, purpose: str = "account", next: str = "/", ref_kind: str = "", language: str = "da"
    ) -> tuple[str, Pending]:
        """Where to send the browser, and what it must bring back. ``next`` has been through ``safe_next``."""
        pending = Pending(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            redirect_uri=redirect_uri,
            ref_kind=ref_kind or self.config.ref_kind,
            purpose=purpose,
            next=next,
        )
        dialect = self.config.dialect
        scope = f"{dialect.scope} {dialect.cpr_scope}" if pending.ref_kind == "cpr" else dialect.scope
        # SECURITY: on a machine that many use, the login service must not go on with whoever was there before.
        anew = {} if purpose == "account" else {"prompt": "login"}
        with self._session() as session:
            url, _ = session.create_authorization_url(
                self._front(self._endpoint("authorization_endpoint"), redirect_uri),
                state=pending.state,
                code_verifier=pending.verifier,
                nonce=pending.nonce,
                redirect_uri=redirect_uri,
                scope=scope.strip(),
                ui_locales=language,
                **anew | dict(dialect.authorize),
            )
        return str(url), pending

    def finish(self, pending: Pending, params: Mapping[str, str]) -> Identity:
        """Exchange the callback's code for an identity. The caller forgets ``pending``, whatever the outcome."""
        claims = self.verified(pending, params)
        return identity_from(claims, self.config.dialect, issuer=self.config.issuer, ref_kind=pending.ref_kind)

    def verified(self, pending: Pending, params: Mapping[str, str]) -> Claims:
        """The claims of a token that has passed every check, unread."""
        token = self._exchange(pending, self._answered_code(pending, params))
        claims = self._signed(token)
        check_claims(
            claims, issuer=self.config.issuer, client_id=self.config.client_id, nonce=pending.nonce, at=time.time()
        )
        return claims

    def end_session(self, return_to: str) -> str | None:
        """Where to end the session at the login service; None if it offers no such address. Needs no ID token."""
        try:
            url = self._endpoint("end_session_endpoint")
        except IdentityError:
            return None
        query = urlencode({"client_id": self.config.client_id, "post_logout_redirect_uri": return_to})
        return f"{self._front(url, return_to)}{'&' if urlsplit(url).query else '?'}{query}"

    def _answered_code(self, pending: Pending, params: Mapping[str, str]) -> str:
        if not hmac.compare_digest(params.get("state", "").encode(), pending.state.encode()):
            raise IdentityError("state")
        # SECURITY: RFC 9207; an answer from another issuer must not have its code sent to ours.
        named = params.get("iss")
        promised = self._discovery().get("authorization_response_iss_parameter_supported") is True
        if (named is None and promised) or (named is not None and named != self.config.issuer):
            raise IdentityError("issuer")
        if "error" in params:
            raise IdentityError("cancelled" if params["error"] in _STOPPED else "provider")
        if not params.get("code"):
            raise IdentityError("code")
        return params["code"]

    def _exchange(self, pending: Pending, code: str) -> str:
        url = self._endpoint("token_endpoint")
        failure = "provider"
        try:
            with self._session() as session:
                answer = session.fetch_token(
                    self._back(url),
                    grant_type="authorization_code",
                    code=code,
                    redirect_uri=pending.redirect_uri,
                    code_verifier=pending.verifier,
                    headers=self._headers({"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}),
                )
            token = answer.get("id_token")
            if isinstance(token, str):
                return token
            failure = "token"
        except OAuthError as error:
            failure = "code" if error.error == "invalid_grant" else "provider"
        except (RequestException, ValueError, TypeError, AttributeError) as error:
            failure = self._failure(error)
        raise self._refused(failure, "token")

    def _signed(self, token: str) -> dict[str, object]:
        """Keys rotate: an unknown signature is worth one new look at the keys, and no more."""
        url = self._endpoint("jwks_uri")
        try:
            return signed_claims(token, usable_keys(self._document(url)))
        except IdentityError as error:
            if error.code != "signature":
                raise
        return signed_claims(token, usable_keys(self._document(url, fresh=True)))

    def _discovery(self) -> dict[str, object]:
        document = self._document(f"{self.config.issuer.rstrip('/')}/.well-known/openid-configuration")
        # SECURITY: exact, or one issuer could speak for another.
        if document.get("issuer") != self.config.issuer:
            raise self._refused("discovery", "discovery")
        return document

    def _endpoint(self, name: str) -> str:
        """SECURITY: only addresses on the issuer's own origin; a discovery document must not send us elsewhere."""
        url = self._discovery().get(name)
        if not isinstance(url, str) or _origin(url) != _origin(self.config.issuer):
            raise self._refused("endpoint", name)
        return url

    def _document(self, url: str, *, fresh: bool = False) -> dict[str, object]:
        kept = self._kept.get(url)
        if kept and not fresh and time.monotonic() - kept[0] < KEEP_SECONDS:
            return kept[1]
        try:
            with self._session() as session:
                response = session.get(self._back(url), withhold_token=True, headers=self._headers({}))
            response.raise_for_status()
            document = response.json()
        except (RequestException, ValueError) as error:
            failure = self._failure(error)
        else:
            if isinstance(document, dict):
                self._kept[url] = (time.monotonic(), document)
                return document
            failure = "provider"
        raise self._refused(failure, "document")

    def _session(self) -> OAuth2Session:
        session = OAuth2Session(self.config.client_id, self.config.client_secret, code_challenge_method="S256")
        # SECURITY: no proxies, .netrc or certificates from the environment, and no other scheme than these.
        session.trust_env = False
        session.adapters.clear()
        session.mount("https://", self._transport)
        if self.config.allow_http:
            session.mount("http://", self._transport)
        return session

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        """Names the issuer's host even where another origin is called, so that its links and checks stay the same."""
        return {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Host": urlsplit(self.config.issuer).netloc,
            **more,
        }

    def _back(self, url: str) -> str:
        return _moved(url, self.config.backchannel) if self.config.backchannel else url

    def _front(self, url: str, own: str) -> str:
        """The simulator is met at the host the visitor already uses: a demonstration is reached by several names
        (localhost, a machine's address, a public host), while the issuer stays one: it is part of every reference."""
        return _moved(url, own) if self.config.follows_visitor else url

    @staticmethod
    def _failure(error: Exception) -> str:
        if isinstance(error, Oversize):
            return "oversize"
        return "redirect" if isinstance(error, Redirected) else "provider"

    @staticmethod
    def _refused(code: str, step: str) -> IdentityError:
        """Tells the operator; never a word that came from outside."""
        log.warning("login service refused: %s at %s", code, step)
        return IdentityError(code)


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port; None for what is no plain address."""
    try:
        parts = urlsplit(url)
        if parts.username is None and not parts.fragment and parts.hostname:
            return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        pass
    return None


def _moved(url: str, other: str) -> str:
    to, path = urlsplit(other), urlsplit(url)
    return urlunsplit((to.scheme, to.netloc, path.path, path.query, ""))
