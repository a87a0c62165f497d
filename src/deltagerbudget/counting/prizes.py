"""Fixed amounts by place. SPEC §3.10"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .ballots import Tally
from .greedy import Count
from .model import Election, Project
from .outcome import Decision, Step
from .thresholds import Threshold
from .ties import Chain, in_order, take_turns


@dataclass(frozen=True, slots=True)
class _Table:
    """The prizes that are still to be had, and the money left."""

    prizes: tuple[int, ...]
    money: int


def prizes(election: Election, tally: Tally) -> Count:
    """The first place gets the first prize, and so on; equal projects by the tie chain."""
    chain, contest = Chain.of(election, tally), _Prizes(tally, Threshold.of(election, tally))
    table = _Table(election.rule.prizes, election.budget)
    steps, ties, _ = take_turns(in_order(election.projects, chain, contest), table, chain, contest)
    return Count(tuple(steps), tuple(ties), all_fit=False)


@dataclass(frozen=True, slots=True)
class _Prizes:
    """The Contest of the turns."""

    tally: Tally
    threshold: Threshold

    def rank(self, project: Project) -> int:
        return self.tally.scores[project.id]

    def can_win(self, project: Project) -> bool:
        return not self.threshold.fault(project)

    def turn(self, project: Project, state: _Table) -> tuple[Step, _Table]:
        decision, needed = self.threshold.fault(project) or (Decision.FUNDED, 0)
        prize = state.prizes[0] if state.prizes and decision is Decision.FUNDED else 0
        if decision is Decision.FUNDED and not prize:
            decision = Decision.NO_PRIZE
        votes, score = self.tally.votes[project.id], self.tally.scores[project.id]
        step = Step(project.id, votes, score, project.cost, prize, state.money, prize, decision, needed=needed)
        return step, _Table(state.prizes[1:], state.money - prize) if prize else state

    def contenders(self, equals: Sequence[Project], state: _Table) -> Sequence[Project]:
        due = (state.prizes + (0,) * len(equals))[: len(equals)]
        return equals if len(set(due)) > 1 else ()

    def left(self, state: _Table) -> int:
        return state.money
