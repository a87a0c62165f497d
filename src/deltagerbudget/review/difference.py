"""What a suggested text changes, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """Some words that stand, go or come."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """The two texts side by side: the old one with what goes, the new one with what comes."""

    old: Sequence[Piece]
    new: Sequence[Piece]
    removed: int
    added: int


def difference(old: str, new: str) -> Difference:
    before, after = _WORDS.findall(old.strip()), _WORDS.findall(new.strip())
    left: list[Piece] = []
    right: list[Piece] = []
    removed = added = 0
    for _tag, start, end, to_start, to_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = before[start:end], after[to_start:to_end]
        is_same = gone == come
        if gone:
            left.append(Piece("same" if is_same else "removed", "".join(gone)))
        if come:
            right.append(Piece("same" if is_same else "added", "".join(come)))
        if not is_same:
            removed += _count(gone)
            added += _count(come)
    return Difference(left, right, removed, added)


def _count(words: Sequence[str]) -> int:
    return sum(not word.isspace() for word in words)
