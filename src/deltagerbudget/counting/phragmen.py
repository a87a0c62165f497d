"""Sequential Phragmén: everybody is given money at the same pace, and a project is bought when it can be. SPEC §12.1

All in whole numbers and fractions: what a voter has paid for is known from the purchase that emptied the purse last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from .ballots import Tally
from .greedy import Count, plain_step
from .model import Election, Project
from .outcome import Decision, Step, Tie
from .rule import Criterion, Utility
from .shares.profile import Backed, Profile, have_a_common_supporter, profile
from .thresholds import Threshold
from .ties import Chain


def phragmen(election: Election, tally: Tally) -> Count:
    """SPEC §12.1"""
    return _Counting(election, tally).count()


@dataclass(slots=True)
class _Purses:
    """When each group of voters spent all that it had: `times` of the purchases, and the place of its last one."""

    last: np.ndarray[tuple[int], np.dtype[np.intp]]
    times: list[Fraction]

    @classmethod
    def empty(cls, people: Profile) -> _Purses:
        return cls(np.zeros(len(people.numbers), np.intp), [Fraction(0)])

    def time(self, backed: Backed) -> Fraction:
        """When its supporters have its cost together, if none of them spends anything before."""
        numbers = np.bincount(self.last[backed.groups], weights=backed.number, minlength=len(self.times))
        spent = sum(
            (int(number) * time for number, time in zip(numbers, self.times, strict=True) if number), Fraction()
        )
        return (backed.cost + spent) / int(backed.number.sum())

    def spend(self, backed: Backed, time: Fraction) -> None:
        self.last[backed.groups] = len(self.times)
        self.times.append(time)


class _Counting:
    def __init__(self, election: Election, tally: Tally) -> None:
        self.election, self.tally = election, tally
        self.chain, self.threshold = Chain.of(election, tally), Threshold.of(election, tally)
        people = profile(election, Utility.CARDINALITY, self._takes_part)
        self.purses = _Purses.empty(people)
        self.waiting = {row.project.id: row for row in people.backed}
        # A time never becomes earlier while others are bought, so an older one is a bound.
        self.times = {row.project.id: self.purses.time(row) for row in people.backed}
        self.left = election.budget

    def _takes_part(self, project: Project) -> bool:
        return project.cost <= self.election.budget and not self.threshold.fault(project)

    def count(self) -> Count:
        steps: list[Step] = []
        ties: list[Tie] = []
        while equals := self._first():
            if any(row.cost > self.left for row in equals):
                break
            step = self._step(equals[0].project, Decision.FUNDED)
            if decided_by := self._decided_by(equals):
                others = tuple(row.project.id for row in equals[1:])
                ties.append(Tie((step.project, *others), step.score, self.left, decided_by))
                step = replace(step, tied_with=others, decided_by=decided_by)
            self._buy(equals[0])
            steps.append(step)
        return Count((*steps, *self._others({row.project.id for row in equals})), tuple(ties), all_fit=False)

    def _first(self) -> list[Backed]:
        """Those whose time comes first, in the order of the tie chain."""
        best: list[Backed] = []
        soonest: Fraction | None = None
        for name in sorted(self.waiting, key=self.times.__getitem__):
            if soonest is not None and self.times[name] > soonest:
                break
            row = self.waiting[name]
            time = self.times[name] = self.purses.time(row)
            if soonest is None or time < soonest:
                best, soonest = [row], time
            elif time == soonest:
                best.append(row)
        return sorted(best, key=lambda row: self.chain.order(row.project))

    def _buy(self, row: Backed) -> None:
        name = row.project.id
        self.purses.spend(row, self.times[name])
        self.left -= row.cost
        del self.waiting[name]

    def _decided_by(self, equals: list[Backed]) -> Criterion | None:
        """What put the first one first, where that can change anything. Raises LotNeeded."""
        all_fit = sum(row.cost for row in equals) <= self.left
        if len(equals) < 2 or (all_fit and not have_a_common_supporter(equals)):
            return None
        return self.chain.splits(equals[0].project, equals[1].project)

    def _others(self, stopped: set[str]) -> Iterator[Step]:
        """What was not bought: the soonest first, then what took no part."""
        times = {name: self.purses.time(row) for name, row in self.waiting.items()}
        bought = set(self.times) - set(times)
        took_part = [project for project in self.election.projects if project.id in times]
        for project in sorted(took_part, key=lambda project: (times[project.id], *self.chain.order(project))):
            name = project.id
            yield self._step(project, Decision.STOPPED if name in stopped else Decision.NOT_REACHED)
        for project in self.election.projects:
            if project.id not in bought and project.id not in times:
                fault = self.threshold.fault(project) or (Decision.SKIPPED, 0)
                yield replace(self._step(project, fault[0]), needed=fault[1])

    def _step(self, project: Project, decision: Decision) -> Step:
        return plain_step(project, self.tally, self.left, decision)
