"""The chain of criteria that orders projects with equal scores, the lot, and the ties that matter. SPEC §5"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import Protocol, TypeVar

from .ballots import Tally
from .model import Election, Project
from .outcome import Step, Tie
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
    def of(cls, election: Election, tally: Tally) -> Chain:
        place = {project.id: index for index, project in enumerate(election.projects)}
        return cls(election.rule.ties, election.rule.lot_seed, tally.votes, tally.scores, place)

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

    def splits(self, first: Project, second: Project) -> Criterion:
        """What decides between two that stand equal; LotNeeded where it is the lot, and there is no seed."""
        criterion = next(
            word for word in self.criteria if self.key(word, first) != self.key(word, second) or self._is_open(word)
        )
        if self._is_open(criterion):
            raise LotNeeded((first.id, second.id))
        return criterion

    @property
    def has_open_lot(self) -> bool:
        """Whether two that stand equal may need a lot that is not drawn."""
        return any(map(self._is_open, self.criteria))

    def _is_open(self, criterion: Criterion) -> bool:
        return criterion is Criterion.LOT and not self.seed


class Contest(Protocol[State]):
    """A count as its turns and its ties need it; the state is what is left to be had."""

    def rank(self, project: Project) -> Fraction | int:
        """What the turns go by, most first."""

    def can_win(self, project: Project) -> bool:
        """Whether the project meets the thresholds."""

    def turn(self, project: Project, state: State) -> tuple[Step, State]:
        """The project's turn, and the state after it."""

    def contenders(self, equals: Sequence[Project], state: State) -> Sequence[Project]:
        """Those among whom the order changes who is funded; none when it does not matter."""

    def left(self, state: State) -> int:
        """The money left."""


def in_order(projects: Iterable[Project], chain: Chain, contest: Contest[State]) -> list[Project]:
    """SPEC §3.1"""
    return sorted(projects, key=lambda project: (-contest.rank(project), *chain.order(project)))


def take_turns(
    ordered: Iterable[Project], state: State, chain: Chain, contest: Contest[State]
) -> tuple[list[Step], list[Tie], State]:
    """Every project's turn, the ties that mattered, and what is left. SPEC §3.1 and 5.2"""
    steps: list[Step] = []
    ties: list[Tie] = []
    for _, members in groupby(ordered, key=contest.rank):
        equals = list(members)
        found = _ties_that_matter([project for project in equals if contest.can_win(project)], state, chain, contest)
        for project in equals:
            step, state = contest.turn(project, state)
            steps.append(_with_tie(step, found))
        ties += found
    return steps, ties, state


def _ties_that_matter(
    equals: Sequence[Project], state: State, chain: Chain, contest: Contest[State], depth: int = 0
) -> list[Tie]:
    """Among projects that the first `depth` criteria leave equal, given in their final order."""
    tied = contest.contenders(equals, state) if len(equals) > 1 else ()
    if not tied:
        return []
    criterion = chain.criteria[depth]
    ids = tuple(project.id for project in tied)
    if criterion is Criterion.LOT and not chain.seed:
        raise LotNeeded(ids)
    parts = [list(part) for _, part in groupby(tied, key=lambda project: chain.key(criterion, project))]
    ties = [Tie(ids, chain.scores[ids[0]], contest.left(state), criterion)] if len(parts) > 1 else []
    for part in parts:
        ties += _ties_that_matter(part, state, chain, contest, depth + 1)
        for project in part:
            _, state = contest.turn(project, state)
    return ties


def _with_tie(step: Step, ties: Sequence[Tie]) -> Step:
    """The last tie that holds the project is the one that placed it."""
    tie = next((tie for tie in reversed(ties) if step.project in tie.projects), None)
    if tie is None:
        return step
    others = tuple(name for name in tie.projects if name != step.project)
    return replace(step, tied_with=others, decided_by=tie.decided_by)
