"""Days on which a Danish municipality works: no week-ends, no holidays. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

# Month and day of those that stand still. LAW: 24 and 31 December and 5 June are free by agreement, not by statute.
_FIXED = ((1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31))
# Days from Easter Sunday: Maundy Thursday, Good Friday, Easter Monday, Ascension, Whit Monday.
_FROM_EASTER = (-3, -2, 1, 39, 50)
_SATURDAY = 5


def is_workday(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def workdays_after(day: date, until: date) -> int:
    """How many working days have gone since ``day``, the last one included; 0 when it is not over."""
    return sum(is_workday(day + timedelta(days=step)) for step in range(1, (until - day).days + 1))


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    easter = _easter(year)
    moving = {easter + timedelta(days=days) for days in _FROM_EASTER}
    return frozenset(moving | {date(year, month, day) for month, day in _FIXED})


def _easter(year: int) -> date:
    """The Gregorian computus as Butcher gives it."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)
