"""Codes of an authenticator app: RFC 6238 with SHA-1, six figures, thirty seconds. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote, urlencode

SECONDS, FIGURES = 30, 6
# A clock may be half a minute wrong, to either side.
TOLERANCE = 1


def new_secret() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, counter: int) -> str:
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**FIGURES:0{FIGURES}}"


def matching(secret: str, code: str, *, seconds: float, after: int = 0) -> int | None:
    """The step whose code this is. SECURITY: only steps later than ``after``, so that no code works twice."""
    now = int(seconds) // SECONDS
    steps = range(max(now - TOLERANCE, after + 1), now + TOLERANCE + 1)
    found = [step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), code.encode())]
    return found[0] if found else None


def address(secret: str, *, label: str, issuer: str) -> str:
    """What the square code holds and an app understands."""
    query = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{issuer}:{label}')}?{query}"
