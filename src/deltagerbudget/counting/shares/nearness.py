"""How near to being bought each project was at each purchase: its effective support. SPEC §11.11

Floats choose where to look, with a margin for their error; what is looked at, is computed in whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf

import numpy as np

from ..outcome import Near, Next
from ..ties import Chain
from .exact import Purchase, Run, replay
from .fast import EPS
from .profile import Backed, Floats, Profile

# So many projects behind each purchase are named.
SHOWN = 3
Parts = Mapping[tuple[int, int], Fraction]


def nearness(people: Profile, run: Run, chain: Chain) -> tuple[tuple[Near, ...], tuple[tuple[Next, ...], ...]]:
    """Of what was not bought, the part of its cost where it was nearest; and for each purchase the next behind it."""
    place = {row.project.id: index for index, row in enumerate(people.backed)}
    bought = [place[name] for name in run.bought]
    lost = [index for index in range(len(people.backed)) if index not in set(bought)]
    rough = _rough(people, run, bought)
    margin = _margin(people, run)
    wanted = {(at, index) for index in lost for at in _highest(rough[:, index], 1, margin[index])}
    wanted |= {(at, index) for at in range(len(bought)) for index in _highest(rough[at], SHOWN, margin)}
    parts = _exactly(people, run, wanted)
    order = [chain.order(row.project) for row in people.backed]

    def behind(at: int) -> tuple[Next, ...]:
        found = sorted((-part, order[index], index) for (where, index), part in parts.items() if where == at)
        return tuple(Next(people.backed[index].project.id, _per_mille(-part)) for part, _, index in found[:SHOWN])

    return tuple(_nearest(people.backed[index], index, parts) for index in lost), tuple(map(behind, range(len(bought))))


def _nearest(row: Backed, index: int, parts: Parts) -> Near:
    part, at = max((part, -at) for (at, other), part in parts.items() if other == index)
    return Near(row.project.id, _per_mille(part), 1 - at)


def _per_mille(part: Fraction) -> int:
    """Rounded down; what stood equal with a purchase and was not it, has all but the last one."""
    return min(999, int(part * 1000))


def _rough(people: Profile, run: Run, bought: Sequence[int]) -> Floats:
    """About the part of each cost that is there before each purchase, at its price, and at the end; -1 once bought."""
    held = np.full(len(people.numbers), float(run.endowment))
    parts = np.full((len(bought) + 1, len(people.backed)), -1.0)
    waiting = dict(enumerate(people.backed))
    for at, purchase in enumerate([*run.purchases, None]):
        paid = waiting.pop(bought[at]) if purchase else None
        each = float(purchase.price) / paid.factor if purchase and paid else inf
        for index, row in waiting.items():
            able = np.minimum(held[row.groups], each * row.factor * row.units)
            parts[at, index] = float(row.number @ able) / row.cost
        if purchase and paid:
            held[paid.groups] = np.maximum(held[paid.groups] - float(purchase.price) * paid.units, 0.0)
    return parts


def _margin(people: Profile, run: Run) -> Floats:
    """More than twice the error of a rough part: each purchase errs by a few roundings of the endowment at most."""
    roundings = [4 * len(run.purchases) + len(row.groups) + 16 for row in people.backed]
    most = [float(row.number.sum()) * float(run.endowment) / row.cost for row in people.backed]
    return np.array([4 * EPS * many * (1 + part) for many, part in zip(roundings, most, strict=True)])


def _highest(parts: Floats, number: int, margin: float | Floats) -> list[int]:
    """Where the highest ones may be; what is -1 is out."""
    if not len(parts):
        return []
    least = np.sort(parts - margin)[-number:][0]
    return [int(at) for at in np.flatnonzero((parts >= 0) & (parts + margin >= least))]


def _exactly(people: Profile, run: Run, wanted: set[tuple[int, int]]) -> Parts:
    rows = {row.project.id: row for row in people.backed}

    def price(purchase: Purchase | None, row: Backed) -> Fraction | None:
        return purchase.price / rows[purchase.project].factor * row.factor if purchase else None

    parts: dict[tuple[int, int], Fraction] = {}
    by_round: dict[int, list[int]] = {}
    for at, index in sorted(wanted):
        by_round.setdefault(at, []).append(index)
    for at, (purse, purchase) in enumerate(replay(people, run)):
        for index in by_round.get(at, ()):
            row = people.backed[index]
            parts[at, index] = purse.part(row, price(purchase, row))
    return parts
