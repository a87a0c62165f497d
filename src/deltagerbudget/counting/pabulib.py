"""Strict, streaming reader of Pabulib files. SPEC §7"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

from .model import Election, Invalid, VoteType, from_places
from .pabulib_errors import NotYet, PabulibError
from .pabulib_head import Head, Meta, check_count, read_meta, read_projects
from .pabulib_rows import Limits, Rows

__all__ = ["Head", "Limits", "NotYet", "PabulibError", "Reading", "SetAside", "Vote", "read", "stream"]

InvalidVotes = Literal["refuse", "set-aside"]


@dataclass(frozen=True, slots=True)
class Vote:
    """One row of VOTES. `places` are places in Head.projects; `fault` is set when the vote is set aside."""

    line: int
    voter: str
    places: tuple[int, ...]
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


def read(source: bytes | BinaryIO, *, invalid_votes: InvalidVotes = "refuse", limits: Limits | None = None) -> Reading:
    """The election of a file, its ballots grouped while they stream by. SPEC §7"""
    head, votes = stream(source, invalid_votes=invalid_votes, limits=limits)
    keys: Counter[tuple[int, ...]] = Counter()
    set_aside: list[SetAside] = []
    for vote in votes:
        if vote.fault is None:
            keys[vote.places] += 1
        else:
            set_aside.append(SetAside(vote.line, vote.voter, vote.fault.code, vote.fault.message))
    reasons = Counter(item.code for item in set_aside)
    election = Election(
        budget=head.budget,
        projects=head.projects,
        ballots=from_places(keys, head.projects),
        vote_type=head.vote_type,
        rule=head.rule,
        currency=head.currency,
        withdrawn=head.withdrawn,
        invalid=tuple(Invalid(reason, reasons[reason]) for reason in sorted(reasons)),
    )
    return Reading(head, election, tuple(set_aside))


def stream(
    source: bytes | BinaryIO, *, invalid_votes: InvalidVotes = "refuse", limits: Limits | None = None
) -> tuple[Head, Iterator[Vote]]:
    """The head of a file, and its votes one by one; the counts are checked when the last one has passed. SPEC §7"""
    limits = limits or Limits()
    rows = Rows(io.BytesIO(source) if isinstance(source, bytes) else source, limits)
    meta = read_meta(rows)
    head, costs = read_projects(rows, meta, limits)
    return head, _votes(rows, meta, _Checks.of(head, meta, costs), limits, refuse=invalid_votes == "refuse")


@dataclass(frozen=True, slots=True)
class _Checks:
    """What a vote of this file may name."""

    place: dict[str, int]
    costs: dict[str, int]
    least: int
    most: int | None
    least_cost: int | None
    most_cost: int | None

    @classmethod
    def of(cls, head: Head, meta: Meta, costs: dict[str, int]) -> _Checks:
        one = head.vote_type is VoteType.CHOOSE_1
        return cls(
            place={project.id: index for index, project in enumerate(head.projects)},
            costs=costs,
            least=meta.whole("min_length", 0) or 0,
            most=1 if one else meta.whole("max_length"),
            least_cost=meta.money("min_sum_cost") if meta.values.get("min_sum_cost", "0") not in ("", "0") else None,
            most_cost=meta.money("max_sum_cost") if meta.values.get("max_sum_cost") else None,
        )

    def fault(self, line: int, ids: list[str]) -> PabulibError | None:
        """Why a vote that names only projects of the file is invalid."""
        if len(set(ids)) != len(ids):
            twice = next(project_id for project_id, times in Counter(ids).items() if times > 1)
            return PabulibError(line, "repeated_project", value=twice)
        if len(ids) < self.least:
            return PabulibError(line, "too_few_projects", found=len(ids), said=self.least)
        if self.most is not None and len(ids) > self.most:
            return PabulibError(line, "too_many_in_vote", found=len(ids), said=self.most)
        if self.least_cost is None and self.most_cost is None:
            return None
        cost = sum(self.costs[project_id] for project_id in ids)
        if self.least_cost is not None and cost < self.least_cost:
            return PabulibError(line, "too_cheap", found=cost, said=self.least_cost)
        if self.most_cost is not None and cost > self.most_cost:
            return PabulibError(line, "too_dear", found=cost, said=self.most_cost)
        return None


def _votes(rows: Rows, meta: Meta, checks: _Checks, limits: Limits, *, refuse: bool) -> Iterator[Vote]:
    header = rows.header("VOTES", "voter_id", "vote")
    voter_column, vote_column, width = header.index("voter_id"), header.index("vote"), len(header)
    voters: set[str] = set()
    for row in rows:
        rows.check_width(row, "VOTES", width)
        voter = row[voter_column]
        if voter in voters:
            raise PabulibError(rows.line, "duplicate_voter", value=voter)
        if len(voters) == limits.votes:
            raise PabulibError(rows.line, "too_many_votes", said=limits.votes)
        voters.add(voter)
        vote = _vote(rows.line, voter, row[vote_column], checks)
        if vote.fault is not None and refuse:
            raise vote.fault
        yield vote
    check_count(meta, "num_votes", len(voters))


def _vote(line: int, voter: str, text: str, checks: _Checks) -> Vote:
    ids = text.split(",") if text else []
    unknown = next((project_id for project_id in ids if project_id not in checks.costs), None)
    if unknown is not None:
        raise PabulibError(line, "unknown_project", value=unknown)
    place = checks.place
    places = sorted({place[project_id] for project_id in ids if project_id in place})
    return Vote(line, voter, tuple(places), checks.fault(line, ids))
