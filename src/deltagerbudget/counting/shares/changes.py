"""The lower price, or the further votes, with which equal shares would have bought a project. SPEC §11.13"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from ..ballots import Tally
from ..model import Election, Project
from ..outcome import WON, Change, Outcome, Step
from ..rule import Completion, Criterion, Rule, Utility
from ..thresholds import Threshold
from ..ties import Chain, LotNeeded
from . import completion
from .count import shares
from .profile import Profile, profile, row_of

# So many new ballots are tried, and no more.
MOST_VOTES = 1000


def with_changes(election: Election, outcome: Outcome, projects: Collection[str] | None = None) -> Outcome:
    """The outcome with a change for each of these projects that was not built; all of them by default. SPEC §11.13

    Each takes some tens of counts: seconds, for a town.
    """
    if outcome.shares is None:
        return outcome
    asked = [step for step in outcome.steps if projects is None or step.project in projects]
    search = Search(election, election.tally())
    found = tuple(search.change(step) for step in asked if not step.is_built)
    return replace(outcome, shares=replace(outcome.shares, changes=found))


@dataclass(frozen=True, slots=True)
class Search:
    election: Election
    tally: Tally

    @property
    def utility(self) -> Utility:
        assert self.election.rule.utility is not None  # noqa: S101 - the rule was checked when it was made
        return self.election.rule.utility

    def change(self, step: Step) -> Change:
        name, rule = step.project, self.election.rule
        project = next(project for project in self.election.projects if project.id == name)
        fall = self.cheaper(project)
        votes = self.more_votes(project) if _is_one_run(rule) and not rule.fill else None
        return Change(name, fall, fall is not None and _is_monotone(rule), votes)

    def cheaper(self, project: Project) -> int | None:
        """A fall with which it wins, while it does not with one less. Where prices are monotone, the least one."""
        everyone = self._people(project)

        def wins(fall: int) -> bool:
            return self._wins(everyone, replace(project, cost=project.cost - fall), proven=False)

        falls = range(1, project.cost)
        place = bisect_left(falls, True, key=wins)
        if place == len(falls):
            return None
        found = falls[place]
        costs = (project.cost - found, project.cost - found + 1)
        now, before = (self._wins(everyone, replace(project, cost=cost), proven=True) for cost in costs)
        if before or not now:
            raise completion.Disagreement(f"{project.id} does not win from {costs[0]} on")
        return found

    def _people(self, project: Project) -> Profile:
        """All who support what takes part, and this project even where it does not."""
        threshold = Threshold.of(self.election, self.tally)
        return profile(self.election, self.utility, lambda other: other.id == project.id or not threshold.fault(other))

    def _wins(self, everyone: Profile, changed: Project, *, proven: bool) -> bool:
        election, rule = self.election, self.election.rule
        is_in = Threshold.of(election, self.tally).fault(changed) is None
        factor = changed.cost if self.utility is Utility.COST else 1
        rows = [
            row if row.project.id != changed.id else replace(row, project=changed, factor=factor)
            for row in everyone.backed
            if row.project.id != changed.id or is_in
        ]
        people, chain = replace(everyone, backed=tuple(rows)), Chain.of(election, self.tally)
        try:
            is_bought = changed.id in _bought(rule, people, chain, election.budget, proven=proven)
            # The fill and the comparison can give another answer; then it is counted to the end.
            return self._to_the_end(changed) if rule.comparison or (rule.fill and not is_bought) else is_bought
        except LotNeeded:
            return False

    def _to_the_end(self, changed: Project) -> bool:
        projects = tuple(changed if other.id == changed.id else other for other in self.election.projects)
        counted = shares(replace(self.election, projects=projects), self.tally)
        return any(step.project == changed.id and step.decision in WON for step in counted.steps)

    def more_votes(self, project: Project) -> int | None:
        """The least number of new ballots, tried upwards: more of them leave everyone less, so winning may not stay."""
        people, election = self._people(project), self.election
        for number in range(1, MOST_VOTES + 1):
            # Together its supporters could not have its cost.
            could = (self.tally.votes[project.id] + number) * election.budget
            if could >= project.cost * (election.voters + number) and self._wins_with(people, project, number):
                return number
        return None

    def _wins_with(self, everyone: Profile, project: Project, number: int) -> bool:
        election, name, worth = self.election, project.id, self.election.most_for_one
        tally = Tally(
            self.tally.votes | {name: self.tally.votes[name] + number},
            self.tally.scores | {name: self.tally.scores[name] + number * worth},
            self.tally.voters + number,
            self.tally.blank,
        )
        threshold = Threshold.of(election, tally)
        units = worth if self.utility is Utility.POINTS else 1
        numbers = np.append(everyone.numbers, number)
        own = next((row for row in everyone.backed if row.project.id == name), None)
        groups, worths = (own.groups, own.units) if own else (np.empty(0, np.int64), np.empty(0, np.int64))
        groups, worths = np.append(groups, len(everyone.numbers)), np.append(worths, units)
        rows = [row for row in everyone.backed if row.project.id != name]
        rows = [row_of(project, self.utility, numbers, groups, worths), *rows]
        rows = [row for row in rows if threshold.fault(row.project) is None]
        people = Profile(numbers, everyone.voters + number, tuple(rows))
        chain = Chain.of(election, tally)
        try:
            fast = name in _bought(election.rule, people, chain, election.budget, proven=False)
            return fast and name in _bought(election.rule, people, chain, election.budget, proven=True)
        except LotNeeded:
            return False


def _bought(rule: Rule, people: Profile, chain: Chain, budget: int, *, proven: bool) -> tuple[str, ...]:
    if proven:
        return completion.end(rule, people, chain, budget).taken.bought
    return completion.bought(rule, people, chain, budget)


def _is_one_run(rule: Rule) -> bool:
    return rule.completion is Completion.NONE and not rule.comparison


def _is_monotone(rule: Rule) -> bool:
    """Whether a project that wins at one price wins at every lower one. SPEC §11.13"""
    return _is_one_run(rule) and (Criterion.LOT not in rule.ties or bool(rule.lot_seed))
