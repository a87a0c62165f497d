"""Security keys (WebAuthn), by python-fido2. The browser's half is `frontend/js/keys.js`."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from deltagerbudget.accounts.models import Person
from deltagerbudget.staff.models import FactorKind
from deltagerbudget.staff.secrets import decrypt

_ASKED = "staff_key"


def invitation(request: HttpRequest, person: Person) -> str:
    """What the browser is asked in order to make a key, as JSON."""
    user = PublicKeyCredentialUserEntity(
        id=str(person.pk).encode(), name=person.email or str(person.pk), display_name=person.name
    )
    options, state = _server().register_begin(
        user, credentials=_credentials(person), user_verification=UserVerificationRequirement.PREFERRED
    )
    request.session[_ASKED] = state
    return json.dumps(dict(options))


def registered(request: HttpRequest, answer: str) -> str:
    """The new key's credential; empty when the answer does not fit what was asked."""
    state = request.session.pop(_ASKED, None)
    try:
        made = _server().register_complete(state, json.loads(answer))
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""
    return base64.b64encode(made.credential_data).decode() if made.credential_data else ""


def question(request: HttpRequest, person: Person) -> str:
    """What the browser is asked in order to use a key, as JSON; empty when the person has none."""
    known = _credentials(person)
    if not known:
        return ""
    options, state = _server().authenticate_begin(known, user_verification=UserVerificationRequirement.PREFERRED)
    request.session[_ASKED] = state
    return json.dumps(dict(options))


def is_answered(request: HttpRequest, person: Person, answer: str) -> bool:
    """SECURITY: the question is taken out of the session first, so that an answer serves once."""
    state = request.session.pop(_ASKED, None)
    try:
        _server().authenticate_complete(state, _credentials(person), json.loads(answer))
    except (ValueError, TypeError, KeyError, AttributeError, InvalidSignature):
        return False
    return True


def _credentials(person: Person) -> list[AttestedCredentialData]:
    kept: Any = person.factors.filter(kind=FactorKind.KEY)
    return [AttestedCredentialData(base64.b64decode(decrypt(factor.secret))) for factor in kept]


def _server() -> Fido2Server:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=settings.MUNICIPALITY), verify_origin=_is_ours)


def _is_ours(origin: str) -> bool:
    """SECURITY: exactly our own address; a neighbour on the same domain is another."""
    own = urlsplit(settings.SITE_URL)
    parts = urlsplit(origin)
    same_place = settings.DEMO or parts.netloc == own.netloc
    return parts.hostname == own.hostname and parts.scheme == own.scheme and same_place
