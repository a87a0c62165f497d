"""The exact answer to: which of these together are worth most, within a budget? SPEC §12.3

Whole numbers of any size. Going outwards from where the best for their money stop to fit, each thing is either taken in
or left out; of two selections the one that costs less and is worth as much stays, and none that cannot become the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key
from itertools import accumulate
from typing import NamedTuple


class Item(NamedTuple):
    """Both above 0."""

    cost: int
    worth: int


class _State(NamedTuple):
    """A selection: `flipped` holds a bit for each item that is not as at the beginning."""

    cost: int
    worth: int
    flipped: int


def best(items: Sequence[Item], budget: int) -> frozenset[int]:
    """The places of the items that are worth most together and cost at most ``budget``."""
    key = cmp_to_key(_denser)
    order = sorted(range(len(items)), key=lambda place: key(items[place]))
    ranked = [items[place] for place in order]
    fitting = sum(total <= budget for total in accumulate(item.cost for item in ranked))
    flipped = _Search(ranked, budget, fitting).best()
    return frozenset(place for rank, place in enumerate(order) if (rank < fitting) != bool(flipped >> rank & 1))


def _denser(one: Item, other: Item) -> int:
    return other.worth * one.cost - one.worth * other.cost


class _Search:
    """`left` and `right` are the next items on both sides that have not been decided."""

    def __init__(self, ranked: Sequence[Item], budget: int, fitting: int) -> None:
        self.ranked, self.budget = ranked, budget
        self.left, self.right = fitting - 1, fitting
        first = ranked[:fitting]
        self.found = _State(sum(item.cost for item in first), sum(item.worth for item in first), 0)

    def best(self) -> int:
        states = [self.found]
        while states and (self.left >= 0 or self.right < len(self.ranked)):
            if self.right < len(self.ranked):
                states = self._with(states, self.right, 1)
                self.right += 1
                states = self._hopeful(states)
            if self.left >= 0:
                states = self._with(states, self.left, -1)
                self.left -= 1
                states = self._hopeful(states)
        return self.found.flipped

    def _with(self, states: list[_State], rank: int, sign: int) -> list[_State]:
        """The states with and without this change, the cheapest first, each worth more than all before it."""
        cost, worth = sign * self.ranked[rank].cost, sign * self.ranked[rank].worth
        changed = [_State(state.cost + cost, state.worth + worth, state.flipped | 1 << rank) for state in states]
        kept: list[_State] = []
        for state in sorted([*states, *changed], key=lambda state: (state.cost, -state.worth)):
            if not kept or state.worth > kept[-1].worth:
                kept.append(state)
        self.found = max([self.found, *(state for state in kept if state.cost <= self.budget)], key=lambda s: s.worth)
        return kept

    def _hopeful(self, states: list[_State]) -> list[_State]:
        return [state for state in states if self._at_most(state) > self.found.worth]

    def _at_most(self, state: _State) -> int:
        """No selection made from this one by the changes that are left is worth more."""
        room = self.budget - state.cost
        if room >= 0:
            if self.right == len(self.ranked):
                return state.worth
            item = self.ranked[self.right]
            return state.worth + room * item.worth // item.cost
        if self.left < 0:
            return self.found.worth
        item = self.ranked[self.left]
        return state.worth + room * item.worth // item.cost
