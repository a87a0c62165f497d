"""Runs of Equal Shares for a whole range of endowments at once, in floats with bounds that hold. SPEC §11.5

What a voter has left is kept as two numbers that the exact one lies between, for every endowment of the range. A
project is bought only where the bounds prove that it comes first for all of them; otherwise the range is split, and a
single endowment that cannot be decided is left to the exact way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import inf

import numpy as np

from ..ties import Chain, LotNeeded
from .profile import Floats, Profile

# Twice the largest relative error of one operation on floats.
EPS = 2.0**-52


class Undecided(Exception):
    """The bounds do not tell what comes next for every endowment of the range."""


@dataclass(slots=True, eq=False)
class State:
    """After some purchases: what every group has left, and for each project a bound that its price cannot be below."""

    low: Floats
    high: Floats
    bounds: Floats
    bought: list[int]
    # Of each purchase the bounds of its price: the range below it, and what is above it.
    prices: list[tuple[float, float]]
    spent: int = 0


def down(value: Fraction) -> float:
    """The float at or just below."""
    return float(value) * (1 - EPS)


def up(value: Fraction) -> float:
    return float(value) * (1 + EPS)


class Scan:
    """All that is asked of one election: start states, and how far one can be carried."""

    def __init__(self, profile: Profile, chain: Chain) -> None:
        self.profile, self.chain = profile, chain
        self.backed = profile.backed
        self.units = [float(row.weight.sum()) for row in self.backed]
        # Of each project what its groups have together, written anew whenever it is asked for, and their units.
        self.rows = [np.vstack([row.number, row.weight]) for row in self.backed]
        self.slack = [(len(row.groups) + 8) * EPS for row in self.backed]
        ranks = sorted(range(len(self.backed)), key=lambda place: chain.order(self.backed[place].project))
        self.rank = {place: rank for rank, place in enumerate(ranks)}

    def start(self, low: Fraction, high: Fraction) -> State:
        groups = len(self.profile.numbers)
        bounds = [
            row.cost / (row.factor * units) * (1 - 4 * EPS) for row, units in zip(self.backed, self.units, strict=True)
        ]
        return State(np.full(groups, down(low)), np.full(groups, up(high)), np.array(bounds), [], [])

    def carry(self, state: State, limit: int, is_settled: Callable[[State], bool]) -> bool:
        """Buy until nothing can be bought or more than ``limit`` is spent; False where it is settled before.

        Raises Undecided, with the state so far.
        """
        while state.spent <= limit:
            if is_settled(state):
                return False
            found = self._next(state)
            if found is None:
                break
            self.buy(state, *found)
        return True

    def buy(self, state: State, place: int, least: float, most: float) -> None:
        self.pay_least(state.high, place, least)
        self.pay_most(state.low, place, most)
        state.bounds[place] = inf
        state.bought.append(place)
        state.prices.append((least, most))
        state.spent += self.backed[place].cost

    def pay_least(self, high: Floats, place: int, price: float) -> None:
        row = self.backed[place]
        paid = price if row.all_units_are_one else price * row.units * (1 - EPS)
        high[row.groups] = np.maximum(high[row.groups] - paid, 0.0) * (1 + EPS)

    def pay_most(self, low: Floats, place: int, price: float) -> None:
        row = self.backed[place]
        paid = price if row.all_units_are_one else price * row.units * (1 + EPS)
        low[row.groups] = np.maximum(low[row.groups] - paid, 0.0) * (1 - EPS)

    def _next(self, state: State) -> tuple[int, float, float] | None:
        """What is bought next, with the bounds of its price; None where nothing can be."""
        bounds = state.bounds
        fresh: set[int] = set()
        least = inf
        while True:
            place = int(bounds.argmin())
            if bounds[place] == inf:
                return None
            if place in fresh:
                return self._first(state, place, fresh)
            if self._renew(state, place, least):
                fresh.add(place)
                least = min(least, float(bounds[place]))

    def _renew(self, state: State, place: int, enough: float) -> bool:
        """The bound as it is now, infinite where its supporters cannot pay; False if it only is above ``enough``."""
        row = self.backed[place]
        held = self._money(state.high, place)
        if self._is_too_dear(place):
            state.bounds[place] = inf
            return True
        price, is_last = self._newton(place, held, self._begin(state, place), enough * row.factor)[:2]
        state.bounds[place] = max(float(state.bounds[place]), price / row.factor * (1 - EPS))
        return is_last or not state.bounds[place] > enough

    def drop_too_dear(self, state: State) -> None:
        """Those that no step of the range can pay any more have an infinite bound."""
        for place in np.flatnonzero(state.bounds < inf).tolist():
            self._money(state.high, place)
            if self._is_too_dear(place):
                state.bounds[place] = inf

    def _is_too_dear(self, place: int) -> bool:
        """By what `_money` has just found: its supporters have less than it costs, whatever the float's error."""
        return float(self.rows[place][0].sum()) * (1 + self.slack[place]) < self.backed[place].cost

    def _first(self, state: State, place: int, fresh: set[int]) -> tuple[int, float, float]:
        """Of those that may be the cheapest, the one that is, for every endowment of the range."""
        bounds = state.bounds
        most = self.most(state.low, place, self._begin(state, place))
        ceiling = most / self.backed[place].factor * (1 + EPS)
        while True:
            near: list[int] = np.flatnonzero(bounds <= ceiling).tolist()
            stale = [other for other in near if other not in fresh]
            if not stale:
                break
            for other in stale:
                if self._renew(state, other, ceiling):
                    fresh.add(other)
        if len(near) == 1:
            return place, self._begin(state, place), most
        place = self._among(state, near)
        return place, self._begin(state, place), self.most(state.low, place, self._begin(state, place))

    def _among(self, state: State, near: list[int]) -> int:
        """Where all who pay, pay the same, prices are quotients of whole numbers, and equal ones go by the chain."""
        exact = [(price, self.rank[place], place) for place in near if (price := self._clean(state, place)) is not None]
        if len(exact) < len(near):
            raise Undecided
        (price, _, first), *others = sorted(exact)
        if others and others[0][0] == price:
            try:
                self.chain.splits(self.backed[first].project, self.backed[others[0][2]].project)
            except LotNeeded:
                # Whether the lot is needed, the exact way tells.
                raise Undecided from None
        return first

    def _clean(self, state: State, place: int) -> Fraction | None:
        """The exact price for a unit of utility, if no supporter who has anything left has less than it takes."""
        row = self.backed[place]
        low, high = state.low[row.groups], state.high[row.groups]
        paying = high > 0
        units = float(row.weight[paying].sum())
        if not units:
            return None
        needed = row.cost / units * (1 + 4 * EPS)
        asked = needed if row.all_units_are_one else needed * row.units[paying] * (1 + EPS)
        if not (low[paying] >= asked).all():
            return None
        return Fraction(row.cost, int(units) * row.factor)

    def _begin(self, state: State, place: int) -> float:
        """Below the price, for every endowment of the range and at every stage."""
        bound = float(state.bounds[place])
        if bound == inf:
            return 0.0
        return bound * self.backed[place].factor * (1 - 4 * EPS)

    def least(self, high: Floats, place: int, begin: float) -> float:
        """Not above the price a unit at which these pay the cost; nor is ``begin``. SPEC §11.5"""
        return self._newton(place, self._money(high, place), begin)[0]

    def most(self, low: Floats, place: int, begin: float) -> float:
        """Not below that price. Raises Undecided where it is not sure that they can pay."""
        row, slack = self.backed[place], self.slack[place]
        held = self._money(low, place)
        _, _, units, poor = self._newton(place, held, begin)
        if not units:
            raise Undecided
        price = ((row.cost - poor) / units + 3 * slack * row.cost / units) * (1 + 8 * EPS)
        certain = np.minimum(held, price if row.all_units_are_one else price * row.units * (1 - EPS))
        if float(np.einsum("i,i", row.number, certain)) * (1 - slack) < row.cost:
            raise Undecided
        return price

    def _money(self, purse: Floats, place: int) -> Floats:
        """What each supporter has; what the groups have together stands in the first of the project's two rows."""
        held = purse[self.backed[place].groups]
        np.multiply(self.backed[place].number, held, out=self.rows[place][0])
        return held

    def _newton(self, place: int, held: Floats, price: float, enough: float = inf) -> tuple[float, bool, float, float]:
        """From below to the price, every stage below it; whether it arrived before it was above ``enough``.

        Also the units of those who can pay more than the last price that was tried, and what the others have together.
        """
        row, rows, slack = self.backed[place], self.rows[place], 1 + self.slack[place]
        before = -1.0
        while True:
            reach = price if row.all_units_are_one else price * row.units
            poor, without = np.einsum("ji,i->j", rows, held < reach).tolist()
            units = self.units[place] - without
            if units == before or not units:
                return price, True, units, poor
            before = units
            price = max(price, (row.cost - poor * slack) / units * (1 - 8 * EPS))
            if price > enough:
                return price, False, units, poor
