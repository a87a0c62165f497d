"""What one figure is: a number, of how many, as of when, and where it is missing why. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

FORMAT = "evaluation/v1"


class Group(StrEnum):
    """In the order of the page. Experience is asked for in surveys, all else is counted."""

    VOTE = "vote"
    PROPOSALS = "proposals"
    TIME = "time"
    DELIVERY = "delivery"
    MONEY = "money"
    EXPERIENCE = "experience"


class Unit(StrEnum):
    NUMBER = "number"
    # `number` of `of`, in per cent.
    SHARE = "share"
    # The same of amounts in øre.
    MONEY_SHARE = "money-share"
    # `number` øre, or minutes, divided by `of`.
    MONEY_EACH = "money-each"
    TIME_EACH = "time-each"
    # A median in days, or in tenths of a month; `of` is how many were measured.
    DAYS = "days"
    MONTHS = "months"


class Unknown(StrEnum):
    """Why a figure is not there."""

    NOT_ASKED = "not-asked"
    TOO_FEW = "too-few"
    NOT_YET = "not-yet"
    NO_ROLL = "no-roll"
    NOT_KEPT = "not-kept"
    NONE = "none"


class Key(StrEnum):
    TURNOUT = "turnout"
    TURNOUT_BY_AGE = "turnout-by-age"
    TURNOUT_BY_AREA = "turnout-by-area"
    BALLOTS = "ballots"
    BALLOTS_BY_CHANNEL = "ballots-by-channel"
    BALLOTS_BY_KIND = "ballots-by-kind"
    WINNING_PICK = "winning-pick"
    TOOK_PART = "took-part"
    FUNNEL = "funnel"
    REFUSED = "refused"
    APPEALED = "appealed"
    REVERSED = "reversed"
    MERGED = "merged"
    DAYS_TO_DECISION = "days-to-decision"
    DAYS_TO_VOTE = "days-to-vote"
    DAYS_TO_RESULT = "days-to-result"
    DAYS_TO_START = "days-to-start"
    DAYS_TO_FINISH = "days-to-finish"
    ON_TIME_PROMISED = "on-time-promised"
    ON_TIME_RULE = "on-time-rule"
    MONTHS_TO_FINISH = "months-to-finish"
    LATE_NOW = "late-now"
    STOPPED = "stopped"
    MONEY_SPENT = "money-spent"
    MONEY_BACK = "money-back"
    PRICE_AND_COST = "price-and-cost"
    MONEY_BY_AREA = "money-by-area"
    COST_PER_VOTE = "cost-per-vote"
    HOURS_PER_VOTE = "hours-per-vote"
    FIRST_TIMERS = "first-timers"
    SATISFIED = "satisfied"


UNITS: dict[Key, Unit] = {
    **dict.fromkeys(Key, Unit.SHARE),
    **dict.fromkeys((Key.BALLOTS, Key.TOOK_PART), Unit.NUMBER),
    **dict.fromkeys((key for key in Key if key.value.startswith("days-")), Unit.DAYS),
    Key.MONTHS_TO_FINISH: Unit.MONTHS,
    **dict.fromkeys((Key.MONEY_SPENT, Key.MONEY_BACK, Key.PRICE_AND_COST), Unit.MONEY_SHARE),
    **dict.fromkeys((Key.MONEY_BY_AREA, Key.COST_PER_VOTE), Unit.MONEY_EACH),
    Key.HOURS_PER_VOTE: Unit.TIME_EACH,
}

_LAST = (Group.VOTE, Key.TOOK_PART), (Group.PROPOSALS, Key.MERGED), (Group.TIME, Key.DAYS_TO_FINISH)
_LAST_THREE = (Group.DELIVERY, Key.STOPPED), (Group.MONEY, Key.HOURS_PER_VOTE), (Group.EXPERIENCE, Key.SATISFIED)


def group_of(key: Key) -> Group:
    """A group ends where the next begins, in the order of the keys."""
    order = list(Key)
    return next(group for group, last in (*_LAST, *_LAST_THREE) if order.index(key) <= order.index(last))


@dataclass(frozen=True)
class Line:
    """One part of a figure. ``name`` is what people wrote, or else ``part`` is a word of the platform."""

    part: str = ""
    name: str = ""
    number: int | None = None
    of: int | None = None
    why: str = ""


@dataclass(frozen=True)
class Indicator:
    """Money is øre, time is minutes. ``as_of`` is a date as ISO writes it."""

    key: Key
    as_of: str
    number: int | None = None
    of: int | None = None
    why: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def is_one_part(self) -> bool:
        """The whole is its only part; the finished projects are named one by one all the same."""
        return len(self.lines) == 1 and self.key is not Key.PRICE_AND_COST

    @property
    def unit(self) -> Unit:
        return UNITS[self.key]

    @property
    def group(self) -> Group:
        return group_of(self.key)


def to_data(found: Sequence[Indicator]) -> dict[str, Any]:
    return {"t": FORMAT, "indicators": [asdict(each) for each in found]}


def from_data(data: dict[str, Any]) -> list[Indicator]:
    """Of what is frozen. Raises ValueError for another format."""
    if data.get("t") != FORMAT:
        raise ValueError(f"not {FORMAT}")
    return [_read(item) for item in data["indicators"]]


def _read(item: dict[str, Any]) -> Indicator:
    lines = tuple(Line(**line) for line in item["lines"])
    return Indicator(**(item | {"key": Key(item["key"]), "lines": lines}))
