"""Fixed amounts by place. SPEC §3.10"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from .ballots import Tally
from .greedy import Count, _with_tie
from .model import Election, Project
from .outcome import Decision, Step, Tie
from .thresholds import Threshold
from .ties import Chain, ties_that_matter


@dataclass(frozen=True, slots=True)
class _Prizes:
    """The prizes that are still to be had; a Contest over them."""

    amounts: tuple[int, ...]

    def contenders(self, equals: Sequence[Project], state: tuple[int, ...]) -> Sequence[Project]:
        due = (state + (0,) * len(equals))[: len(equals)]
        return equals if len(set(due)) > 1 else ()

    def after(self, part: Sequence[Project], state: tuple[int, ...]) -> tuple[int, ...]:
        return state[len(part) :]

    def left(self, state: tuple[int, ...]) -> int:
        return sum(state)


def prizes(election: Election, tally: Tally) -> Count:
    """The first place gets the first prize, and so on; equal projects by the tie chain."""
    chain = Chain.of(election, tally.votes, tally.scores)
    threshold = Threshold.of(election, tally)
    ordered = sorted(election.projects, key=lambda project: (-tally.scores[project.id], *chain.order(project)))
    steps: list[Step] = []
    ties: list[Tie] = []
    state, left = election.rule.prizes, election.budget
    contest = _Prizes(state)
    for _, members in groupby(ordered, key=lambda project: tally.scores[project.id]):
        equals = list(members)
        can_win = [project for project in equals if not threshold.fault(project)]
        found = ties_that_matter(can_win, chain.criteria, state, chain, contest) if len(can_win) > 1 else []
        for project in equals:
            step = _turn(project, state, left, threshold, tally)
            if step.granted:
                state, left = state[1:], left - step.granted
            steps.append(_with_tie(step, found))
        ties += found
    return Count(tuple(steps), tuple(ties), all_fit=False)


def _turn(project: Project, state: tuple[int, ...], left: int, threshold: Threshold, tally: Tally) -> Step:
    fault = threshold.fault(project)
    prize = state[0] if state and not fault else 0
    decision = fault[0] if fault else Decision.FUNDED if prize else Decision.NO_PRIZE
    votes, score = tally.votes[project.id], tally.scores[project.id]
    needed = fault[1] if fault else 0
    return Step(project.id, votes, score, project.cost, prize, left, prize, decision, needed=needed)
