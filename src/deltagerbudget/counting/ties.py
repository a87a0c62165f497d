"""The chain of criteria that orders projects with equal votes, and the lot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .model import Criterion, Election, Project, Variant

LOT_LABEL = b"pb/lot/v1\0"
Key = int | bytes


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
    variant: Variant
    seed: str
    votes: Mapping[str, int]
    place: Mapping[str, int]

    @classmethod
    def of(cls, election: Election, votes: Mapping[str, int]) -> Chain:
        place = {project.id: index for index, project in enumerate(election.projects)}
        rule = election.rule
        return cls(rule.ties, rule.variant, rule.lot_seed, votes, place)

    def key(self, criterion: Criterion, project: Project) -> Key:
        keys: dict[Criterion, Callable[[], Key]] = {
            Criterion.LOWER_COST: lambda: project.cost,
            Criterion.MORE_VOTES: lambda: -self.votes[project.id],
            Criterion.LOT: lambda: lot_number(self.seed, project.id) if self.seed else b"",
            Criterion.FILE_ORDER: lambda: self.place[project.id],
        }
        return keys[criterion]()

    def order(self, project: Project) -> tuple[Key, ...]:
        """The sort key: most votes first, then the chain; without a seed, file order stands in for the lot."""
        chain = (self.key(criterion, project) for criterion in self.criteria)
        return (-self.votes[project.id], *chain, self.place[project.id])
