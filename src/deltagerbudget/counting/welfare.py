"""Max welfare: the projects that are worth most to all voters together, within the budget. SPEC §12.2"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .ballots import Tally
from .greedy import Count, plain_step
from .knapsack import Item, best
from .model import Election, Project
from .outcome import Decision, Step, Tie
from .rule import Criterion
from .shares.profile import profile
from .thresholds import Threshold
from .ties import Chain, LotNeeded


def max_welfare(election: Election, tally: Tally) -> Count:
    """SPEC §12.2"""
    chain, threshold = Chain.of(election, tally), Threshold.of(election, tally)
    assert election.rule.utility is not None  # noqa: S101 - the rule was checked when it was made
    people = profile(
        election,
        election.rule.utility,
        lambda project: project.cost <= election.budget and not threshold.fault(project),
    )
    rows = sorted(people.backed, key=lambda row: chain.order(row.project))
    projects = [row.project for row in rows]
    worth = [row.factor * int(row.weight.sum()) for row in rows]
    chosen = _chosen(projects, worth, election.budget)
    other = _chosen(projects, worth, election.budget, last_first=True)
    decided_by = _decided_by(projects, chosen, other, chain) if chosen != other else None
    return _Counted(election, tally, threshold).count(projects, chosen, other, decided_by)


def _chosen(projects: Sequence[Project], worth: Sequence[int], budget: int, *, last_first: bool = False) -> list[int]:
    """Of the sets that are worth most the cheapest; of these the one with the first project in which they differ.

    All three are one sum: the worth, then less the cost, then a bit for each project; ``last_first`` takes the bit away
    instead, so that both answers are the same where there is only one.
    """
    dearest, bits = 1 + sum(project.cost for project in projects), len(projects)
    sign = -1 if last_first else 1
    items = [
        Item(project.cost, ((value * dearest - project.cost) << bits + 1) + sign * (1 << bits - 1 - rank))
        for rank, (project, value) in enumerate(zip(projects, worth, strict=True))
    ]
    return sorted(best(items, budget))


def _decided_by(projects: Sequence[Project], chosen: list[int], other: list[int], chain: Chain) -> Criterion:
    """What tells the two apart. Raises LotNeeded where a lot is to be drawn: it may decide between further ones."""
    first, second = (projects[min(set(a) - set(b))] for a, b in ((chosen, other), (other, chosen)))
    if Criterion.LOT in chain.criteria and not chain.seed:
        raise LotNeeded((first.id, second.id))
    return chain.splits(first, second)


class _Counted:
    """The turns of what was chosen and what was not."""

    def __init__(self, election: Election, tally: Tally, threshold: Threshold) -> None:
        self.election, self.tally, self.threshold = election, tally, threshold

    def count(
        self, projects: Sequence[Project], chosen: list[int], other: list[int], decided_by: Criterion | None
    ) -> Count:
        steps, left = [], self.election.budget
        tied = tuple(projects[rank].id for rank in sorted(set(chosen) ^ set(other)))
        for rank in chosen:
            step = self._step(projects[rank], left, Decision.FUNDED)
            if step.project in tied:
                equals = tuple(name for name in tied if name != step.project)
                step = replace(step, tied_with=equals, decided_by=decided_by)
            steps.append(step)
            left -= step.cost
        ties = (Tie(tied, 0, left, decided_by),) if decided_by else ()
        # Whatever was not chosen costs more than what is left: otherwise it would be worth more to have it too.
        waiting = [project for rank, project in enumerate(projects) if rank not in chosen]
        others = [self._step(project, left, Decision.SKIPPED) for project in waiting]
        return Count((*steps, *others, *self._out({project.id for project in projects}, left)), ties, all_fit=False)

    def _out(self, took_part: set[str], left: int) -> Iterator[Step]:
        for project in self.election.projects:
            if project.id not in took_part:
                fault = self.threshold.fault(project) or (Decision.SKIPPED, 0)
                yield replace(self._step(project, left, fault[0]), needed=fault[1])

    def _step(self, project: Project, left: int, decision: Decision) -> Step:
        return plain_step(project, self.tally, left, decision)
