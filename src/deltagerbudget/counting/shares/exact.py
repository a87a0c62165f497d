"""One run of Equal Shares in whole numbers: the reference, written to be read beside docs/counting.md. SPEC §11.2

What a voter has left is a whole number of parts of a minor unit; the parts are made finer with each purchase, so that
everything that is paid is a whole number of them. Nothing is ever rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..rule import Criterion
from ..ties import Chain
from .profile import Backed, Profile, Whole, have_a_common_supporter


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project that its supporters have paid: each at most `price` a unit; and whom it stood equal with.

    `decided_by` is empty where the order of the equal ones changes nothing, because no voter supports two of them.
    """

    project: str
    price: Fraction
    # How many paid anything for it, and how many the most.
    payers: int
    full: int
    tied_with: tuple[str, ...] = ()
    decided_by: Criterion | None = None


# Python's own whole numbers, of any length, in an array: what is asked of all of them is asked at once.
Integers = NDArray[np.object_]


class Alike(NamedTuple):
    """The supporters of a project to each of whom it is worth as many units, by what they have, the poorest first."""

    unit: int
    places: Whole
    held: Integers
    many: Whole

    def poorer(self, wanted: int, units: int) -> int:
        """How many of the rows have less than they would pay at wanted / units for each unit."""
        return int(np.searchsorted(self.held, -(-wanted * self.unit // units)))

    def together(self, first: int, last: int) -> int:
        return int(np.dot(self.held[first:last], self.many[first:last].astype(object))) if first < last else 0

    def units(self, first: int, last: int) -> int:
        return int(self.many[first:last].sum()) * self.unit


class Purse:
    """What each group of voters has, in parts of a minor unit: `amounts`, rising, and for each the place of its own."""

    def __init__(self, endowment: Fraction, groups: int) -> None:
        self.parts = endowment.denominator
        self.amounts: Integers = np.array([endowment.numerator], object)
        self.of = np.zeros(groups, np.intp)

    def price(self, backed: Backed) -> Fraction | None:
        """The least price a unit at which its supporters pay for it, each what they have at most; None: too dear.

        From below: whoever has less than the others would have to pay gives all, until nobody else has.
        """
        rows = self._supporters(backed)
        wanted, units = backed.cost * self.parts, int(backed.weight.sum())
        poor = [0] * len(rows)
        while units:
            before, poor = poor, [row.poorer(wanted, units) for row in rows]
            if poor == before:
                return Fraction(wanted, units * self.parts)
            for row, first, last in zip(rows, before, poor, strict=True):
                wanted -= row.together(first, last)
                units -= row.units(first, last)
        return None

    def part(self, backed: Backed, price: Fraction | None) -> Fraction:
        """The part of its cost that its supporters can pay at this price a unit; without a price all they have."""
        if price is None:
            return Fraction(self.together(backed), backed.cost * self.parts)
        asked, finer = price.numerator * self.parts, price.denominator
        together = 0
        for row in self._supporters(backed):
            poor = row.poorer(asked, finer)
            together += row.together(0, poor) * finer + row.units(poor, len(row.held)) * asked
        return Fraction(together, backed.cost * self.parts * finer)

    def together(self, backed: Backed) -> int:
        """What its supporters have together, in parts."""
        return sum(row.together(0, len(row.held)) for row in self._supporters(backed))

    def _supporters(self, backed: Backed) -> list[Alike]:
        numbers = np.bincount(self._keys(backed), weights=backed.number)
        found = []
        for level, unit in enumerate(backed.levels.tolist()):
            column = numbers[level :: len(backed.levels)]
            places = np.flatnonzero(column)
            found.append(Alike(unit, places, self.amounts[places], column[places].astype(np.int64)))
        return found

    def _keys(self, backed: Backed) -> Whole:
        return self.of[backed.groups] * len(backed.levels) + backed.level

    def pay(self, backed: Backed, price: Fraction) -> tuple[int, int]:
        """How many paid anything, and how many the full price."""
        finer = Fraction(price * self.parts).denominator
        self.parts *= finer
        self.amounts = self.amounts * finer
        each, levels, payers, full = int(price * self.parts), len(backed.levels), 0, 0
        after = np.zeros(len(self.amounts) * levels, np.intp)
        for level, (unit, places, held, many) in enumerate(self._supporters(backed)):
            after[places * levels + level] = len(self.amounts) + np.arange(len(places))
            rest = held - each * unit
            self.amounts = np.concatenate([self.amounts, np.maximum(rest, 0)])
            payers += int(many[held > 0].sum())
            full += int(many[rest >= 0].sum())
        self.of[backed.groups] = after[self._keys(backed)]
        self._sort()
        return payers, full

    def _sort(self) -> None:
        """What nobody has any more is forgotten, and whoever has nothing is one with all others who have nothing.

        Other equal amounts are rare, and do no harm.
        """
        used = np.flatnonzero(np.bincount(self.of))
        rising = used[np.argsort(self.amounts[used], kind="stable")]
        amounts = self.amounts[rising]
        nothing = max(0, int(np.searchsorted(amounts, 1)) - 1)
        rank = np.zeros(len(self.amounts), np.intp)
        rank[rising] = np.maximum(np.arange(len(rising)) - nothing, 0)
        self.of, self.amounts = rank[self.of], amounts[nothing:]


@dataclass(frozen=True, slots=True)
class Run:
    """What one endowment buys, in the order of the purchases, and what the voters have then."""

    endowment: Fraction
    purchases: tuple[Purchase, ...]
    spent: int
    purse: Purse

    @property
    def left(self) -> tuple[Fraction, ...]:
        """What each voter of a group has then, group by group."""
        amounts = [Fraction(held, self.purse.parts) for held in self.purse.amounts]
        return tuple(amounts[place] for place in self.purse.of.tolist())

    @property
    def bought(self) -> tuple[str, ...]:
        return tuple(purchase.project for purchase in self.purchases)


class Offer(NamedTuple):
    """A project that waits, and what its price for a unit of utility cannot be below."""

    bound: Fraction
    place: int
    backed: Backed


def run(profile: Profile, endowment: Fraction, chain: Chain) -> Run:
    """Buy, again and again, the project with the least price for its utility, until none can be paid. SPEC §11.2"""
    purse = Purse(endowment, len(profile.numbers))
    # A price never falls while others are bought, so an older one is a bound, and most need not be found anew.
    queue = [Offer(Fraction(0), place, backed) for place, backed in enumerate(profile.backed)]
    purchases: list[Purchase] = []
    spent = 0
    while best := _cheapest(purse, queue):
        first, *others = sorted(best, key=lambda offer: chain.order(offer.backed.project))
        for other in others:
            heappush(queue, other)
        price = first.bound * first.backed.factor
        payers, full = purse.pay(first.backed, price)
        spent += first.backed.cost
        decided_by = _decided_by([offer.backed for offer in (first, *others)], chain)
        tied_with = tuple(offer.backed.project.id for offer in others)
        purchases.append(Purchase(first.backed.project.id, price, payers, full, tied_with, decided_by))
    return Run(endowment, tuple(purchases), spent, purse)


def replay(profile: Profile, run: Run) -> Iterator[tuple[Purse, Purchase | None]]:
    """The purse as it is before each purchase of a run, and with None as it is at the end."""
    purse = Purse(run.endowment, len(profile.numbers))
    rows = {row.project.id: row for row in profile.backed}
    for purchase in run.purchases:
        yield purse, purchase
        purse.pay(rows[purchase.project], purchase.price)
    yield purse, None


def _decided_by(equals: Sequence[Backed], chain: Chain) -> Criterion | None:
    """SPEC §11.8: what put the first one first, where that can change anything. Raises LotNeeded."""
    if len(equals) < 2 or not have_a_common_supporter(equals):
        return None
    return chain.splits(equals[0].project, equals[1].project)


def _cheapest(purse: Purse, queue: list[Offer]) -> list[Offer]:
    """Those with the least price for a unit of utility, taken from the queue. What nobody can pay is dropped."""
    found: list[Offer] = []
    while queue and (not found or queue[0].bound <= found[0].bound):
        _, place, backed = heappop(queue)
        price = purse.price(backed)
        if price is not None:
            heappush(found, Offer(price / backed.factor, place, backed))
    best = [offer for offer in found if offer.bound == found[0].bound]
    for offer in found:
        if offer.bound > found[0].bound:
            heappush(queue, offer)
    return best
