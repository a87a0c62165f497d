"""Strict, streaming reader of Pabulib files. SPEC §7"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

from .ballots import Fault, Invalid, Key, VoteType, from_keys, key_of
from .errors import ElectionError
from .model import Election
from .pabulib_errors import NotYet, PabulibError
from .pabulib_head import Head, read_head
from .pabulib_meta import Meta, check_count, read_meta
from .pabulib_rows import FileLimits, Rows

__all__ = ["FileLimits", "Head", "NotYet", "PabulibError", "Reading", "SetAside", "Vote", "read", "stream"]

InvalidVotes = Literal["refuse", "set-aside"]
Progress = Callable[[int, int], None]
_POINTS = re.compile(r"[0-9]{1,9}")
PROGRESS_EVERY = 5000


@dataclass(frozen=True, slots=True)
class Vote:
    """One row of VOTES. `key` holds places in Head.projects, and points; `fault` is set when the vote is set aside."""

    line: int
    voter: str
    key: Key
    fault: PabulibError | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """One vote that is not counted, and why."""

    line: int
    voter: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file."""

    head: Head
    election: Election
    set_aside: tuple[SetAside, ...]


def read(
    source: bytes | BinaryIO,
    *,
    invalid_votes: InvalidVotes = "refuse",
    limits: FileLimits | None = None,
    any_rule: bool = False,
    progress: Progress | None = None,
) -> Reading:
    """The election of a file, its ballots grouped while they stream by. SPEC §7

    `progress` hears from time to time how many votes of how many have been read.
    """
    head, votes = stream(source, invalid_votes=invalid_votes, limits=limits, any_rule=any_rule)
    keys: Counter[Key] = Counter()
    set_aside: list[SetAside] = []
    for number, vote in enumerate(votes):
        if vote.fault is None:
            keys[vote.key] += 1
        else:
            set_aside.append(SetAside(vote.line, vote.voter, vote.fault.code, vote.fault.message))
        if progress and number % PROGRESS_EVERY == 0:
            progress(number, int(head.meta["num_votes"]))
    return Reading(head, _election(head, keys, Counter(item.code for item in set_aside)), tuple(set_aside))


def _election(head: Head, keys: Counter[Key], reasons: Counter[str]) -> Election:
    try:
        return Election(
            budget=head.budget,
            projects=head.projects,
            ballots=from_keys(keys, [project.id for project in head.projects]),
            vote_type=head.vote_type,
            rule=head.rule,
            currency=head.currency,
            withdrawn=head.withdrawn,
            invalid=tuple(Invalid(reason, reasons[reason]) for reason in sorted(reasons)),
            limits=head.limits,
            exclusive=head.exclusive,
        )
    except ElectionError as error:
        raise PabulibError(head.lines.get("rule", 1), "bad_rule", value=str(error)) from None


def stream(
    source: bytes | BinaryIO,
    *,
    invalid_votes: InvalidVotes = "refuse",
    limits: FileLimits | None = None,
    any_rule: bool = False,
) -> tuple[Head, Iterator[Vote]]:
    """The head of a file, and its votes one by one; the counts are checked when the last one has passed. SPEC §7"""
    limits = limits or FileLimits()
    rows = Rows(io.BytesIO(source) if isinstance(source, bytes) else source, limits)
    meta = read_meta(rows)
    head = read_head(rows, meta, limits, any_rule=any_rule)
    return head, _votes(rows, meta, _Sheets(head, meta), limits, refuse=invalid_votes == "refuse")


def _votes(rows: Rows, meta: Meta, sheets: _Sheets, limits: FileLimits, *, refuse: bool) -> Iterator[Vote]:
    needed = ("voter_id", "vote", "points") if sheets.has_points else ("voter_id", "vote")
    header = rows.header("VOTES", *needed)
    voter_column, vote_column, width = header.index("voter_id"), header.index("vote"), len(header)
    points_column = header.index("points") if sheets.reads_points and "points" in header else None
    voters: set[str] = set()
    for row in rows:
        if len(row) != width:
            rows.check_width(row, "VOTES", width)
        voter = row[voter_column]
        if voter in voters:
            raise PabulibError(rows.line, "duplicate_voter", value=voter)
        if len(voters) == limits.votes:
            raise PabulibError(rows.line, "too_many_votes", said=limits.votes)
        voters.add(voter)
        points = "" if points_column is None else row[points_column]
        key, fault = sheets.get(row[vote_column], points) or sheets.read(rows.line, row[vote_column], points)
        error = PabulibError(rows.line, fault.code, **fault.params) if fault else None
        if error is not None and refuse:
            raise error
        yield Vote(rows.line, voter, key, error)
    check_count(meta, "num_votes", len(voters))


class _Sheets:
    """The votes of a file by their text: equal texts are read once."""

    def __init__(self, head: Head, meta: Meta) -> None:
        self.head = head
        self.place = {project.id: index for index, project in enumerate(head.projects)}
        self.known = {project.id: project for project in (*head.projects, *head.withdrawn)}
        self.default = (meta.whole("default_score") or 0) if head.vote_type is VoteType.SCORING else 0
        self.has_points = head.vote_type.has_points
        self.reads_points = self.has_points or head.vote_type is VoteType.ORDINAL
        self.seen: dict[tuple[str, str], tuple[Key, Fault | None]] = {}

    def get(self, text: str, points: str) -> tuple[Key, Fault | None] | None:
        return self.seen.get((text, points))

    def read(self, line: int, text: str, points: str) -> tuple[Key, Fault | None]:
        ids = text.split(",") if text else []
        unknown = next((name for name in ids if name not in self.known), None)
        if unknown is not None:
            raise PabulibError(line, "unknown_project", value=unknown)
        values = self._values(line, points)
        fault = self.head.limits.fault(ids, values, self.head.vote_type, self.known) or self._by_rank(values)
        key: Key = ((), ())
        if fault is None:
            ids, values = self._with_default(ids, values)
            key = key_of(ids, values, self.place, self.head.vote_type)
        self.seen[(text, points)] = key, fault
        return key, fault

    def _values(self, line: int, points: str) -> list[int]:
        cells = points.split(",") if points else []
        for cell in cells:
            if not _POINTS.fullmatch(cell):
                raise PabulibError(line, "bad_points", value=cell)
        return [int(cell) for cell in cells]

    def _by_rank(self, values: list[int]) -> Fault | None:
        """SPEC §7.1: the points beside a ranking may only repeat the declared scores."""
        if self.has_points or not values or tuple(values) == self.head.rule.scores[: len(values)]:
            return None
        return Fault("points_not_by_rank", {"value": ",".join(map(str, values))})

    def _with_default(self, ids: list[str], values: list[int]) -> tuple[list[str], list[int]]:
        """SPEC §7.5: in scoring, what a vote does not name gets the default score."""
        if not self.default:
            return ids, values
        rest = [name for name in self.known if name not in set(ids)]
        return ids + rest, values + [self.default] * len(rest)
