"""``choice/v1``: what one ballot says, with its salt, padded so that its length tells nothing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from deltagerbudget.ledger import canonical

TYPE = "choice/v1"
SALT = 32
_COMMIT = b"pb/commit/v1\0"
_BLOCK = 16


class ChoiceError(ValueError):
    """The bytes are not a padded ``choice/v1``."""


@dataclass(frozen=True)
class Choice:
    area: str
    ids: tuple[str, ...]
    salt: bytes

    def commitment(self) -> bytes:
        """SHA-256("pb/commit/v1" 0x00, salt, canonical choice): hides the choice as long as the salt is secret."""
        return hashlib.sha256(_COMMIT + self.salt + body(self.area, self.ids)).digest()


def body(area: str, ids: Sequence[str]) -> bytes:
    return canonical.dumps({"area": area, "ids": list(ids), "t": TYPE})


def padded_size(longest_area: str, every_id: Sequence[str]) -> int:
    """The size in bytes of each encoded choice in a vote with these areas and project ids."""
    longest = SALT + len(body(longest_area, every_id)) + 1
    return -(-longest // _BLOCK) * _BLOCK


def encode(*, area: str, ids: Sequence[str], size: int, salt: bytes | None = None) -> bytes:
    """Salt, canonical choice, 0x80, zeros: ``size`` bytes. ``ids`` in the order of the list."""
    content = (secrets.token_bytes(SALT) if salt is None else salt) + body(area, ids) + b"\x80"
    if len(content) > size:
        raise ChoiceError("the choice is longer than any ballot of this vote can be")
    return content.ljust(size, b"\0")


def decode(padded: bytes) -> Choice:
    content = padded.rstrip(b"\0")
    if not content.endswith(b"\x80") or len(content) <= SALT:
        raise ChoiceError("no padding")
    salt, text = content[:SALT], content[SALT:-1]
    try:
        value = canonical.loads(text)
    except ValueError as error:
        raise ChoiceError("not JSON") from error
    if not isinstance(value, dict) or set(value) != {"area", "ids", "t"} or value["t"] != TYPE:
        raise ChoiceError("not choice/v1")
    area, ids = value["area"], value["ids"]
    if not isinstance(area, str) or not isinstance(ids, list) or not all(isinstance(name, str) for name in ids):
        raise ChoiceError("wrong types")
    if body(area, ids) != text:
        raise ChoiceError("not canonical")
    return Choice(area, tuple(ids), salt)
