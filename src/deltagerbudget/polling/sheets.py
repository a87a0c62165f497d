"""Reads what somebody typed from a ballot on paper. Pure: it reports what is wrong, and drops nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deltagerbudget.ballots.rules import InvalidChoice, Paper, Sheet, filled_in

MOST_SHEETS = 50
# Every entry has one length, whatever it names.
_STEP = 256
# What is longer is no ballot; it is kept as far as it goes.
_MOST_TYPED = 1000
_BETWEEN = re.compile(r"[\s,;/]+")
_MOST_NUMBER = 100_000
_MARK = re.compile(r"([0-9]{1,5})(?::([0-9]{1,5}))?", re.ASCII)
_BLANK = frozenset({"-", "blank"})
_UNREADABLE = frozenset({"?", "ugyldig", "invalid"})


@dataclass(frozen=True)
class Reading:
    """One sheet as it stands on the paper. ``fault`` is empty for a ballot that counts."""

    marks: tuple[str, ...]
    fault: str = ""
    # What staff are told; never kept.
    words: str = ""

    @property
    def text(self) -> str:
        """As it is typed."""
        if self.fault == "unreadable":
            return "?"
        return ", ".join(self.marks) or "-"

    @property
    def is_blank(self) -> bool:
        """Nothing is marked. Whether it counts as a blank vote or is invalid, the rules of the ballot say."""
        return not self.marks and self.fault != "unreadable"

    def same_as(self, other: Reading) -> bool:
        return (self.marks, self.fault) == (other.marks, other.fault)


class Empty(Exception):
    """Nothing was typed: a blank ballot is said, not left out."""


def read(typed: str, paper: Paper, *, off_ballot: Collection[int] = ()) -> Reading:
    """Raises Empty. Numbers stand apart by commas, blanks or lines; one too many at the end does no harm.

    In a ranking the order is the order of the places. ``off_ballot`` are numbers that were proposed and are not on it.
    """
    marks = tuple(mark for mark in _BETWEEN.split(typed[:_MOST_TYPED].strip().lower()) if mark)
    if not marks:
        raise Empty
    if len(marks) == 1 and marks[0] in _BLANK:
        marks = ()
    elif len(marks) == 1 and marks[0] in _UNREADABLE:
        return Reading((), "unreadable", _("The ballot cannot be read."))
    ordered = marks if paper.is_ranking else tuple(sorted(marks, key=_order))
    wrong = _wrong_mark(ordered, paper, off_ballot)
    if wrong is not None:
        return Reading(ordered, *wrong)
    try:
        filled_in(_values(ordered, paper), paper)
    except InvalidChoice as refusal:
        return Reading(ordered, refusal.code, str(refusal.message))
    return Reading(ordered)


def sheet(reading: Reading, paper: Paper) -> Sheet:
    """The ballot that a reading without a fault is."""
    return filled_in(_values(reading.marks, paper), paper)


def packed(reading: Reading) -> bytes:
    """The bytes to encrypt. SECURITY: all of one length, short of a sheet that holds a novel."""
    text = json.dumps([list(reading.marks), reading.fault]).encode()
    return text.ljust(-(-len(text) // _STEP) * _STEP)


def unpacked(stored: bytes) -> Reading:
    marks, fault = json.loads(stored)
    return Reading(tuple(marks), fault)


def _wrong_mark(marks: Sequence[str], paper: Paper, off_ballot: Collection[int]) -> tuple[str, str] | None:
    seen: set[int] = set()
    for mark in marks:
        found = _MARK.fullmatch(mark)
        if found is None or bool(found[2]) != paper.vote_type.has_points:
            return "not-a-number", _("“%(mark)s” is not a number of a proposal.") % {"mark": mark[:40]}
        number = int(found[1])
        if str(number) not in paper.projects:
            return _off(number, off_ballot)
        if number in seen:
            return "repeated", _("Number %(number)s is there twice.") % {"number": number}
        seen.add(number)
    return None


def _off(number: int, off_ballot: Collection[int]) -> tuple[str, str]:
    if number in off_ballot:
        words = _("Number %(number)s was proposed, but it is not on the ballot: it was withdrawn or not chosen.")
        return "off-ballot", words % {"number": number}
    return "unknown", _("Number %(number)s does not exist in this vote.") % {"number": number}


def _order(mark: str) -> tuple[int, str]:
    """By number, what is none after them all, so that two who read the same marks differ on nothing."""
    found = _MARK.fullmatch(mark)
    return int(found[1]) if found else _MOST_NUMBER, mark


def _values(marks: Sequence[str], paper: Paper) -> list[str]:
    """As a form of the booth would send them."""
    plain = [(str(int(number)), points) for number, _colon, points in (mark.partition(":") for mark in marks)]
    if paper.is_ranking:
        return [f"{number}:{place}" for place, (number, _points) in enumerate(plain, start=1)]
    return [f"{number}:{int(points)}" if points else number for number, points in plain]
