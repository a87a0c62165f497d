"""The keys of a vote, and the only code that uses them. Narrow on purpose: it can move to a process of its own.

Keys are files in a directory outside the database and its backups; see docs/secrecy.md.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from deltagerbudget.ledger import keyfile

_KEY = 32
_NONCE = 12


class KeyMissingError(Exception):
    """The keys of this vote are destroyed, or the directory is not the one they were made in."""


class UnreadableBallotError(Exception):
    """A stored ballot was not written by the keybox, or was moved, replayed or altered."""


def make_keys(vote: uuid.UUID) -> None:
    """Two fresh keys: one for pseudonyms, one for choices. Existing keys stay."""
    keyfile.create_once(_path(vote), secrets.token_bytes(2 * _KEY))


def has_keys(vote: uuid.UUID) -> bool:
    return _path(vote).exists()


def destroy_keys(vote: uuid.UUID) -> None:
    keyfile.destroy(_path(vote))


def pseudonym(vote: uuid.UUID, person_ref: str) -> str:
    """64 hex digits that stand for a person in this vote alone."""
    reference = person_ref.encode()
    message = b"pb/ps/v1" + b"".join(len(part).to_bytes(4, "big") + part for part in (vote.bytes, reference))
    return hmac.new(_keys(vote)[0], message, hashlib.sha256).hexdigest()


def encrypt(vote: uuid.UUID, pseudonym: str, version: int, choice: bytes) -> bytes:
    """SECURITY: bound to vote, pseudonym and version, so a row cannot be moved, replayed or forged in the database."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_keys(vote)[1]).encrypt(nonce, choice, _bound_to(vote, pseudonym, version))


def decrypt(vote: uuid.UUID, pseudonym: str, version: int, stored: bytes) -> bytes:
    nonce, ciphertext = stored[:_NONCE], stored[_NONCE:]
    try:
        return AESGCM(_keys(vote)[1]).decrypt(nonce, ciphertext, _bound_to(vote, pseudonym, version))
    except (InvalidTag, ValueError) as error:
        raise UnreadableBallotError(f"vote {vote}, version {version}") from error


def _bound_to(vote: uuid.UUID, pseudonym: str, version: int) -> bytes:
    return b"pb/ballot/v1" + vote.bytes + bytes.fromhex(pseudonym) + version.to_bytes(4, "big")


def _keys(vote: uuid.UUID) -> tuple[bytes, bytes]:
    try:
        both = _path(vote).read_bytes()
    except FileNotFoundError:
        raise KeyMissingError(f"vote {vote}") from None
    return both[:_KEY], both[_KEY:]


def _path(vote: uuid.UUID) -> Path:
    directory: Path = settings.KEYS_DIR
    return directory / f"vote-{vote.hex}.key"
