"""Decides what a ballot may say and when it may be cast. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.processes.rules import BallotType
from deltagerbudget.ui.danish import kroner

GRACE = timedelta(minutes=10)
AUDIT_WINDOW = timedelta(days=7)
# Under so many ballots the ballots themselves are not published.
MIN_PUBLISHED_BALLOTS = 30

_NUMBER = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


class InvalidChoice(NotPossible):
    """The ballot breaks a rule of the vote. ``code`` names it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Limits:
    """What the frozen configuration says of a ballot. Costs in øre by project number."""

    ballot_type: BallotType
    amount_ore: int
    min_choices: int
    max_choices: int | None
    costs: dict[int, int]


def chosen_numbers(raw: Sequence[str], limits: Limits) -> list[int]:
    """The project numbers of a ballot in the order of the list; raises InvalidChoice."""
    if len(raw) > len(limits.costs):
        raise InvalidChoice("too-many-values", _("The ballot names more proposals than there are. Start again."))
    if not all(_NUMBER.fullmatch(value) for value in raw):
        raise InvalidChoice("not-a-number", _("The ballot could not be read. Start again from the list."))
    numbers = sorted(int(value) for value in raw)
    if len(set(numbers)) != len(numbers):
        raise InvalidChoice("duplicate", _("A proposal is on the ballot twice. Choose each proposal once."))
    if any(number not in limits.costs for number in numbers):
        raise InvalidChoice("unknown", _("The ballot names a proposal that is not part of this vote."))
    _check_count(len(numbers), limits)
    _check_money(numbers, limits)
    return numbers


def _check_count(count: int, limits: Limits) -> None:
    if count < limits.min_choices:
        message = ngettext(
            "Choose at least %(count)s proposal.", "Choose at least %(count)s proposals.", limits.min_choices
        )
        raise InvalidChoice("too-few", message % {"count": limits.min_choices})
    if limits.max_choices is not None and count > limits.max_choices:
        message = ngettext(
            "You have chosen %(chosen)s proposals. You can choose at most %(count)s. Remove some.",
            "You have chosen %(chosen)s proposals. You can choose at most %(count)s. Remove some.",
            count,
        )
        raise InvalidChoice("too-many", message % {"chosen": count, "count": limits.max_choices})


def _check_money(numbers: Sequence[int], limits: Limits) -> None:
    """Only a knapsack ballot minds the money; in approval the price is irrelevant."""
    if limits.ballot_type != BallotType.KNAPSACK:
        return
    over = sum(limits.costs[number] for number in numbers) - limits.amount_ore
    if over > 0:
        raise InvalidChoice(
            "over-budget",
            _("You have chosen for %(over)s more than there is. Remove one or more proposals.")
            % {"over": kroner(over, get_language() or "da")},
        )


def known_numbers(raw: Sequence[str], limits: Limits) -> tuple[int, ...]:
    """What can be kept of a ballot, valid or not: the projects of this vote that it names, each once."""
    named = {int(value) for value in raw[: 2 * len(limits.costs)] if _NUMBER.fullmatch(value)}
    return tuple(sorted(named & limits.costs.keys()))


def left_ore(numbers: Sequence[int], limits: Limits) -> int | None:
    """What is left of the amount, below zero when too much is chosen; None where a ballot does not mind the money."""
    if limits.ballot_type != BallotType.KNAPSACK:
        return None
    return limits.amount_ore - sum(limits.costs[number] for number in numbers)


def missing_ore(cost_ore: int, left: int | None) -> int:
    """How much is missing for one more project of this cost; 0 when it fits."""
    return 0 if left is None else max(cost_ore - max(left, 0), 0)


@dataclass(frozen=True)
class Hours:
    """When a vote takes ballots."""

    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None


def takes_ballots(hours: Hours, *, at: datetime, ticket_at: datetime | None) -> bool:
    """Whether a ballot cast ``at`` counts; a ticket issued before closing gives ten minutes more."""
    if hours.closed_at is not None or at < hours.opens_at:
        return False
    if at < hours.closes_at:
        return True
    has_ticket = ticket_at is not None and hours.opens_at <= ticket_at < hours.closes_at
    return has_ticket and at < hours.closes_at + GRACE


class Door(Enum):
    """What a visitor to the booth meets."""

    EARLY = auto()
    OPEN = auto()
    GRACE = auto()
    CLOSED = auto()


def door(hours: Hours, *, at: datetime, ticket_at: datetime | None) -> Door:
    if hours.closed_at is None and at < hours.opens_at:
        return Door.EARLY
    if not takes_ballots(hours, at=at, ticket_at=ticket_at):
        return Door.CLOSED
    return Door.OPEN if at < hours.closes_at else Door.GRACE
