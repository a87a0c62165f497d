"""Computes the account of a pool and decides what it can bear. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a row of money says."""

    GIVEN = "given"  # by the council, for a year
    SET_ASIDE = "set-aside"  # for a deltagerbudget, an initiative or an area; less than zero takes back
    RETURNED = "returned"  # left when something was done
    PROMISED = "promised"  # the price of a winner or an initiative
    PAID = "paid"


@dataclass(frozen=True)
class Row:
    """One amount in one year. Every figure of an account is a sum of these."""

    kind: Kind
    year: int
    amount_ore: int


@dataclass(frozen=True)
class Year:
    """One year of the account."""

    year: int
    carried_in_ore: int
    given_ore: int
    set_aside_ore: int
    returned_ore: int
    promised_ore: int
    paid_ore: int

    @property
    def left_ore(self) -> int:
        """Carried over into the next year: nothing of a pool is lost on New Year's Eve."""
        return self.carried_in_ore + self.given_ore - self.set_aside_ore + self.returned_ore


@dataclass(frozen=True)
class Project:
    """What a price has become: money is bound until it is paid or the work is finished."""

    price_ore: int
    paid_ore: int = 0
    is_finished: bool = False

    @property
    def bound_ore(self) -> int:
        return self.paid_ore if self.is_finished else max(self.price_ore, self.paid_ore)


def account(rows: Iterable[Row], *, through: int) -> list[Year]:
    """Every year from the first one with money, without gaps, up to and with ``through``."""
    sums: dict[tuple[int, Kind], int] = defaultdict(int)
    for row in rows:
        if row.year <= through:
            sums[row.year, row.kind] += row.amount_ore
    years: list[Year] = []
    for year in range(min((year for year, _ in sums), default=through), through + 1):
        carried_ore = years[-1].left_ore if years else 0
        given, aside, returned, promised, paid = (sums[year, kind] for kind in Kind)
        years.append(Year(year, carried_ore, given, aside, returned, promised, paid))
    return years


def room_ore(years: Sequence[Year], *, since: int) -> int:
    """By how much a year's money can be made smaller without any later year having used more than it had."""
    return min((year.left_ore for year in years if year.year >= since), default=0)


def may_correct(years: Sequence[Year], *, year: int, given_ore: int, change_ore: int) -> bool:
    """``given_ore`` is the year's whole appropriation, ``years`` the account through now or the year, if later."""
    return change_ore >= 0 or (given_ore + change_ore >= 0 and room_ore(years, since=year) + change_ore >= 0)


def free_ore(held_ore: int, projects: Iterable[Project]) -> int:
    """What nothing is promised of: less than zero where more is bound than held."""
    return held_ore - sum(project.bound_ore for project in projects)


def split(amount_ore: int, weights: Sequence[int]) -> list[int]:
    """The amount shared by weight to the øre, the rest to the largest remainders, the first of equals."""
    whole = sum(weights)
    if whole <= 0:
        return [amount_ore if place == 0 else 0 for place in range(len(weights))]
    shares = [amount_ore * weight // whole for weight in weights]
    remainders = [amount_ore * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: (-remainders[place], place))
    for place in order[: amount_ore - sum(shares)]:
        shares[place] += 1
    return shares
