"""The one door to counting: an election in, its outcome out."""

from __future__ import annotations

from collections.abc import Callable

from .ballots import Tally
from .figures import figures
from .greedy import Count, greedy
from .model import Election
from .outcome import WON, Decision, Outcome, TopUp
from .prizes import prizes
from .rule import Method, Variant


def _shares(election: Election, tally: Tally, *, exactly: bool = False) -> Count:
    # The other rules need Python alone, and the command starts at once; these need numpy.
    from .shares.count import shares

    return shares(election, tally, exactly=exactly)


def _phragmen(election: Election, tally: Tally) -> Count:
    from .phragmen import phragmen

    return phragmen(election, tally)


def _max_welfare(election: Election, tally: Tally) -> Count:
    from .welfare import max_welfare

    return max_welfare(election, tally)


_METHODS: dict[Method, Callable[[Election, Tally], Count]] = {
    Method.GREEDY: greedy,
    Method.GREEDY_PER_COST: greedy,
    Method.PRIZES: prizes,
    Method.EQUAL_SHARES: _shares,
    Method.PHRAGMEN: _phragmen,
    Method.MAX_WELFARE: _max_welfare,
}
# The rules that every election can be counted by, whatever its own is; each with what can happen at its end.
VARIANTS: dict[Method, tuple[Variant, ...]] = {
    Method.GREEDY: tuple(Variant),
    Method.GREEDY_PER_COST: tuple(Variant),
}


def run(election: Election, tally: Tally) -> Count:
    """The turns alone, for a tally that need not be that of the ballots (§6.5 asks what would have been)."""
    return _METHODS[election.rule.method](election, tally)


def count(election: Election, *, exactly: bool = False) -> Outcome:
    """Count by the election's own rule; raises LotNeeded when a tie that matters has no lot. SPEC §3

    ``exactly`` has equal shares count every step in whole numbers, not only those that decide; the outcome is the same.
    """
    tally = election.tally()
    is_by_hand = exactly and election.rule.method is Method.EQUAL_SHARES
    counted = _shares(election, tally, exactly=True) if is_by_hand else run(election, tally)
    granted = {step.project: step.granted for step in counted.steps if step.decision in WON}
    spent = sum(granted.values())
    return Outcome(
        rule=election.rule,
        vote_type=election.vote_type,
        currency=election.currency,
        budget=election.budget,
        voters=tally.voters,
        all_fit=counted.all_fit,
        steps=counted.steps,
        winners=tuple(project.id for project in election.projects if project.id in granted),
        topped_up=tuple(
            TopUp(step.project, step.left, step.short) for step in counted.steps if step.decision is Decision.TOPPED_UP
        ),
        spent=spent,
        left=election.budget - spent,
        ties=counted.ties,
        withdrawn=tuple(project.id for project in election.withdrawn),
        invalid=election.invalid,
        figures=figures(election, tally, granted),
        input_digest=election.digest(),
        shares=counted.shares,
    )
