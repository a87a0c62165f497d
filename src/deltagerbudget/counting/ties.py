"""The chain of criteria that orders projects with equal scores, the lot, and the ties that matter. SPEC §5"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol, TypeVar

from .model import Election, Project
from .outcome import Tie
from .rule import Criterion

LOT_LABEL = b"pb/lot/v1\0"
Key = int | bytes
State = TypeVar("State")


class LotNeeded(Exception):
    """A tie that decides who is funded needs the lot, and no seed is given. SPEC §5.4"""

    def __init__(self, projects: tuple[str, ...]) -> None:
        super().__init__(f"a lot must decide between {', '.join(projects)}")
        self.projects = projects


def lot_number(seed: str, project_id: str) -> bytes:
    """The lot of a project; the smallest comes first. SPEC §5.3"""
    return hashlib.sha256(LOT_LABEL + seed.encode() + b"\0" + project_id.encode()).digest()


@dataclass(frozen=True, slots=True)
class Chain:
    """The tie chain of one election, applied to its projects. SPEC §5.1"""

    criteria: tuple[Criterion, ...]
    seed: str
    votes: Mapping[str, int]
    scores: Mapping[str, int]
    place: Mapping[str, int]

    @classmethod
    def of(cls, election: Election, votes: Mapping[str, int], scores: Mapping[str, int]) -> Chain:
        place = {project.id: index for index, project in enumerate(election.projects)}
        return cls(election.rule.ties, election.rule.lot_seed, votes, scores, place)

    def key(self, criterion: Criterion, project: Project) -> Key:
        keys: dict[Criterion, Callable[[], Key]] = {
            Criterion.LOWER_COST: lambda: project.cost,
            Criterion.MORE_VOTES: lambda: -self.votes[project.id],
            Criterion.LOT: lambda: lot_number(self.seed, project.id) if self.seed else b"",
            Criterion.FILE_ORDER: lambda: self.place[project.id],
        }
        return keys[criterion]()

    def order(self, project: Project) -> tuple[Key, ...]:
        """The sort key among equals; without a seed, file order stands in for the lot."""
        return (*(self.key(criterion, project) for criterion in self.criteria), self.place[project.id])


class Contest(Protocol[State]):
    """What the count must say for its ties to be judged."""

    def contenders(self, equals: Sequence[Project], state: State) -> Sequence[Project]:
        """Those among whom the order changes who is funded; none when it does not matter."""

    def after(self, part: Sequence[Project], state: State) -> State:
        """The state when these have had their turns in this order."""

    def left(self, state: State) -> int:
        """The money left."""


def ties_that_matter(
    equals: Sequence[Project], criteria: Sequence[Criterion], state: State, chain: Chain, contest: Contest[State]
) -> list[Tie]:
    """Among projects equal so far, given in their final order. SPEC §5.2"""
    tied = contest.contenders(equals, state)
    if not tied:
        return []
    criterion, rest = criteria[0], criteria[1:]
    ids = tuple(project.id for project in tied)
    if criterion is Criterion.LOT and not chain.seed:
        raise LotNeeded(ids)
    parts = [list(part) for _, part in groupby(tied, key=lambda project: chain.key(criterion, project))]
    ties = [Tie(ids, chain.scores[ids[0]], contest.left(state), criterion)] if len(parts) > 1 else []
    for part in parts:
        ties += ties_that_matter(part, rest, state, chain, contest)
        state = contest.after(part, state)
    return ties
