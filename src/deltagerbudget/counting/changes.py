"""The smallest change with which a project would have won, found and proven by counting again. SPEC §6.5"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace

from .ballots import Tally
from .model import Election, Project
from .outcome import Decision, Outcome, Step
from .rule import OF_SUPPORTERS, CapKind, Criterion, Method, Rule
from .rules import run
from .thresholds import Threshold, round_up
from .ties import LotNeeded


def explained(election: Election, outcome: Outcome) -> Outcome:
    """The outcome with the smallest changes of each project that did not win.

    The rules of §11 and 12 have none; equal shares has `shares.changes.with_changes`, on demand (§11.13).
    """
    if election.rule.method in OF_SUPPORTERS:
        return outcome
    tally = election.tally()
    return replace(outcome, steps=tuple(_explained(election, tally, step) for step in outcome.steps))


def _explained(election: Election, tally: Tally, step: Step) -> Step:
    if step.is_built:
        return step
    project = next(project for project in election.projects if project.id == step.project)
    votes = more_votes(election, tally, project)
    return replace(step, more_votes=votes, cheaper=cheaper(election, tally, project, step))


def more_votes(election: Election, tally: Tally, project: Project) -> int | None:
    """The fewest new ballots naming only this project with which it would have won; None when no number would do."""

    def wins(number: int) -> bool:
        return _wins(election, _with_ballots(election, tally, project, number), project)

    candidates = sorted({number for number in _turning_points(election, tally, project) if number > 0})
    if election.rule.has_percent_threshold:
        # More ballots can push others below a threshold in per cent, so winning need not stay won: upwards, one by one.
        return next((number for number in candidates if wins(number)), None)
    return _first(candidates, wins)


def cheaper(election: Election, tally: Tally, project: Project, step: Step) -> int | None:
    """The smallest fall in cost, in minor units, with which it would have won; None when none would do.

    Not asked where a lower cost can make a project worse off: shares and size classes.
    """
    rule = election.rule
    if not _cost_is_simple(rule) or step.decision in (Decision.NO_VOTES, Decision.EXCLUDED, Decision.NO_PRIZE):
        return None

    def wins(fall: int) -> bool:
        return _wins(_with_cost(election, project, project.cost - fall), tally, project)

    if _goes_by_money_alone(rule) and 0 < step.short < project.cost and wins(step.short):
        # The place in the order stays, and what is left at it.
        return step.short
    return _least(project.cost - 1, wins)


def _cost_is_simple(rule: Rule) -> bool:
    return rule.share is None and not rule.prizes and not any(cap.kind is CapKind.SIZE for cap in rule.caps)


def _goes_by_money_alone(rule: Rule) -> bool:
    orders_by_cost = rule.method is Method.GREEDY_PER_COST or Criterion.LOWER_COST in rule.ties
    return not (orders_by_cost or rule.caps or rule.all_fit or rule.percent or rule.threshold_cost_percent)


def _wins(election: Election, tally: Tally, project: Project) -> bool:
    try:
        counted = run(election, tally)
    except LotNeeded:
        return False
    return next(step.is_built for step in counted.steps if step.project == project.id)


def _with_ballots(election: Election, tally: Tally, project: Project, number: int) -> Tally:
    name = project.id
    return Tally(
        tally.votes | {name: tally.votes[name] + number},
        tally.scores | {name: tally.scores[name] + number * election.most_for_one},
        tally.voters + number,
        tally.blank,
    )


def _with_cost(election: Election, project: Project, cost: int) -> Election:
    changed = replace(project, cost=cost)
    listed = tuple(changed if other.id == project.id else other for other in election.projects)
    # The ballots are in the tally; without them the election need not be checked anew.
    return replace(election, projects=listed, ballots=())


def _turning_points(election: Election, tally: Tally, project: Project) -> Iterator[int]:
    """Every number of new ballots from which on the count can go another way; between two of them nothing changes."""
    weight, score, votes = election.most_for_one, tally.scores[project.id], tally.votes[project.id]
    per_cost = election.rule.method is Method.GREEDY_PER_COST
    own = election.asked(project)
    yield from (1, round_up(election.rule.threshold - score, weight))
    for other in election.projects:
        level = tally.scores[other.id]
        if per_cost:
            level = round_up(level * own, election.asked(other))
        equal = round_up(level - score, weight)
        yield from (equal, equal + 1)
        if Criterion.MORE_VOTES in election.rule.ties:
            yield from (tally.votes[other.id] - votes, tally.votes[other.id] - votes + 1)
    yield from _percent_points(election, tally, project)


def _percent_points(election: Election, tally: Tally, project: Project) -> Iterator[int]:
    """Where the project reaches a threshold in per cent, and where each of the others falls below it."""
    threshold = Threshold.of(election, tally)
    for other in election.projects:
        votes = tally.votes[other.id]
        for part, whole in threshold.parts(other):
            if other.id != project.id:
                yield votes * whole // part + 1 - tally.voters
            elif part < whole:
                yield round_up(part * tally.voters - votes * whole, whole - part)


def _least(most: int, wins: Callable[[int], bool]) -> int | None:
    """The least number from 1 to `most` that wins, where all above it win too."""
    return _first(range(1, most + 1), wins)


def _first(candidates: range | list[int], wins: Callable[[int], bool]) -> int | None:
    place = bisect_left(candidates, True, key=wins)
    return candidates[place] if place < len(candidates) else None
