"""The keys of a vote, and the only code that uses them. Narrow on purpose: it can move to a process of its own.

Keys are files in a directory outside the database and its backups; see docs/secrecy.md.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from django.conf import settings

from deltagerbudget.ledger import keyfile

_KEY = 32
_NONCE = 12
# SECURITY: a code holds 39 bits, so guessing one from its hash is made slow (Argon2id, RFC 9106). Not slower: without
# the key there is nothing to guess from, and a thousand letters are made while somebody waits.
_PASSES, _KIBIBYTES = 2, 8 * 1024


class KeyMissingError(Exception):
    """The keys of this vote are destroyed, or the directory is not the one they were made in."""


class UnreadableBallotError(Exception):
    """A stored ballot was not written by the keybox, or was moved, replayed or altered."""


def make_keys(vote: uuid.UUID) -> None:
    """Two fresh keys: one for pseudonyms, one for choices. Existing keys stay."""
    keyfile.create_once(key_path(vote), secrets.token_bytes(2 * _KEY))


def has_keys(vote: uuid.UUID) -> bool:
    return key_path(vote).exists()


def destroy_keys(vote: uuid.UUID) -> None:
    """And leave word of it beside the other keys: an older database or copy of keys must not bring them back."""
    keyfile.create_once(tombstone_path(vote), b"")
    keyfile.destroy(key_path(vote))


def forget_keys(vote: uuid.UUID) -> None:
    """Of a vote that never came to be."""
    keyfile.destroy(key_path(vote))


def pseudonym(vote: uuid.UUID, person_ref: str) -> str:
    return box(vote).pseudonym(person_ref)


def encrypt(vote: uuid.UUID, pseudonym: str, version: int, choice: bytes) -> bytes:
    return box(vote).encrypt(pseudonym, version, choice)


def decrypt(vote: uuid.UUID, pseudonym: str, version: int, stored: bytes) -> bytes:
    return box(vote).decrypt(pseudonym, version, stored)


@dataclass(frozen=True)
class Box:
    """The keys of one vote, read once, for work on all of its ballots."""

    vote: uuid.UUID
    pseudonyms: bytes
    choices: AESGCM

    def pseudonym(self, person_ref: str) -> str:
        """64 hex digits that stand for a person in this vote alone."""
        reference = person_ref.encode()
        parts = (self.vote.bytes, reference)
        message = b"pb/ps/v1" + b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return hmac.new(self.pseudonyms, message, hashlib.sha256).hexdigest()

    def code_handle(self, public_id: str) -> str:
        """By what a voting code is found. SECURITY: whoever has a letter and the database cannot put them together."""
        return self._code_mac(b"handle", public_id).hex()

    def code_hash(self, public_id: str, secret: str, salt: bytes) -> bytes:
        """SECURITY: slow, and of a keyed hash: a copy of the database alone is nothing to guess from."""
        slow = Argon2id(salt=salt, length=_KEY, iterations=_PASSES, lanes=1, memory_cost=_KIBIBYTES)
        return slow.derive(self._code_mac(b"secret", public_id + secret))

    def form_mac(self, public_id: str) -> bytes:
        """What the code of the ballot that comes with a letter is made from. It is kept nowhere."""
        return self._code_mac(b"form", public_id)

    def _code_mac(self, purpose: bytes, text: str) -> bytes:
        """With a key of its own, made from that of the pseudonyms, so that it dies with it."""
        key = hmac.new(self.pseudonyms, b"pb/codes/v1", hashlib.sha256).digest()
        return hmac.new(key, purpose + b"\0" + text.encode(), hashlib.sha256).digest()

    def encrypt(self, pseudonym: str, version: int, choice: bytes) -> bytes:
        """SECURITY: bound to vote, pseudonym and version, so a row cannot be moved, replayed or forged."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self.choices.encrypt(nonce, choice, _bound_to(self.vote, pseudonym, version))

    def decrypt(self, pseudonym: str, version: int, stored: bytes) -> bytes:
        nonce, ciphertext = stored[:_NONCE], stored[_NONCE:]
        try:
            return self.choices.decrypt(nonce, ciphertext, _bound_to(self.vote, pseudonym, version))
        except (InvalidTag, ValueError, OverflowError) as error:
            raise UnreadableBallotError(f"vote {self.vote}, version {version}") from error

    def encrypt_reference(self, pseudonym: str, person_ref: str) -> bytes:
        """Of a voter whose residence is not seen yet. SECURITY: bound to vote and pseudonym, and never a ballot."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self.choices.encrypt(nonce, person_ref.encode(), _waiting(self.vote, pseudonym))

    def decrypt_reference(self, pseudonym: str, stored: bytes) -> str:
        nonce, ciphertext = stored[:_NONCE], stored[_NONCE:]
        try:
            return self.choices.decrypt(nonce, ciphertext, _waiting(self.vote, pseudonym)).decode()
        except (InvalidTag, ValueError) as error:
            raise UnreadableBallotError(f"vote {self.vote}, a voter who waits") from error


def box(vote: uuid.UUID) -> Box:
    pseudonyms, choices = _keys(vote)
    return Box(vote, pseudonyms, AESGCM(choices))


def _bound_to(vote: uuid.UUID, pseudonym: str, version: int) -> bytes:
    return b"pb/ballot/v1" + vote.bytes + bytes.fromhex(pseudonym) + version.to_bytes(4, "big")


def _waiting(vote: uuid.UUID, pseudonym: str) -> bytes:
    return b"pb/pending/v1" + vote.bytes + bytes.fromhex(pseudonym)


def _keys(vote: uuid.UUID) -> tuple[bytes, bytes]:
    try:
        both = key_path(vote).read_bytes()
    except FileNotFoundError:
        raise KeyMissingError(f"vote {vote}") from None
    return both[:_KEY], both[_KEY:]


def key_path(vote: uuid.UUID) -> Path:
    directory: Path = settings.KEYS_DIR
    return directory / f"vote-{vote.hex}.key"


def tombstone_path(vote: uuid.UUID) -> Path:
    """That these keys were destroyed. Holds nothing."""
    return key_path(vote).with_suffix(".destroyed")
