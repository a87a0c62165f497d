"""What a visitor carries until they are known: encrypted, bound to one purpose, and short-lived.

A key per purpose is derived from SECRET_KEY; the time of expiry lies inside, so that the browser's word is not needed.
"""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from deltagerbudget.identity.errors import IdentityError
from deltagerbudget.identity.provider import Pending

PENDING_SECONDS = 15 * 60
_NONCE = 12
_VERSION = b"deltagerbudget/cookie/v1\0"


def encrypt(purpose: str, payload: Mapping[str, object], *, seconds: int) -> str:
    """Text that only ``decrypt`` with the same purpose reads, for so many seconds of real time."""
    nonce = os.urandom(_NONCE)
    plain = json.dumps({"until": int(time.time()) + seconds, "payload": dict(payload)}).encode()
    cipher = AESGCM(_key(settings.SECRET_KEY, purpose)).encrypt(nonce, plain, _VERSION + purpose.encode())
    return base64.urlsafe_b64encode(nonce + cipher).rstrip(b"=").decode()


def decrypt(purpose: str, text: str) -> dict[str, object] | None:
    """The payload; None if the text is broken, forged, expired or meant for another purpose."""
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            plain = AESGCM(_key(secret, purpose)).decrypt(data[:_NONCE], data[_NONCE:], _VERSION + purpose.encode())
        except (InvalidTag, ValueError):
            continue
        kept = json.loads(plain)
        return dict(kept["payload"]) if kept["until"] > time.time() else None
    return None


def cookie_name(name: str) -> str:
    """SECURITY: `__Host-` keeps a neighbouring subdomain from planting a cookie here."""
    return f"__Host-{name}" if settings.SECURE_COOKIES else name


def remember(response: HttpResponse, pending: Pending) -> None:
    """Lay a login under way into the browser that began it."""
    purpose = _purpose(pending.purpose)
    response.set_cookie(
        cookie_name(purpose),
        encrypt(purpose, asdict(pending), seconds=PENDING_SECONDS),
        max_age=PENDING_SECONDS,
        path="/",
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )


def recall(request: HttpRequest, purpose: str) -> Pending:
    """The login that this browser began for this purpose. Raises IdentityError("no-pending")."""
    kept = decrypt(_purpose(purpose), request.COOKIES.get(cookie_name(_purpose(purpose)), ""))
    if kept is None:
        raise IdentityError("no-pending")
    return Pending(**kept)  # type: ignore[arg-type]


def forget(response: HttpResponse, purpose: str) -> None:
    """After every use, successful or not: a login under way is answered once."""
    response.set_cookie(
        cookie_name(_purpose(purpose)),
        "",
        max_age=0,
        expires="Thu, 01 Jan 1970 00:00:00 GMT",
        path="/",
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )


def _purpose(purpose: str) -> str:
    return f"login-{purpose}"


def _key(secret: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_VERSION + purpose.encode()).derive(secret.encode())
