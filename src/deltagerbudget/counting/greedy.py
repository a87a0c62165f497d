"""Most votes first, in the variants skip and stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .model import Criterion, Election, Project, Rule, Variant
from .outcome import Decision, Outcome, Step, Tie
from .ties import Chain, LotNeeded


@dataclass(frozen=True, slots=True)
class _Purse:
    """What is left, and whether the count has stopped."""

    left: int
    stopped: bool = False


def greedy(election: Election) -> Outcome:
    """Fund projects in the order of their votes. SPEC §3.1"""
    votes = election.votes()
    chain = Chain.of(election, votes)
    ordered = sorted(election.projects, key=chain.order)
    all_fit = election.rule.all_fit and sum(project.cost for project in ordered) <= election.budget
    if all_fit:
        return _outcome(election, _fund_all(ordered, votes, election.budget), [], all_fit=True)
    purse = _Purse(election.budget)
    steps: list[Step] = []
    ties: list[Tie] = []
    for count, members in groupby(ordered, key=lambda project: votes[project.id]):
        equals = list(members)
        found = [] if _excluded(count, election.rule) else _ties(equals, election.rule.ties, purse, chain)
        for project in equals:
            step, purse = _turn(project, count, election.rule, purse)
            steps.append(_with_tie(step, found))
        ties += found
    return _outcome(election, steps, ties, all_fit=False)


def _fund_all(ordered: Sequence[Project], votes: Mapping[str, int], budget: int) -> list[Step]:
    """SPEC §3.5: all projects fit together, so all are funded, with votes or without."""
    steps = []
    for project in ordered:
        steps.append(Step(project.id, votes[project.id], project.cost, budget, Decision.FUNDED))
        budget -= project.cost
    return steps


def _turn(project: Project, votes: int, rule: Rule, purse: _Purse) -> tuple[Step, _Purse]:
    decision = _decide(project, votes, rule, purse)
    step = Step(project.id, votes, project.cost, purse.left, decision)
    if decision is Decision.FUNDED:
        return step, replace(purse, left=purse.left - project.cost)
    return step, replace(purse, stopped=purse.stopped or decision is Decision.STOPPED)


def _decide(project: Project, votes: int, rule: Rule, purse: _Purse) -> Decision:
    excluded = _excluded(votes, rule)
    if excluded:
        return excluded
    if purse.stopped:
        return Decision.NOT_REACHED
    if project.cost <= purse.left:
        return Decision.FUNDED
    return Decision.STOPPED if rule.variant is Variant.STOP else Decision.SKIPPED


def _excluded(votes: int, rule: Rule) -> Decision | None:
    """SPEC §3.4: a project without votes is never funded by its turn."""
    if votes == 0:
        return Decision.NO_VOTES
    return Decision.BELOW_THRESHOLD if votes < rule.threshold else None


def _ties(equals: Sequence[Project], criteria: Sequence[Criterion], purse: _Purse, chain: Chain) -> list[Tie]:
    """The ties that matter among projects equal so far, given in their final order. SPEC §5.2"""
    tied = _contenders(equals, purse, chain.variant)
    if not tied:
        return []
    criterion, rest = criteria[0], criteria[1:]
    ids = tuple(project.id for project in tied)
    if criterion is Criterion.LOT and not chain.seed:
        raise LotNeeded(ids)
    parts = [list(part) for _, part in groupby(tied, key=lambda project: chain.key(criterion, project))]
    ties = [Tie(ids, chain.votes[ids[0]], purse.left, criterion)] if len(parts) > 1 else []
    for part in parts:
        ties += _ties(part, rest, purse, chain)
        purse = _after(part, purse, chain.variant)
    return ties


def _contenders(equals: Sequence[Project], purse: _Purse, variant: Variant) -> Sequence[Project]:
    """Those among whom the order changes who is funded; none when it does not matter."""
    if purse.stopped:
        return ()
    fitting = [project for project in equals if project.cost <= purse.left]
    tied = equals if variant is Variant.STOP else fitting
    matters = fitting and sum(project.cost for project in tied) > purse.left
    return tied if matters else ()


def _after(part: Sequence[Project], purse: _Purse, variant: Variant) -> _Purse:
    for project in part:
        if purse.stopped:
            break
        if project.cost <= purse.left:
            purse = replace(purse, left=purse.left - project.cost)
        else:
            purse = replace(purse, stopped=variant is Variant.STOP)
    return purse


def _with_tie(step: Step, ties: Sequence[Tie]) -> Step:
    """The last tie that holds the project is the one that placed it."""
    tie = next((tie for tie in reversed(ties) if step.project in tie.projects), None)
    if tie is None:
        return step
    others = tuple(project for project in tie.projects if project != step.project)
    return replace(step, tied_with=others, decided_by=tie.decided_by)


def _outcome(election: Election, steps: Sequence[Step], ties: Sequence[Tie], *, all_fit: bool) -> Outcome:
    funded = {step.project: step.cost for step in steps if step.decision is Decision.FUNDED}
    spent = sum(funded.values())
    return Outcome(
        rule=election.rule,
        currency=election.currency,
        budget=election.budget,
        voters=election.voters,
        all_fit=all_fit,
        steps=tuple(steps),
        winners=tuple(project.id for project in election.projects if project.id in funded),
        spent=spent,
        left=election.budget - spent,
        ties=tuple(ties),
        withdrawn=tuple(project.id for project in election.withdrawn),
        invalid=election.invalid,
        input_digest=election.digest(),
    )
