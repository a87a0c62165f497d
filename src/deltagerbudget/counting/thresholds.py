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

    def parts(self, project: Project) -> list[tuple[int, int]]:
        """The parts of all ballots that the thresholds in per cent ask for, as numerator and denominator."""
        parts = [(self.rule.threshold_ballots_percent, 100)]
        if self.budget:
            parts.append((self.rule.threshold_cost_percent * project.cost, 100 * self.budget))
        return [part for part in parts if part[0]]

    def needed_votes(self, project: Project) -> int:
        """The votes that these parts are, rounded up."""
        return max((round_up(part * self.tally.voters, whole) for part, whole in self.parts(project)), default=0)


def round_up(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
