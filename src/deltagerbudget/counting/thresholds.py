"""What a project needs before any money: votes or points, a part of the ballots, a part of its cost. SPEC §3.4"""

from __future__ import annotations

from dataclasses import dataclass

from .ballots import Tally
from .model import Election, Project
from .outcome import Decision
from .rule import Rule


@dataclass(frozen=True, slots=True)
class Threshold:
    rule: Rule
    tally: Tally
    budget: int

    @classmethod
    def of(cls, election: Election, tally: Tally) -> Threshold:
        return cls(election.rule, tally, election.budget)

    def fault(self, project: Project) -> tuple[Decision, int] | None:
        """Why the project cannot win, with the votes or points that it needs; None when it can."""
        votes, score = self.tally.votes[project.id], self.tally.scores[project.id]
        if score == 0:
            return Decision.NO_VOTES, 0
        if score < self.rule.threshold:
            return Decision.BELOW_THRESHOLD, self.rule.threshold
        needed = self.needed_votes(project)
        return (Decision.BELOW_THRESHOLD, needed) if votes < needed else None

    def needed_votes(self, project: Project) -> int:
        """The votes that the thresholds in per cent ask for, rounded up."""
        ballots = _up(self.rule.threshold_ballots_percent * self.tally.voters, 100)
        if not self.rule.threshold_cost_percent or not self.budget:
            return ballots
        of_cost = _up(self.rule.threshold_cost_percent * project.cost * self.tally.voters, 100 * self.budget)
        return max(ballots, of_cost)


def _up(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
