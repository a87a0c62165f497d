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
    NOT_PAID = "not-paid"
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
    """SPEC §3.7: first what every area is to have, then the count, then what the caps held back. §11.6: the fill."""

    AREAS = "areas"
    MAIN = "main"
    CAPS_LIFTED = "caps-lifted"
    FILL = "fill"


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
class Next:
    """A project that waits behind a purchase, and the part of its cost that was there, in per mille. SPEC §11.11"""

    project: str
    per_mille: int


@dataclass(frozen=True, slots=True)
class Paid:
    """What a project bought by equal shares cost its supporters. SPEC §11.7

    `price` is the most that one of them paid for it, in minor units, rounded up; `unit_price` is exactly what each paid
    for a unit of it, or all that they had left, as a quotient of whole numbers of minor units; `payers` is how many
    paid anything and `full` how many paid the most. `next` are the projects that were nearest behind it (§11.11).
    """

    project: str
    price: int
    unit_price: str
    payers: int
    full: int
    next: tuple[Next, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """How near a project came that equal shares did not buy: its effective support. SPEC §11.11

    The most that its supporters could have paid of its cost at one of the purchases, in per mille, rounded down and
    never 1000; `round` is the number of that purchase, one more than there are for the end of the run.
    """

    project: str
    per_mille: int
    round: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What the supporters of one project paid for another: `money` of `voters` of them, rounded down. SPEC §11.12"""

    project: str
    money: int
    voters: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the money of a project's supporters went that equal shares did not buy. SPEC §11.12

    Its `supporters` had `had` together, `spent` it on what was bought, and have `left`; each rounded down to a minor
    unit. It tells how many people named two projects: nothing to be shown where few have voted.
    """

    project: str
    supporters: int
    had: int
    spent: tuple[Spent, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Change:
    """With what else being the same a project would have been built that equal shares did not buy. SPEC §11.13

    `cheaper` is a fall of its cost in minor units with which it would have been, where with one minor unit less it
    would not; `is_least` says that no smaller fall would do, and otherwise nobody knows. `more_votes` is the least
    number of new ballots that name it alone. None where none was found.
    """

    project: str
    cheaper: int | None
    is_least: bool
    more_votes: int | None


@dataclass(frozen=True, slots=True)
class Tried:
    """One endowment: what every voter has, a quotient of whole numbers of minor units, and what it buys. SPEC §11.4"""

    step: int
    endowment: str
    winners: tuple[str, ...]
    spent: int


@dataclass(frozen=True, slots=True)
class Shares:
    """How equal shares came to its end: the last endowment that was taken, and the first that was not. SPEC §11.7

    `prefer` and `prefer_greedy` are how many voters have more winners here, and by most votes first; both are None
    without the comparison. `by_greedy` says that most votes first was taken. `near` holds, in the order of the
    election, what took part and was not bought; `elsewhere` (§11.12) and `changes` (§11.13) hold
    what was asked for.
    """

    taken: Tried
    refused: Tried | None
    paid: tuple[Paid, ...]
    prefer: int | None = None
    prefer_greedy: int | None = None
    by_greedy: bool = False
    near: tuple[Near, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    changes: tuple[Change, ...] = ()


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
    shares: Shares | None = None

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
        data = asdict(self) | {"format": FORMAT, "rule": self.rule.to_data()}
        if self.shares is None:
            # So that an outcome of another rule keeps its bytes.
            del data["shares"]
        return data

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
        "shares": _shares(data["shares"]) if "shares" in data else None,
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


def _shares(item: dict[str, Any]) -> Shares:
    parts = {
        "taken": _tried(item["taken"]),
        "refused": _tried(item["refused"]) if item["refused"] else None,
        "paid": tuple(Paid(**(paid | {"next": tuple(Next(**near) for near in paid["next"])})) for paid in item["paid"]),
        "near": tuple(Near(**near) for near in item["near"]),
        "elsewhere": tuple(
            Elsewhere(**(each | {"spent": tuple(Spent(**spent) for spent in each["spent"])}))
            for each in item["elsewhere"]
        ),
        "changes": tuple(Change(**change) for change in item["changes"]),
    }
    return Shares(**(item | parts))


def _tried(item: dict[str, Any]) -> Tried:
    return Tried(**(item | {"winners": tuple(item["winners"])}))


def _tie(item: dict[str, Any]) -> Tie:
    return Tie(**(item | {"projects": tuple(item["projects"]), "decided_by": Criterion(item["decided_by"])}))
