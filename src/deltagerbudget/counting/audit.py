"""Does an outcome leave a group of voters with less than its part of the money? SPEC §13"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .ballots import supported
from .model import Election, Project
from .outcome import Outcome


@dataclass(frozen=True, slots=True)
class Violation:
    """A project that was not built though `voters` who support it would not have had more than their part with it.

    `deserves` is that part of the budget, rounded down, and `has` the most that one of them got; in minor units.
    """

    project: str
    voters: int
    deserves: int
    has: int


def audit(election: Election, outcome: Outcome) -> tuple[Violation, ...]:
    """For each project that was not built the largest group with a claim to it, in the order of the election. SPEC §13

    Of any rule; exact, and with one look at each ballot.
    """
    built = {step.project for step in outcome.steps if step.is_built}
    costs = {project.id: project.cost for project in election.projects}
    levels: dict[str, dict[int, int]] = {name: {} for name in costs if name not in built}
    for ballot in election.ballots:
        named = supported(ballot, election.rule.scores)
        has = sum(costs[name] for name in named if name in built)
        for name in named:
            if name not in built:
                levels[name][has] = levels[name].get(has, 0) + ballot.number
    budget, everyone = election.budget, election.voters
    found = (
        _largest(project, levels[project.id], budget, everyone) for project in election.projects if project.id in levels
    )
    return tuple(violation for violation in found if violation)


def _largest(project: Project, levels: Mapping[int, int], budget: int, everyone: int) -> Violation | None:
    claims = [
        (voters, has) for has, voters in _poorest_first(levels) if (has + project.cost) * everyone < voters * budget
    ]
    if not claims:
        return None
    voters, has = claims[-1]
    return Violation(project.id, voters, voters * budget // everyone, has)


def _poorest_first(levels: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """What some supporters have, and how many have at most that."""
    voters = 0
    for has in sorted(levels):
        voters += levels[has]
        yield has, voters
