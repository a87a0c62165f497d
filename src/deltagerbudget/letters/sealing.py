"""What must live for minutes and never in clear: sealed under a key of its own, in a file outside the database."""

from __future__ import annotations

import secrets
import uuid
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from deltagerbudget.ledger import keyfile

_KEY, _NONCE = 32, 12


class SealedError(Exception):
    """The key is gone, or what was sealed by it was altered."""


def seal(run: uuid.UUID, content: bytes) -> bytes:
    """SECURITY: bound to the run. No backup of keys takes such a key along."""
    key = keyfile.secret(key_path(run), _KEY)
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, run.bytes)


def opened(run: uuid.UUID, sealed: bytes) -> bytes:
    try:
        return AESGCM(key_path(run).read_bytes()).decrypt(sealed[:_NONCE], sealed[_NONCE:], run.bytes)
    except (FileNotFoundError, InvalidTag, ValueError) as error:
        raise SealedError(str(run)) from error


def break_seal(run: uuid.UUID) -> None:
    """Whatever was sealed cannot be opened any more."""
    keyfile.destroy(key_path(run))


def key_path(run: uuid.UUID) -> Path:
    directory: Path = settings.KEYS_DIR
    return directory / f"print-{run.hex}.once"
