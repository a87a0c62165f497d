"""What each endowment of a row of them buys, whole ranges at a time. SPEC §11.4"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..rule import Completion
from ..ties import Chain
from . import exact
from .fast import Scan, State, Undecided
from .profile import Profile
from .rest import Rest

# Steps that are tried together at most; and how much the number grows when a range was decided at once.
LONGEST, GROWTH = 1 << 14, 4
# A range in so many parts was too long.
MANY_PARTS = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring steps with the same purchases, as places in the profile's projects.

    Where `is_whole` is not set they only begin with these, and may buy more; but the count does not end with them.
    """

    first: int
    last: int
    bought: tuple[int, ...]
    spent: int
    is_whole: bool = True


class Steps:
    """``endowment`` is what every voter has at a step; ``limit`` what may be spent.

    A step is followed as far as this completion must know whether the count ends with it; by `none` to its end.
    """

    def __init__(
        self,
        profile: Profile,
        chain: Chain,
        endowment: Callable[[int], Fraction],
        limit: int,
        *,
        completion: Completion,
    ) -> None:
        self.profile, self.chain, self.endowment, self.limit = profile, chain, endowment, limit
        self.scan = Scan(profile, chain)
        self.rest: Rest | None = None
        if completion is not Completion.NONE:
            self.rest = Rest(self.scan, limit, exhaustive=completion is Completion.ADD1_EXHAUSTIVE)
        self.place = {row.project.id: index for index, row in enumerate(profile.backed)}
        # How many steps no float could decide.
        self.by_exact = 0

    def from_step(self, first: int) -> Iterator[Stretch]:
        """Without end; the caller stops. What overspends the limit may be cut short."""
        length = 1
        while True:
            parts = 0
            for stretch in self._range(first, first + length - 1, self._start(first, first + length - 1)):
                parts += 1
                yield stretch
            first += length
            length = (
                min(length * GROWTH, LONGEST) if parts == 1 else max(1, length // 2) if parts > MANY_PARTS else length
            )

    def _start(self, first: int, last: int) -> State:
        return self.scan.start(self.endowment(first), self.endowment(last))

    def _range(self, first: int, last: int, state: State) -> Iterator[Stretch]:
        try:
            is_whole = self._carry(state)
        except Undecided:
            if first == last:
                yield self._exactly(first)
                return
            middle = (first + last) // 2
            yield from self._range(first, middle, self._kept(first, middle, state, keep_low=True))
            yield from self._range(middle + 1, last, self._kept(middle + 1, last, state, keep_low=False))
            return
        yield Stretch(first, last, tuple(state.bought), state.spent, is_whole)

    def _carry(self, state: State) -> bool:
        """Whether to its end; otherwise only as far as it could still have spent too much."""
        try:
            return self.scan.carry(state, self.limit, self._is_settled)
        except Undecided:
            if self.rest and self.rest.goes_on(state):
                return False
            raise

    def _is_settled(self, state: State) -> bool:
        return self.rest is not None and len(state.bought) >= self.rest.worth_asking and self.rest.goes_on(state)

    def _kept(self, first: int, last: int, whole: State, *, keep_low: bool) -> State:
        """From the beginning where the bounds do not tell that the same purchases can be paid."""
        try:
            return self._part(first, last, whole, keep_low=keep_low)
        except Undecided:
            return self._start(first, last)

    def _part(self, first: int, last: int, whole: State, *, keep_low: bool) -> State:
        """The state of a part of the range after the same purchases: they come first for all of its steps."""
        scan, part = self.scan, self._start(first, last)
        for place, (least, most) in zip(whole.bought, whole.prices, strict=True):
            if keep_low:
                least = scan.least(part.high, place, least)
                scan.pay_least(part.high, place, least)
            else:
                most = scan.most(part.low, place, least)
                scan.pay_most(part.low, place, most)
            part.prices.append((least, most))
        kept = (whole.low.copy(), part.high) if keep_low else (part.low, whole.high.copy())
        return State(*kept, whole.bounds.copy(), list(whole.bought), part.prices, whole.spent)

    def _exactly(self, step: int) -> Stretch:
        self.by_exact += 1
        run = exact.run(self.profile, self.endowment(step), self.chain)
        return Stretch(step, step, tuple(self.place[name] for name in run.bought), run.spent)
