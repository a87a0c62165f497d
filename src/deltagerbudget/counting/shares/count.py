"""Equal shares from an election to its turns: eligible projects, the runs, the fill, the comparison. SPEC §11"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from ..ballots import Tally, supported
from ..greedy import Count, greedy, plain_step
from ..model import Election, Project
from ..outcome import WON, Decision, Next, Paid, Round, Shares, Step, Tie, Tried
from ..thresholds import Threshold, round_up
from ..ties import Chain
from .completion import end
from .exact import Run
from .nearness import nearness
from .profile import Profile, profile


def shares(election: Election, tally: Tally, *, exactly: bool = False) -> Count:
    """SPEC §11. Every voter has the same; a project is paid by those who support it."""
    return _Counting(election, tally).count(exactly=exactly)


def supporters(election: Election, threshold: Threshold) -> Profile:
    """Those who support each project that takes part. SPEC §11.1"""
    assert election.rule.utility is not None  # noqa: S101 - the rule was checked when it was made
    return profile(election, election.rule.utility, lambda project: not threshold.fault(project))


class _Counting:
    """What the parts of the count look up. Holds nothing but its setting."""

    def __init__(self, election: Election, tally: Tally) -> None:
        self.election, self.tally = election, tally
        self.chain, self.threshold = Chain.of(election, tally), Threshold.of(election, tally)
        self.projects = {project.id: project for project in election.projects}

    def count(self, *, exactly: bool) -> Count:
        rule, people = self.election.rule, supporters(self.election, self.threshold)
        found = end(rule, people, self.chain, self.election.budget, exactly=exactly)
        steps, ties = self._bought(found.taken)
        others = list(self._others(people, found.taken))
        refused = _tried(found.step + 1, found.refused) if found.refused else None
        near, behind = nearness(people, found.taken, self.chain)
        paid = tuple(_paid(found.taken, people, behind))
        shared = Shares(_tried(found.step, found.taken), refused, paid, near=near)
        if rule.fill:
            others, more = self._filled(others, self.election.budget - found.taken.spent)
            ties = [*ties, *more]
        count = Count((*steps, *others), tuple(ties), all_fit=False, shares=shared)
        return self._compared(count) if rule.comparison else count

    def _step(self, name: str, left: int, decision: Decision) -> Step:
        return plain_step(self.projects[name], self.tally, left, decision)

    def _bought(self, run: Run) -> tuple[list[Step], list[Tie]]:
        """In the order of the purchases, with the ties that could change what came after."""
        steps, ties, left = [], [], self.election.budget
        for purchase in run.purchases:
            name, others = purchase.project, purchase.tied_with
            step = self._step(name, left, Decision.FUNDED)
            if purchase.decided_by:
                ties.append(Tie((name, *others), step.score, left, purchase.decided_by))
                step = replace(step, tied_with=others, decided_by=purchase.decided_by)
            steps.append(step)
            left -= step.cost
        return steps, ties

    def _others(self, people: Profile, run: Run) -> Iterator[Step]:
        """What was not bought: the nearest to its cost first. `left` is what its supporters have together."""
        held = dict(_held(people, run))
        bought = set(run.bought)

        def nearness(project: Project) -> tuple[object, ...]:
            return -Fraction(held.get(project.id, 0), project.cost), *self.chain.order(project)

        waiting = (project for project in self.election.projects if project.id not in bought)
        for project in sorted(waiting, key=nearness):
            fault = self.threshold.fault(project)
            if fault:
                yield replace(self._step(project.id, 0, fault[0]), needed=fault[1])
            else:
                yield self._step(project.id, held[project.id], Decision.NOT_PAID)

    def _filled(self, others: Sequence[Step], left: int) -> tuple[list[Step], list[Tie]]:
        """SPEC §11.6: what is left buys, by votes and as far as it goes, what equal shares did not."""
        could = {step.project for step in others if step.decision is Decision.NOT_PAID}
        rest = tuple(project for project in self.election.projects if project.id in could)
        rule = replace(
            self.election.rule.by_turns(), threshold=0, threshold_ballots_percent=0, threshold_cost_percent=0
        )
        filled = greedy(replace(self.election, budget=left, projects=rest, ballots=(), rule=rule), self.tally)
        won = [replace(step, round=Round.FILL) for step in filled.steps if step.decision in WON]
        names = {step.project for step in won}
        return [*won, *(step for step in others if step.project not in names)], list(filled.ties)

    def _compared(self, count: Count) -> Count:
        """SPEC §11.6: most votes first is taken where more voters have more winners by it."""
        other = greedy(replace(self.election, rule=self.election.rule.by_turns()), self.tally)
        here, there = (frozenset(step.project for step in one.steps if step.decision in WON) for one in (count, other))
        prefer = prefer_greedy = 0
        for ballot in self.election.ballots:
            named = supported(ballot, self.election.rule.scores)
            difference = len(here.intersection(named)) - len(there.intersection(named))
            prefer += ballot.number if difference > 0 else 0
            prefer_greedy += ballot.number if difference < 0 else 0
        assert count.shares is not None  # noqa: S101 - made a few lines above
        by_greedy = prefer_greedy > prefer
        found = replace(count.shares, prefer=prefer, prefer_greedy=prefer_greedy, by_greedy=by_greedy)
        return replace(other if by_greedy else count, shares=found)


def _tried(step: int, run: Run) -> Tried:
    return Tried(step, _quotient(run.endowment), run.bought, run.spent)


def _quotient(number: Fraction) -> str:
    """`numerator/denominator` with all their digits: Python's own text of a whole number ends at 4,300 of them."""
    return f"{Decimal(number.numerator)}/{Decimal(number.denominator)}"


def _held(people: Profile, run: Run) -> Iterator[tuple[str, int]]:
    """What the supporters of each project have together after the run, in whole minor units, rounded down."""
    for row in people.backed:
        yield row.project.id, run.purse.together(row) // run.purse.parts


def _paid(run: Run, people: Profile, behind: Sequence[tuple[Next, ...]]) -> Iterator[Paid]:
    units = {row.project.id: int(row.units.max()) for row in people.backed}
    for bought, near in zip(run.purchases, behind, strict=True):
        most = bought.price * units[bought.project]
        rounded = round_up(most.numerator, most.denominator)
        yield Paid(bought.project, rounded, _quotient(bought.price), bought.payers, bought.full, near)
