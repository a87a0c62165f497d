"""What counting gives: the outcome with every step that led to it. SPEC §6"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from .ballots import Invalid, VoteType
from .errors import ElectionError
from .model import canonical
from .rule import Criterion, Rule

FORMAT = "outcome/v1"


class Decision(StrEnum):
    FUNDED = "funded"
    PART_FUNDED = "part-funded"
    TOPPED_UP = "topped-up"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    NOT_REACHED = "not-reached"
    EXCLUDED = "excluded"
    CAPPED = "capped"
    NO_PRIZE = "no-prize"
    BELOW_THRESHOLD = "below-threshold"
    NO_VOTES = "no-votes"


WON = (Decision.FUNDED, Decision.PART_FUNDED)
BUILT = (*WON, Decision.TOPPED_UP)


class Round(StrEnum):
    """SPEC §3.7: first what every area is to have, then the count, then what the caps held back."""

    AREAS = "areas"
    MAIN = "main"
    CAPS_LIFTED = "caps-lifted"


@dataclass(frozen=True, slots=True)
class Step:
    """One project's turn. SPEC §6.1

    `asked` is what it would get of the budget (its cost, or a share of it), `left` the money before its turn,
    `granted` what it got of it. `because` names the project or the cap that stood in the way, `needed` the votes or
    points of the threshold. `more_votes` and `cheaper` are the smallest changes with which it would have won (§6.5).
    """

    project: str
    votes: int
    score: int
    cost: int
    asked: int
    left: int
    granted: int
    decision: Decision
    round: Round = Round.MAIN
    because: str = ""
    needed: int = 0
    tied_with: tuple[str, ...] = ()
    decided_by: Criterion | None = None
    more_votes: int | None = None
    cheaper: int | None = None

    @property
    def short(self) -> int:
        """Money that was missing at this project's turn."""
        return max(0, self.asked - self.left)

    @property
    def is_built(self) -> bool:
        return self.decision in BUILT


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects that stood equal, whose order changed who was funded, and the criterion that ordered them. SPEC §5.2"""

    projects: tuple[str, ...]
    score: int
    left: int
    decided_by: Criterion


@dataclass(frozen=True, slots=True)
class TopUp:
    """A project that the rule funds with money from elsewhere: `left` of the budget, `extra` beside it. SPEC §3.3"""

    project: str
    left: int
    extra: int


@dataclass(frozen=True, slots=True)
class Spending:
    """What one category or area got; a project with two categories stands in both. SPEC §6.4"""

    kind: str
    name: str
    projects: int
    funded: int
    money: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How the outcome falls on the voters: whole numbers, so that every share can be computed anew. SPEC §6.4"""

    blank: int
    without_winner: int
    winners_named: int
    spending: tuple[Spending, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of counting one election. SPEC §6"""

    rule: Rule
    vote_type: VoteType
    currency: str
    budget: int
    voters: int
    all_fit: bool
    steps: tuple[Step, ...]
    winners: tuple[str, ...]
    topped_up: tuple[TopUp, ...]
    spent: int
    left: int
    ties: tuple[Tie, ...]
    withdrawn: tuple[str, ...]
    invalid: tuple[Invalid, ...]
    figures: Figures
    input_digest: str

    def step(self, project: str) -> Step:
        return next(step for step in self.steps if step.project == project)

    @property
    def last_funded_votes(self) -> int | None:
        """The lowest score with which a project was funded; None when none was."""
        return min((step.score for step in self.steps if step.decision in WON), default=None)

    @property
    def next_in_line(self) -> Step | None:
        """The first project that was not built though it had the votes for it, in the order of the turns. SPEC §6.6"""
        out = (Decision.NO_VOTES, Decision.BELOW_THRESHOLD, Decision.EXCLUDED, *BUILT)
        return next((step for step in self.steps if step.decision not in out), None)

    def to_data(self) -> dict[str, Any]:
        return asdict(self) | {"format": FORMAT, "rule": self.rule.to_data()}

    def to_json(self) -> str:
        """The canonical text, the same bytes for the same outcome. SPEC §6.2"""
        return canonical(self.to_data()).decode()

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
    figures = data["figures"]
    return {
        "rule": Rule.from_data(data["rule"]),
        "vote_type": VoteType(data["vote_type"]),
        "steps": tuple(_step(item) for item in data["steps"]),
        "winners": tuple(data["winners"]),
        "topped_up": tuple(TopUp(**item) for item in data["topped_up"]),
        "ties": tuple(_tie(item) for item in data["ties"]),
        "withdrawn": tuple(data["withdrawn"]),
        "invalid": tuple(Invalid(**item) for item in data["invalid"]),
        "figures": Figures(**(figures | {"spending": tuple(Spending(**item) for item in figures["spending"])})),
    }


def _step(item: dict[str, Any]) -> Step:
    parts = {
        "decision": Decision(item["decision"]),
        "round": Round(item["round"]),
        "tied_with": tuple(item["tied_with"]),
        "decided_by": Criterion(item["decided_by"]) if item["decided_by"] else None,
    }
    return Step(**(item | parts))


def _tie(item: dict[str, Any]) -> Tie:
    return Tie(**(item | {"projects": tuple(item["projects"]), "decided_by": Criterion(item["decided_by"])}))
