"""Ballots: their types, what a vote may hold, equal ones grouped, and what they add up to. SPEC §2"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from .errors import ElectionError, whole


class VoteType(StrEnum):
    """SPEC §2.2; named as Pabulib names them. A knapsack ballot is an approval ballot with Limits.most_cost."""

    APPROVAL = "approval"
    CHOOSE_1 = "choose-1"
    CUMULATIVE = "cumulative"
    SCORING = "scoring"
    ORDINAL = "ordinal"

    @property
    def has_points(self) -> bool:
        return self in (VoteType.CUMULATIVE, VoteType.SCORING)


class Priced(Protocol):
    """What the limits need to know of a project."""

    @property
    def cost(self) -> int: ...
    @property
    def categories(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Ballot:
    """A number of equal ballots. SPEC §2.1

    `projects` stand in the order of the election, in an ordinal ballot in the voter's order; `points` beside them.
    """

    projects: tuple[str, ...]
    number: int = 1
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Invalid:
    """A number of ballots that were set aside for the same reason. SPEC §2.4"""

    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one vote is invalid: a code, with what was found and what the limit says."""

    code: str
    params: Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class CategoryLimit:
    """What a vote may hold of one category; money in minor units. SPEC §2.3"""

    category: str
    least: int = 0
    most: int | None = None
    least_cost: int = 0
    most_cost: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a vote may hold: numbers of projects, their cost in minor units, points. SPEC §2.3"""

    least: int = 0
    most: int | None = None
    least_cost: int = 0
    most_cost: int | None = None
    least_points: int = 0
    most_points: int | None = None
    least_sum: int = 0
    most_sum: int | None = None
    per_category: tuple[CategoryLimit, ...] = ()

    def __post_init__(self) -> None:
        pairs = [(self.least, self.most), (self.least_cost, self.most_cost)]
        pairs += [(self.least_points, self.most_points), (self.least_sum, self.most_sum)]
        for limit in self.per_category:
            pairs += [(limit.least, limit.most), (limit.least_cost, limit.most_cost)]
        for least, most in pairs:
            whole(least, "a limit of the ballot", least=0)
            if most is not None:
                whole(most, "a limit of the ballot", least=least)

    def fault(
        self, ids: Sequence[str], points: Sequence[int], vote_type: VoteType, projects: Mapping[str, Priced]
    ) -> Fault | None:
        """Why a vote that names only known projects is invalid; None when it is valid."""
        return (
            self._repeated(ids)
            or self._number(ids, vote_type)
            or self._cost(ids, projects)
            or (self._points(points, len(ids)) if vote_type.has_points else None)
            or next((found for limit in self.per_category if (found := _in_category(limit, ids, projects))), None)
        )

    def _repeated(self, ids: Sequence[str]) -> Fault | None:
        if len(set(ids)) == len(ids):
            return None
        return Fault("repeated_project", {"value": next(name for name, times in Counter(ids).items() if times > 1)})

    def _number(self, ids: Sequence[str], vote_type: VoteType) -> Fault | None:
        most = 1 if vote_type is VoteType.CHOOSE_1 else self.most
        return _outside("too_few_projects", "too_many_in_vote", len(ids), self.least, most)

    def _cost(self, ids: Sequence[str], projects: Mapping[str, Priced]) -> Fault | None:
        if not self.least_cost and self.most_cost is None:
            return None
        cost = sum(projects[name].cost for name in ids)
        return _outside("too_cheap", "too_dear", cost, self.least_cost, self.most_cost)

    def _points(self, points: Sequence[int], number: int) -> Fault | None:
        if len(points) != number:
            return Fault("points_missing", {"found": len(points), "said": number})
        for value in points:
            if found := _outside("too_few_points", "too_many_points", value, self.least_points, self.most_points):
                return found
        return _outside("sum_too_small", "sum_too_large", sum(points), self.least_sum, self.most_sum)

    def to_data(self) -> dict[str, Any]:
        """Only what is set, so that a digest does not change with limits that come later."""
        data = {name: getattr(self, name) for name in _NUMBERS if getattr(self, name)}
        if self.per_category:
            data["per_category"] = [
                [limit.category, limit.least, limit.most, limit.least_cost, limit.most_cost]
                for limit in self.per_category
            ]
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Limits:
        return cls(**{**data, "per_category": tuple(CategoryLimit(*row) for row in data.get("per_category", ()))})


_NUMBERS = (
    "least",
    "most",
    "least_cost",
    "most_cost",
    "least_points",
    "most_points",
    "least_sum",
    "most_sum",
)


def _outside(below: str, above: str, found: int, least: int, most: int | None) -> Fault | None:
    if found < least:
        return Fault(below, {"found": found, "said": least})
    if most is not None and found > most:
        return Fault(above, {"found": found, "said": most})
    return None


def _in_category(limit: CategoryLimit, ids: Sequence[str], projects: Mapping[str, Priced]) -> Fault | None:
    named = [projects[name] for name in ids if limit.category in projects[name].categories]
    cost = sum(project.cost for project in named)
    found = _outside("few_in_category", "many_in_category", len(named), limit.least, limit.most) or _outside(
        "cheap_in_category", "dear_in_category", cost, limit.least_cost, limit.most_cost
    )
    return Fault(found.code, {**found.params, "category": limit.category}) if found else None


# The places of the projects and the points beside them.
Key = tuple[tuple[int, ...], tuple[int, ...]]


def key_of(ids: Sequence[str], points: Sequence[int], place: Mapping[str, int], vote_type: VoteType) -> Key:
    """A vote in the form in which equal votes are equal. SPEC §2.1"""
    places = [place[name] for name in ids if name in place]
    if vote_type is VoteType.ORDINAL:
        return tuple(places), ()
    if not vote_type.has_points:
        return tuple(sorted(places)), ()
    pairs = sorted((place[name], value) for name, value in zip(ids, points, strict=True) if name in place)
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)


def group_points(
    votes: Iterable[tuple[Sequence[str], Sequence[int]]], ids: Sequence[str], vote_type: VoteType
) -> tuple[Ballot, ...]:
    """Votes in any order, with points where the type has them, grouped in the canonical order. SPEC §2.1"""
    place = {name: index for index, name in enumerate(ids)}
    keys: Counter[Key] = Counter()
    for names, points in votes:
        unknown = next((name for name in names if name not in place), None)
        if unknown is not None:
            raise ElectionError(f"a ballot names an unknown project: {unknown!r}")
        keys[key_of(names, points, place, vote_type)] += 1
    return from_keys(keys, ids)


def from_keys(keys: Mapping[Key, int], ids: Sequence[str]) -> tuple[Ballot, ...]:
    return tuple(Ballot(tuple(ids[place] for place in key[0]), keys[key], key[1]) for key in sorted(keys))


def check_grouped(ballots: Sequence[Ballot], ids: Sequence[str], vote_type: VoteType) -> None:
    """ElectionError unless the ballots are those that `group` gives."""
    place = {name: index for index, name in enumerate(ids)}
    last: Key | None = None
    for ballot in ballots:
        whole(ballot.number, "number of ballots", least=1)
        key = _key(ballot, place, vote_type)
        if last is not None and last >= key:
            raise ElectionError("ballots must be grouped and in canonical order; use group()")
        last = key


def _key(ballot: Ballot, place: Mapping[str, int], vote_type: VoteType) -> Key:
    try:
        places = tuple([place[name] for name in ballot.projects])
    except KeyError as error:
        raise ElectionError(f"a ballot names an unknown project: {error.args[0]!r}") from None
    distinct = set(places)
    ordered = vote_type is VoteType.ORDINAL or list(places) == sorted(distinct)
    if len(distinct) != len(places) or not ordered:
        raise ElectionError("a ballot must name each project once, in the order of the election")
    if vote_type is VoteType.CHOOSE_1 and len(places) > 1:
        raise ElectionError("a choose-1 ballot names more than one project")
    if len(ballot.points) != (len(places) if vote_type.has_points else 0):
        raise ElectionError(f"the points of a {vote_type} ballot must stand beside its projects")
    for value in ballot.points:
        whole(value, "points", least=0)
    return places, ballot.points


def supported(ballot: Ballot, scores: tuple[int, ...]) -> list[str]:
    """What the ballot names with a worth above 0. SPEC §11.1"""
    worth = ballot.points or (scores if scores else (1,) * len(ballot.projects))
    return [name for name, units in zip(ballot.projects, worth, strict=False) if units]


@dataclass(frozen=True, slots=True)
class Tally:
    """What the ballots add up to: `votes` are ballots that name a project, `scores` what it is worth. SPEC §2.5"""

    votes: dict[str, int]
    scores: dict[str, int]
    voters: int
    blank: int


def tally(ballots: Iterable[Ballot], ids: Sequence[str], scores: Sequence[int], vote_type: VoteType) -> Tally:
    votes = dict.fromkeys(ids, 0)
    worth = votes if vote_type in (VoteType.APPROVAL, VoteType.CHOOSE_1) else dict.fromkeys(ids, 0)
    voters = blank = 0
    for ballot in ballots:
        number = ballot.number
        voters += number
        blank += number if not ballot.projects else 0
        for name in ballot.projects:
            votes[name] += number
        if worth is not votes:
            # Beyond the declared vector a rank is worth nothing.
            for name, value in zip(ballot.projects, ballot.points or scores, strict=False):
                worth[name] += value * number
    return Tally(votes, worth, voters, blank)
