"""What is secret about a login: kept encrypted or as a keyed hash, with a key outside the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet
from django.conf import settings

from deltagerbudget.ledger import keyfile

# Without letters that look alike: a code is read from a mail or from paper.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_code(length: int = CODE_LENGTH) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def in_groups(text: str) -> str:
    """ "ABCD EFGH", as people read it aloud."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def plain(typed: str) -> str:
    """A code as it was meant: spaces, hyphens and small letters make no difference."""
    return "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())


def digest(purpose: str, *parts: object) -> str:
    """SECURITY: keyed, so that a copy of the database is not enough to guess a short code; bound to one purpose."""
    text = "\0".join([purpose, *map(str, parts)])
    return hmac.new(_key(), text.encode(), hashlib.sha256).hexdigest()


def is_same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def encrypt(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    return _box().decrypt(text.encode()).decode()


def _key() -> bytes:
    return keyfile.secret(settings.KEYS_DIR / "staff.key")


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"staff/v1\0" + _key()).digest()))
