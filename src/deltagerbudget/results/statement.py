"""What one voter's part paid for in a count by equal shares: the prices from which a voter can tell. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from deltagerbudget.counting.outcome import Outcome, Round
from deltagerbudget.counting.rule import Utility
from deltagerbudget.results.equal import by_equal_shares


@dataclass(frozen=True)
class Choice:
    """What stood on the ballot."""

    project: str
    title: str


@dataclass(frozen=True)
class Purchase:
    """A project that its supporters bought: each paid `exact` (for each point, by points), or all they had left."""

    project: str
    title: str
    # A quotient of whole numbers of minor units, and the same rounded to the nearest whole one.
    exact: str
    rounded: int


@dataclass(frozen=True)
class Statement:
    """All that is needed to find what a ballot paid: what every voter had, and the purchases in their order."""

    endowment: str
    rounded: int
    purchases: tuple[Purchase, ...]
    # Bought with what was left at last, which was nobody's part.
    filled: tuple[Choice, ...]
    choices: tuple[Choice, ...]
    # Who gave more points paid more; and where they were given by places, what each place was worth.
    by_points: bool
    place_points: tuple[int, ...]
    currency: str
    lang: str


def can_be_told(outcome: Outcome) -> bool:
    """Where equal shares decided, and the prices may be shown (equal.discreet)."""
    shares = by_equal_shares(outcome)
    return shares is not None and bool(shares.paid) and len(shares.paid) == len(shares.taken.winners)


def statement_of(outcome: Outcome, frozen: Mapping[str, Any]) -> Statement:
    """Of an outcome that can be told; `frozen` is the configuration of the vote."""
    titles = {str(project["number"]): project["title"] for project in frozen["projects"]}
    shares = by_equal_shares(outcome)
    assert shares is not None  # noqa: S101 - see can_be_told
    counted = {step.project for step in outcome.steps}
    return Statement(
        endowment=shares.taken.endowment,
        rounded=nearest(shares.taken.endowment),
        purchases=tuple(
            Purchase(paid.project, titles[paid.project], paid.unit_price, nearest(paid.unit_price))
            for paid in shares.paid
        ),
        filled=tuple(Choice(step.project, titles[step.project]) for step in outcome.steps if step.round is Round.FILL),
        choices=tuple(Choice(number, title) for number, title in titles.items() if number in counted),
        by_points=outcome.rule.utility is Utility.POINTS,
        place_points=tuple(outcome.rule.scores),
        currency=outcome.currency,
        lang=frozen.get("pabulib", {}).get("language", ""),
    )


def nearest(quotient: str) -> int:
    """The nearest whole number; a half goes up."""
    # Python reads no whole number of more than 4,300 figures from a text; a Decimal has them all.
    numerator, denominator = (int(Decimal(part)) for part in quotient.split("/"))
    return (2 * numerator + denominator) // (2 * denominator)
