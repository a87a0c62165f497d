"""What is counted: projects, grouped ballots, the rule, the election."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any

# SPEC §1.2: every number is exact in every JSON reader, also those that hold numbers as doubles.
LARGEST = 2**53 - 1
PROJECT_ID = re.compile(r'[^\s,;"\x00-\x1f\x7f]{1,100}')


class ElectionError(ValueError):
    """The values do not form an election."""


def _whole(value: object, what: str, *, least: int) -> None:
    if type(value) is not int or not least <= value <= LARGEST:
        raise ElectionError(f"{what} must be a whole number from {least} to {LARGEST}")


def is_text(text: str) -> bool:
    """Whether UTF-8 can carry the text, without a NUL."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


class VoteType(StrEnum):
    APPROVAL = "approval"
    CHOOSE_1 = "choose-1"


class Method(StrEnum):
    GREEDY = "greedy"


class Variant(StrEnum):
    SKIP = "skip"
    STOP = "stop"


class Criterion(StrEnum):
    LOWER_COST = "lower_cost"
    MORE_VOTES = "more_votes"
    LOT = "lot"
    FILE_ORDER = "file_order"


DEFAULT_CHAIN = (Criterion.LOWER_COST, Criterion.MORE_VOTES, Criterion.LOT)


@dataclass(frozen=True, slots=True)
class Project:
    """One thing that can be funded; cost in minor units. SPEC §1.1"""

    id: str
    cost: int
    name: str = ""

    def __post_init__(self) -> None:
        if not PROJECT_ID.fullmatch(self.id):
            raise ElectionError(f"not a project id: {self.id!r}")
        _whole(self.cost, f"cost of {self.id}", least=1)
        if not is_text(self.name):
            raise ElectionError(f"the name of {self.id} is not usable text")


@dataclass(frozen=True, slots=True)
class Ballot:
    """A number of ballots that name the same projects, in the order of the election. SPEC §2.1"""

    projects: tuple[str, ...]
    number: int = 1


@dataclass(frozen=True, slots=True)
class Invalid:
    """A number of ballots that were set aside for the same reason. SPEC §2.3"""

    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of an election with all its parameters. SPEC §3"""

    method: Method = Method.GREEDY
    variant: Variant = Variant.SKIP
    threshold: int = 0
    all_fit: bool = False
    ties: tuple[Criterion, ...] = DEFAULT_CHAIN
    lot_seed: str = ""

    def __post_init__(self) -> None:
        _whole(self.threshold, "threshold", least=0)
        if not self.ties or self.ties[-1] not in (Criterion.LOT, Criterion.FILE_ORDER):
            raise ElectionError("the tie chain must end in the lot or the file order")
        if len(set(self.ties)) != len(self.ties):
            raise ElectionError("the tie chain names a criterion twice")
        if not is_text(self.lot_seed) or len(self.lot_seed) > 1000:
            raise ElectionError("the seed of the lot is not usable")

    def to_data(self) -> dict[str, Any]:
        return {
            "method": str(self.method),
            "variant": str(self.variant),
            "threshold": self.threshold,
            "all_fit": self.all_fit,
            "ties": [str(criterion) for criterion in self.ties],
            "lot_seed": self.lot_seed,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Rule:
        return cls(
            method=Method(data["method"]),
            variant=Variant(data["variant"]),
            threshold=data["threshold"],
            all_fit=data["all_fit"],
            ties=tuple(Criterion(word) for word in data["ties"]),
            lot_seed=data["lot_seed"],
        )


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

    def __post_init__(self) -> None:
        _whole(self.budget, "budget", least=0)
        ids = [project.id for project in (*self.projects, *self.withdrawn)]
        if len(set(ids)) != len(ids):
            raise ElectionError("two projects have the same id")
        _check_ballots(self)

    @property
    def voters(self) -> int:
        return sum(ballot.number for ballot in self.ballots)

    def votes(self) -> dict[str, int]:
        """Votes per project, in file order. SPEC §2.2"""
        votes = {project.id: 0 for project in self.projects}
        for ballot in self.ballots:
            for project_id in ballot.projects:
                votes[project_id] += ballot.number
        return votes

    def digest(self) -> str:
        """SHA-256 of the canonical election. SPEC §6.3"""
        data = {
            "format": "election/v1",
            "budget": self.budget,
            "currency": self.currency,
            "vote_type": str(self.vote_type),
            "rule": self.rule.to_data(),
            "projects": [[project.id, project.cost] for project in self.projects],
            "withdrawn": [[project.id, project.cost] for project in self.withdrawn],
            "ballots": [[list(ballot.projects), ballot.number] for ballot in self.ballots],
            "invalid": [[invalid.reason, invalid.number] for invalid in self.invalid],
        }
        return hashlib.sha256(canonical(data)).hexdigest()


def group(choices: Iterable[Iterable[str]], projects: Sequence[Project]) -> tuple[Ballot, ...]:
    """Choices in any order as grouped ballots in the canonical order. SPEC §2.1"""
    place = {project.id: index for index, project in enumerate(projects)}
    try:
        keys = Counter(tuple(sorted(place[project_id] for project_id in choice)) for choice in choices)
    except KeyError as error:
        raise ElectionError(f"a ballot names an unknown project: {error.args[0]!r}") from None
    return from_places(keys, projects)


def from_places(keys: Counter[tuple[int, ...]], projects: Sequence[Project]) -> tuple[Ballot, ...]:
    """Counted tuples of project places as grouped ballots."""
    return tuple(Ballot(tuple(projects[place].id for place in key), keys[key]) for key in sorted(keys))


def canonical(data: object) -> bytes:
    """JSON as RFC 8785 writes it, for text, whole numbers, lists and ASCII keys. SPEC §6.2"""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _check_ballots(election: Election) -> None:
    place = {project.id: index for index, project in enumerate(election.projects)}
    keys = []
    for ballot in election.ballots:
        _whole(ballot.number, "number of ballots", least=1)
        try:
            key = tuple(place[project_id] for project_id in ballot.projects)
        except KeyError as error:
            raise ElectionError(f"a ballot names an unknown project: {error.args[0]!r}") from None
        if any(first >= second for first, second in pairwise(key)):
            raise ElectionError("a ballot must name each project once, in the order of the election")
        if election.vote_type is VoteType.CHOOSE_1 and len(key) > 1:
            raise ElectionError("a choose-1 ballot names more than one project")
        keys.append(key)
    if any(first >= second for first, second in pairwise(keys)):
        raise ElectionError("ballots must be grouped and in canonical order; use group()")
