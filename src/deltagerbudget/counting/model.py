"""What is counted: projects, grouped ballots, the rule, the election. SPEC §1"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .ballots import (
    Ballot,
    CategoryLimit,
    Invalid,
    Limits,
    Tally,
    VoteType,
    check_grouped,
    from_keys,
    group_points,
    key_of,
    tally,
)
from .errors import LARGEST, ElectionError, is_text, whole
from .rule import DEFAULT_CHAIN, OF_SUPPORTERS, Cap, CapKind, Criterion, Method, Rule, Share, Variant

__all__ = [
    "DEFAULT_CHAIN",
    "LARGEST",
    "Ballot",
    "Cap",
    "CapKind",
    "CategoryLimit",
    "Criterion",
    "Election",
    "ElectionError",
    "Invalid",
    "Limits",
    "Method",
    "Project",
    "Rule",
    "Share",
    "Tally",
    "Variant",
    "VoteType",
    "canonical",
    "group",
    "is_text",
]

PROJECT_ID = re.compile(r'[^\s,;"\x00-\x1f\x7f]{1,100}')


@dataclass(frozen=True, slots=True)
class Project:
    """One thing that can be funded; cost in minor units. SPEC §1.1"""

    id: str
    cost: int
    name: str = ""
    categories: tuple[str, ...] = ()
    area: str = ""

    def __post_init__(self) -> None:
        if not PROJECT_ID.fullmatch(self.id):
            raise ElectionError(f"not a project id: {self.id!r}")
        whole(self.cost, f"cost of {self.id}", least=1)
        if not all(is_text(text) for text in (self.name, self.area, *self.categories)):
            raise ElectionError(f"the texts of {self.id} are not usable text")

    def to_data(self) -> list[Any]:
        """Id and cost; categories and area where it has any."""
        more = [list(self.categories), self.area] if self.categories or self.area else []
        return [self.id, self.cost, *more]


@dataclass(frozen=True, slots=True)
class Election:
    """All that determines an outcome. SPEC §1"""

    budget: int
    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]
    vote_type: VoteType = VoteType.APPROVAL
    rule: Rule = field(default_factory=Rule)
    currency: str = "DKK"
    withdrawn: tuple[Project, ...] = ()
    invalid: tuple[Invalid, ...] = ()
    limits: Limits = field(default_factory=Limits)
    # Of each group of projects at most one is funded. SPEC §3.5
    exclusive: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        whole(self.budget, "budget", least=0)
        ids = [project.id for project in (*self.projects, *self.withdrawn)]
        if len(set(ids)) != len(ids):
            raise ElectionError("two projects have the same id")
        unknown = {name for group in self.exclusive for name in group} - set(ids)
        if unknown:
            raise ElectionError(f"an exclusive group names an unknown project: {min(unknown)!r}")
        if (self.vote_type is VoteType.ORDINAL) != bool(self.rule.scores):
            raise ElectionError("a vector of scores belongs to ordinal ballots, and to them alone")
        if self.exclusive and self.rule.method in OF_SUPPORTERS:
            raise ElectionError(f"{self.rule.method} goes without exclusive groups")
        if sum(self.rule.prizes) > self.budget:
            raise ElectionError("the prizes are more than the budget")
        check_grouped(self.ballots, self.ids, self.vote_type)

    @property
    def ids(self) -> list[str]:
        return [project.id for project in self.projects]

    def in_order(self, ids: Sequence[str]) -> Election:
        """The same election with its projects in another order; those that `ids` does not name follow."""
        place = {name: index for index, name in enumerate(ids)}
        projects = tuple(sorted(self.projects, key=lambda project: place.get(project.id, len(place))))
        order = {project.id: index for index, project in enumerate(projects)}
        kind = self.vote_type
        keys = {key_of(ballot.projects, ballot.points, order, kind): ballot.number for ballot in self.ballots}
        return replace(self, projects=projects, ballots=from_keys(keys, list(order)))

    @property
    def voters(self) -> int:
        return sum(ballot.number for ballot in self.ballots)

    def tally(self) -> Tally:
        return tally(self.ballots, self.ids, self.rule.scores, self.vote_type)

    def asked(self, project: Project) -> int:
        """What the project asks for, in minor units: its cost, or the share of it that the rule pays. SPEC §3.1"""
        return self.rule.share.of(project.cost) if self.rule.share else project.cost

    @property
    def most_for_one(self) -> int:
        """What a ballot is worth to a project that it names alone. SPEC §6.5"""
        if self.vote_type is VoteType.ORDINAL:
            return self.rule.scores[0]
        if not self.vote_type.has_points:
            return 1
        bounds = [bound for bound in (self.limits.most_points, self.limits.most_sum) if bound]
        return min(bounds, default=1)

    def digest(self) -> str:
        """SHA-256 of the canonical election. SPEC §6.3"""
        sheets = [
            [list(ballot.projects), ballot.number, *([list(ballot.points)] if ballot.points else [])]
            for ballot in self.ballots
        ]
        data = {
            "format": "election/v1",
            "budget": self.budget,
            "currency": self.currency,
            "vote_type": str(self.vote_type),
            "rule": self.rule.to_data(),
            "projects": [project.to_data() for project in self.projects],
            "withdrawn": [project.to_data() for project in self.withdrawn],
            "ballots": sheets,
            "invalid": [[invalid.reason, invalid.number] for invalid in self.invalid],
            "limits": self.limits.to_data(),
            "exclusive": [list(group) for group in self.exclusive],
        }
        return hashlib.sha256(canonical(data)).hexdigest()


def group(
    choices: Iterable[Sequence[str]], projects: Sequence[Project], vote_type: VoteType = VoteType.APPROVAL
) -> tuple[Ballot, ...]:
    """Votes without points, in any order, as grouped ballots in the canonical order. SPEC §2.1"""
    return group_points(((choice, ()) for choice in choices), [project.id for project in projects], vote_type)


def canonical(data: object) -> bytes:
    """JSON as RFC 8785 writes it, for text, whole numbers, lists and ASCII keys. SPEC §6.2"""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
