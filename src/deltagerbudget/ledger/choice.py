"""choice/v1: what one ballot says, its stored bytes and its commitment."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .canonical import NotCanonical, canonical

KIND = "choice/v1"
COMMIT_LABEL = b"pb/commit/v1\0"
SALT = 32
_LENGTH = 4
_STEP = 64


class ChoiceError(ValueError):
    """A choice that this vote does not allow; the code is for callers that translate."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True, slots=True)
class Choice:
    """An area and the projects chosen in it, in the order of the sheet."""

    area: str
    ids: tuple[str, ...]

    def canonical(self) -> bytes:
        return canonical({"area": self.area, "ids": self.ids, "t": KIND})


@dataclass(frozen=True)
class Sheet:
    """What the ballots of one vote may hold: areas with their projects in order, and how many may be chosen."""

    areas: tuple[tuple[str, tuple[str, ...]], ...]
    most: int
    least: int = 1
    size: int = field(init=False)

    def __post_init__(self) -> None:
        names = [area for area, _ in self.areas]
        if not names or len(set(names)) != len(names) or any(len(set(ids)) != len(ids) for _, ids in self.areas):
            raise ValueError("areas and the ids of an area must be there once")
        if not 0 <= self.least <= self.most:
            raise ValueError("the least and the most do not fit")
        object.__setattr__(self, "size", _size(self))

    def ids(self, area: str) -> tuple[str, ...]:
        for name, ids in self.areas:
            if name == area:
                return ids
        raise ChoiceError("unknown_area", area)


def choose(sheet: Sheet, area: str, ids: Iterable[str]) -> Choice:
    """The choice of these projects in any order, put in the order of the sheet; ChoiceError when not allowed."""
    chosen = list(ids)
    known = sheet.ids(area)
    for project_id, times in Counter(chosen).items():
        if project_id not in known:
            raise ChoiceError("unknown_project", project_id)
        if times > 1:
            raise ChoiceError("repeated_project", project_id)
    if len(chosen) < sheet.least:
        raise ChoiceError("too_few", str(len(chosen)))
    if len(chosen) > sheet.most:
        raise ChoiceError("too_many", str(len(chosen)))
    return Choice(area, tuple(project_id for project_id in known if project_id in set(chosen)))


def encode(choice: Choice, salt: bytes, sheet: Sheet) -> bytes:
    """salt ‖ length ‖ canonical text ‖ zeros. SECURITY: always sheet.size bytes, so that length tells nothing."""
    _check_salt(salt)
    if choose(sheet, choice.area, choice.ids) != choice:
        raise ChoiceError("order", "not in the order of the sheet")
    text = choice.canonical()
    return (salt + len(text).to_bytes(_LENGTH, "big") + text).ljust(sheet.size, b"\0")


def decode(stored: bytes, sheet: Sheet) -> tuple[Choice, bytes]:
    """The choice and its salt; anything that `encode` would not have written is refused."""
    if len(stored) != sheet.size:
        raise ChoiceError("size")
    salt, rest = stored[:SALT], stored[SALT:]
    length = int.from_bytes(rest[:_LENGTH], "big")
    text, padding = rest[_LENGTH : _LENGTH + length], rest[_LENGTH + length :]
    if len(text) != length or padding.strip(b"\0"):
        raise ChoiceError("padding")
    choice = _parse(text)
    if choose(sheet, choice.area, choice.ids) != choice:
        raise ChoiceError("order")
    return choice, salt


def commit(choice: Choice, salt: bytes) -> bytes:
    """SHA-256("pb/commit/v1\\0" ‖ salt ‖ canonical choice)."""
    _check_salt(salt)
    return hashlib.sha256(COMMIT_LABEL + salt + choice.canonical()).digest()


def _parse(text: bytes) -> Choice:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise ChoiceError("not_json") from None
    if not isinstance(data, dict) or set(data) != {"area", "ids", "t"} or data["t"] != KIND:
        raise ChoiceError("not_a_choice")
    area, ids = data["area"], data["ids"]
    if not isinstance(area, str) or not isinstance(ids, list) or not all(isinstance(item, str) for item in ids):
        raise ChoiceError("not_a_choice")
    choice = Choice(area, tuple(ids))
    try:
        same = choice.canonical() == text
    except NotCanonical:
        same = False
    if not same:
        raise ChoiceError("not_canonical")
    return choice


def _check_salt(salt: bytes) -> None:
    if len(salt) != SALT:
        raise ValueError(f"a salt has {SALT} bytes")


def _size(sheet: Sheet) -> int:
    """Room for the longest choice of any area, rounded up so that it does not tell the ids apart."""
    longest = max(len(_longest(area, ids, sheet.most).canonical()) for area, ids in sheet.areas)
    return -(-(SALT + _LENGTH + longest) // _STEP) * _STEP


def _longest(area: str, ids: tuple[str, ...], most: int) -> Choice:
    by_length = sorted(ids, key=lambda project_id: len(canonical(project_id)), reverse=True)
    return Choice(area, tuple(by_length[:most]))
