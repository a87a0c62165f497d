"""Whether the count can end with a step; where it cannot, the step's own end need not be known. SPEC §11.4"""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray

from .fast import EPS, Scan, State
from .profile import Floats

WORD = 64
# After so many purchases more it is asked again; and what seems possible, in parts of the limit, for a closer look.
PAUSE, CLOSE = 4, 1.4


class Rest:
    """What is still to be bought costs at most what its supporters have, and at most its price."""

    def __init__(self, scan: Scan, limit: int, *, exhaustive: bool) -> None:
        self.scan, self.limit, self.exhaustive = scan, limit, exhaustive
        numbers = scan.profile.numbers
        self.numbers: Floats = numbers.astype(np.float64)
        self.slack = (len(numbers) + len(scan.backed) + 8) * EPS
        self.costs = np.array([row.cost for row in scan.backed], np.float64)
        # Of each group one bit for each project that it supports.
        self.supports: NDArray[np.uint64] = np.zeros((-(-len(scan.backed) // WORD), len(numbers)), np.uint64)
        for place, row in enumerate(scan.backed):
            self.supports[place // WORD, row.groups] |= np.uint64(1 << place % WORD)
        # From so many purchases on: as many as it took the last time, or some more where those did not do.
        self.worth_asking = 0

    def goes_on(self, state: State) -> bool:
        """True where it is sure that the count ends with no step of the range, whatever is bought next."""
        left = (self.limit - state.spent) * (1 - 2 * EPS)
        most = self._most(state)
        if most <= left * CLOSE and most + self._room(state) > left:
            self.scan.drop_too_dear(state)
            most = self._most(state)
        goes_on = most + self._room(state) <= left
        self.worth_asking = len(state.bought) + (0 if goes_on else PAUSE)
        return goes_on

    def _room(self, state: State) -> float:
        """What must be left over so that one can be told that is not bought at any step of the range."""
        is_out = np.isinf(state.bounds)
        is_out[state.bought] = False
        if not is_out.any():
            return inf
        return float(self.costs[is_out].min()) if self.exhaustive else 0.0

    def _most(self, state: State) -> float:
        """Not below what can still be spent."""
        waiting = np.flatnonzero(state.bounds < inf)
        asked = np.zeros(len(self.numbers), bool)
        for supported, bits in zip(self.supports, self._bits(waiting), strict=True):
            asked |= supported & bits != 0
        money = (self.numbers * state.high)[asked].sum()
        return min(float(self.costs[waiting].sum()), float(money)) * (1 + self.slack)

    def _bits(self, places: NDArray[np.intp]) -> NDArray[np.uint64]:
        """Those places, a bit each, in the words of `supports`."""
        is_meant = np.zeros(len(self.supports) * WORD, bool)
        is_meant[places] = True
        return np.packbits(is_meant, bitorder="little").view("<u8")
