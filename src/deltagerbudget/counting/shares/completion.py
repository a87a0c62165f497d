"""How far equal shares goes: the endowment at which it ends. SPEC §11.3 and 11.4"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..errors import LARGEST
from ..rule import Completion, Rule
from ..ties import Chain
from . import exact
from .exact import Run
from .profile import Profile
from .steps import Steps, Stretch


@dataclass(frozen=True, slots=True)
class End:
    """The last endowment that is taken, and the first that is not; both counted exactly."""

    step: int
    taken: Run
    refused: Run | None


class Disagreement(ArithmeticError):
    """The exact count of a step is not what the bounds proved: a fault of this program."""


def end(rule: Rule, profile: Profile, chain: Chain, budget: int, *, exactly: bool = False) -> End:
    """``exactly`` counts every step in whole numbers; otherwise ranges do it, and the two at the end are audited."""
    endowment = _endowments(rule, profile.voters, budget)
    if rule.completion is Completion.NONE or not profile.backed:
        return End(0, exact.run(profile, endowment(0), chain), None)
    taken, refused = _walk(rule, profile, budget, _stretches(rule, profile, chain, budget, exactly=exactly))

    def audited(found: Stretch) -> Run:
        run = exact.run(profile, endowment(found.last), chain)
        _audit(profile, budget, run, found)
        return run

    return End(taken.last, audited(taken), audited(refused) if refused else None)


def bought(rule: Rule, profile: Profile, chain: Chain, budget: int) -> tuple[str, ...]:
    """What `end` would take, by the fast way alone: for a search that tries many elections and audits what it finds."""
    if not profile.backed:
        return ()
    stretches = _stretches(rule, profile, chain, budget)
    found = next(stretches) if rule.completion is Completion.NONE else _walk(rule, profile, budget, stretches)[0]
    if not found.is_whole:
        found = next(_steps(rule, profile, chain, budget, Completion.NONE).from_step(found.last))
    return tuple(profile.backed[place].project.id for place in found.bought)


def _stretches(rule: Rule, profile: Profile, chain: Chain, budget: int, *, exactly: bool = False) -> Iterator[Stretch]:
    endowment = _endowments(rule, profile.voters, budget)
    # SPEC §1.2: beyond the whole numbers that a float holds there is no fast way.
    if exactly or budget * profile.voters > LARGEST:
        return _one_by_one(profile, chain, endowment)
    # A lot that is not drawn is asked for by every step that needs it, to its end.
    completion = rule.completion if rule.completion and not chain.has_open_lot else Completion.NONE
    return _steps(rule, profile, chain, budget, completion).from_step(0)


def _steps(rule: Rule, profile: Profile, chain: Chain, budget: int, completion: Completion) -> Steps:
    return Steps(profile, chain, _endowments(rule, profile.voters, budget), budget, completion=completion)


def _endowments(rule: Rule, voters: int, budget: int) -> Callable[[int], Fraction]:
    """What every voter has at a step, in minor units. SPEC §11.3"""
    if rule.completion is Completion.ADD1:
        whole = budget // (voters * rule.step) * rule.step if voters else 0
        return lambda step: Fraction(whole + step * rule.step)
    share = Fraction(budget, voters) if voters else Fraction(0)
    return lambda step: share + step * rule.step


def _one_by_one(profile: Profile, chain: Chain, endowment: Callable[[int], Fraction]) -> Iterator[Stretch]:
    place = {row.project.id: index for index, row in enumerate(profile.backed)}
    step = 0
    while True:
        run = exact.run(profile, endowment(step), chain)
        yield Stretch(step, step, tuple(place[name] for name in run.bought), run.spent)
        step += 1


def _walk(rule: Rule, profile: Profile, budget: int, stretches: Iterator[Stretch]) -> tuple[Stretch, Stretch | None]:
    """The step that is taken (the last one of its stretch), and the first one that would spend too much."""
    before: Stretch | None = None
    for stretch in stretches:
        if stretch.spent > budget:
            # What every voter has at step 0 is at most an equal part of the budget, so it never spends too much.
            assert before is not None  # noqa: S101
            return before, Stretch(stretch.first, stretch.first, stretch.bought, stretch.spent)
        left = budget - stretch.spent
        waiting = [row.cost for place, row in enumerate(profile.backed) if place not in stretch.bought]
        is_full = rule.completion is Completion.ADD1_EXHAUSTIVE and all(cost > left for cost in waiting)
        if not waiting or is_full:
            return Stretch(stretch.first, stretch.first, stretch.bought, stretch.spent), None
        before = stretch
    raise Disagreement("the steps of add1 have no end")


def _audit(profile: Profile, budget: int, run: Run, found: Stretch) -> None:
    """What spends too much is left where it does, and what cannot where that is known; the exact count goes on."""
    names = tuple(profile.backed[place].project.id for place in found.bought)
    is_same = run.bought == names if found.is_whole and found.spent <= budget else run.bought[: len(names)] == names
    if not is_same or (run.spent > budget) != (found.spent > budget):
        raise Disagreement(f"step {found.last}: {names}, {found.spent} is not how {run.bought}, {run.spent} begins")
