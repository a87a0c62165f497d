"""The login service of this installation, from its settings."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from requests.adapters import BaseAdapter

from deltagerbudget.identity.claims import Dialect
from deltagerbudget.identity.provider import IdentityProvider, OidcConfig, OidcProvider
from deltagerbudget.identity.simulator import InProcess, is_own_address, simulator_issuer

_made: list[OidcProvider] = []


def provider() -> IdentityProvider:
    """One per process, so that discovery and keys are fetched once an hour. Refuses the simulator outside demo mode."""
    simulated = simulator_issuer() == settings.IDENTITY_ISSUER
    if not settings.DEMO and (simulated or is_own_address(settings.IDENTITY_ISSUER)):
        raise ImproperlyConfigured("The login simulator is refused outside demo mode; set IDENTITY_ISSUER.")
    config = OidcConfig(
        issuer=settings.IDENTITY_ISSUER,
        client_id=settings.IDENTITY_CLIENT_ID,
        client_secret=settings.IDENTITY_CLIENT_SECRET,
        ref_kind=settings.IDENTITY_REF_KIND,
        dialect=_dialect(),
        backchannel=settings.IDENTITY_BACKCHANNEL if settings.DEMO else "",
        follows_visitor=simulated,
        allow_http=settings.DEMO,
    )
    made = next((known for known in _made if known.config == config), None) or _build(config, simulated=simulated)
    _made[:] = [made]
    return made


def gives_cpr() -> bool:
    """Whether the login service says a voter's CPR number when it is asked for it."""
    return bool(_dialect().cpr)


def _build(config: OidcConfig, *, simulated: bool) -> OidcProvider:
    """The server's calls to its own simulator stay inside the process: SITE_URL is often not reachable from the server
    itself, and a server whose workers all wait for a token from each other would stand still. With
    IDENTITY_BACKCHANNEL (an origin) they go over HTTP instead, which needs at least two workers or threads."""
    transport: BaseAdapter | None = InProcess() if simulated and not config.backchannel else None
    try:
        return OidcProvider(config, transport)
    except ValueError as error:
        raise ImproperlyConfigured(f"IDENTITY_ISSUER: {error}") from error


def _dialect() -> Dialect:
    try:
        return Dialect.of(settings.IDENTITY_CLAIMS)
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(str(error)) from error
