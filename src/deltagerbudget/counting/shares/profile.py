"""Who supports what, for how much, as both ways of counting need it. SPEC §11.1"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ..model import Election, Project
from ..rule import Utility

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Backed:
    """A project with those who support it.

    `groups` are the groups of equal ballots that support it, `units` what it is worth to each of their voters, counted
    in `factor`: a voter who pays `price · units` has paid `price / factor` for each unit of utility.
    """

    project: Project
    factor: int
    groups: Whole
    units: Whole
    # Of each group: its number of voters, and that number times the units.
    number: Floats
    weight: Floats
    all_units_are_one: bool
    # The different units, and for each group the place of its own among them.
    levels: Whole
    level: Whole

    @property
    def cost(self) -> int:
        return self.project.cost


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """`numbers` are the voters of each group, `voters` all of them, blank ballots included."""

    numbers: Whole
    voters: int
    backed: tuple[Backed, ...]


def profile(election: Election, utility: Utility, is_eligible: Callable[[Project], bool]) -> Profile:
    """The eligible projects that at least one voter supports, in the order of the election."""
    ballots = election.ballots
    numbers = np.fromiter((ballot.number for ballot in ballots), np.int64, len(ballots))
    place = {project.id: index for index, project in enumerate(election.projects)}
    lengths = np.fromiter((len(ballot.projects) for ballot in ballots), np.int64, len(ballots))
    named = chain.from_iterable(ballot.projects for ballot in ballots)
    named_at = np.fromiter(map(place.__getitem__, named), np.int64, int(lengths.sum()))
    units = _units(election, lengths)
    groups = np.repeat(np.arange(len(ballots)), lengths)
    counted = units > 0
    named_at, groups, units = named_at[counted], groups[counted], units[counted]
    if utility is not Utility.POINTS:
        units = np.ones_like(units)
    order = np.argsort(named_at, kind="stable")
    bounds = np.searchsorted(named_at[order], np.arange(len(place) + 1))
    backed = tuple(
        row_of(project, utility, numbers, groups[part], units[part])
        for index, project in enumerate(election.projects)
        if len(part := order[bounds[index] : bounds[index + 1]]) and is_eligible(project)
    )
    return Profile(numbers, int(numbers.sum()), backed)


def have_a_common_supporter(rows: Sequence[Backed]) -> bool:
    named = np.concatenate([row.groups for row in rows])
    return len(np.unique(named)) < len(named)


def row_of(project: Project, utility: Utility, numbers: Whole, groups: Whole, units: Whole) -> Backed:
    """`numbers` are those of all groups, `units` those of the groups that support it."""
    number = numbers[groups].astype(np.float64)
    factor = project.cost if utility is Utility.COST else 1
    are_one = bool((units == 1).all())
    levels, level = (units[:1], np.zeros_like(units)) if are_one else np.unique(units, return_inverse=True)
    return Backed(project, factor, groups, units, number, number * units, are_one, levels, level)


def _units(election: Election, lengths: Whole) -> Whole:
    """What each named project is worth on its ballot. SPEC §2.2"""
    total = int(lengths.sum())
    if election.vote_type.has_points:
        points = chain.from_iterable(ballot.points for ballot in election.ballots)
        return np.fromiter(points, np.int64, total)
    scores: Sequence[int] = election.rule.scores
    if not scores:
        return np.ones(total, np.int64)
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    places = np.arange(total) - starts
    worth = np.array([*scores, 0], np.int64)
    return worth[np.minimum(places, len(scores))]
