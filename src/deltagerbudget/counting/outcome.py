"""What counting gives: the outcome with every step that led to it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from .model import Criterion, ElectionError, Invalid, Rule, canonical

FORMAT = "outcome/v1"


class Decision(StrEnum):
    FUNDED = "funded"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    NOT_REACHED = "not-reached"
    BELOW_THRESHOLD = "below-threshold"
    NO_VOTES = "no-votes"


@dataclass(frozen=True, slots=True)
class Step:
    """One project's turn; `left` is the money left before it. SPEC §6.1"""

    project: str
    votes: int
    cost: int
    left: int
    decision: Decision
    tied_with: tuple[str, ...] = ()
    decided_by: Criterion | None = None

    @property
    def short(self) -> int:
        """Money that was missing at this project's turn."""
        return max(0, self.cost - self.left)


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects with equal votes whose order changed who was funded, and the criterion that ordered them. SPEC §5.2"""

    projects: tuple[str, ...]
    votes: int
    left: int
    decided_by: Criterion


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of counting one election. SPEC §6"""

    rule: Rule
    currency: str
    budget: int
    voters: int
    all_fit: bool
    steps: tuple[Step, ...]
    winners: tuple[str, ...]
    spent: int
    left: int
    ties: tuple[Tie, ...]
    withdrawn: tuple[str, ...]
    invalid: tuple[Invalid, ...]
    input_digest: str

    def step(self, project: str) -> Step:
        return next(step for step in self.steps if step.project == project)

    @property
    def last_funded_votes(self) -> int | None:
        """The fewest votes with which a project was funded; None when none was."""
        return min((step.votes for step in self.steps if step.decision is Decision.FUNDED), default=None)

    def to_json(self) -> str:
        """The canonical text, the same bytes for the same outcome. SPEC §6.2"""
        data = asdict(self) | {"format": FORMAT, "rule": self.rule.to_data()}
        return canonical(data).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Outcome:
        data: dict[str, Any] = json.loads(text)
        if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
            raise ElectionError(f"not {FORMAT}")
        try:
            return cls(**(data | _parts(data)))
        except (KeyError, TypeError, ValueError) as error:
            raise ElectionError(f"not {FORMAT}: {error}") from None


def _parts(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "rule": Rule.from_data(data["rule"]),
        "steps": tuple(_step(item) for item in data["steps"]),
        "winners": tuple(data["winners"]),
        "ties": tuple(_tie(item) for item in data["ties"]),
        "withdrawn": tuple(data["withdrawn"]),
        "invalid": tuple(Invalid(**item) for item in data["invalid"]),
    }


def _step(item: dict[str, Any]) -> Step:
    decided_by = Criterion(item["decided_by"]) if item["decided_by"] else None
    parts = {"decision": Decision(item["decision"]), "tied_with": tuple(item["tied_with"]), "decided_by": decided_by}
    return Step(**(item | parts))


def _tie(item: dict[str, Any]) -> Tie:
    return Tie(**(item | {"projects": tuple(item["projects"]), "decided_by": Criterion(item["decided_by"])}))
