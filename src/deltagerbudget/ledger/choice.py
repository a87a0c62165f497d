"""choice/v1: what one ballot says, its stored bytes and its commitment.

Stored: salt (32 bytes) ‖ length (4 bytes, big-endian) ‖ canonical text ‖ zeros up to one size for the whole vote.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import canonical

KIND = "choice/v1"
COMMIT_LABEL = b"pb/commit/v1\0"
SALT = 32
_LENGTH = 4
_STEP = 64


class ChoiceError(ValueError):
    """Bytes or values that are no choice; `code` names what is wrong and never quotes the ballot."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"not {KIND}: {code}")


@dataclass(frozen=True, slots=True)
class Choice:
    """An area, the projects chosen in it, and the salt of the commitment.

    The projects stand in the order of the list, in a ranking in the voter's; `points` beside them, if they have any.
    """

    area: str
    ids: tuple[str, ...]
    salt: bytes
    points: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.area, str) or not all(isinstance(item, str) and item for item in self.ids):
            raise ChoiceError("type")
        if len(set(self.ids)) != len(self.ids):
            raise ChoiceError("duplicate")
        if len(self.salt) != SALT:
            raise ChoiceError("salt")
        if self.points and len(self.points) != len(self.ids):
            raise ChoiceError("points")

    def text(self) -> bytes:
        """The canonical JSON of the choice, without the salt."""
        try:
            return canonical.dumps(
                {"area": self.area, "ids": self.ids, "t": KIND, **({"points": self.points} if self.points else {})}
            )
        except canonical.NotCanonical:
            raise ChoiceError("text") from None

    def commit(self) -> bytes:
        """SHA-256("pb/commit/v1\\0" ‖ salt ‖ text)."""
        return hashlib.sha256(COMMIT_LABEL + self.salt + self.text()).digest()


def padded_size(area: str, ids: Iterable[str], most: int | None = None, *, points: int = 0) -> int:
    """The one length of every ballot of a vote: room for its longest area and the `most` longest of its ids.

    `points` is the largest number beside an id, 0 where there are none.
    """
    longest = sorted(ids, key=lambda item: len(canonical.dumps(item)), reverse=True)[:most]
    beside = (points,) * len(longest) if points else ()
    length = SALT + _LENGTH + len(Choice(area, tuple(longest), bytes(SALT), beside).text())
    return -(-length // _STEP) * _STEP


def encode(*, area: str, ids: Sequence[str], size: int, points: Sequence[int] = (), salt: bytes | None = None) -> bytes:
    """The bytes to encrypt. SECURITY: always `size` bytes, so that the length tells nothing of the choice."""
    choice = Choice(area, tuple(ids), secrets.token_bytes(SALT) if salt is None else salt, tuple(points))
    text = choice.text()
    if SALT + _LENGTH + len(text) > size:
        raise ChoiceError("size")
    return (choice.salt + len(text).to_bytes(_LENGTH, "big") + text).ljust(size, b"\0")


def decode(stored: bytes, *, order: Sequence[str] | None = None) -> Choice:
    """The choice; bytes that `encode` would not have written are refused, and with `order` ids out of that order."""
    salt, rest = stored[:SALT], stored[SALT:]
    length = int.from_bytes(rest[:_LENGTH], "big")
    text, padding = rest[_LENGTH : _LENGTH + length], rest[_LENGTH + length :]
    if len(salt) != SALT or len(rest) < _LENGTH or len(text) != length or padding.strip(b"\0"):
        raise ChoiceError("frame")
    choice = _parsed(text, salt)
    if order is not None and list(choice.ids) != [item for item in order if item in choice.ids]:
        raise ChoiceError("order")
    return choice


def _parsed(text: bytes, salt: bytes) -> Choice:
    try:
        data = canonical.loads(text)
    except canonical.NotCanonical:
        raise ChoiceError("text") from None
    if not isinstance(data, dict) or set(data) - {"points"} != {"area", "ids", "t"} or data["t"] != KIND:
        raise ChoiceError("keys")
    points = data.get("points", [])
    if not _is_list(data["ids"], str) or not _is_list(points, int) or ("points" in data and not points):
        raise ChoiceError("type")
    return Choice(data["area"], tuple(data["ids"]), salt, tuple(points))


def _is_list(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(type(item) is kind for item in value)
