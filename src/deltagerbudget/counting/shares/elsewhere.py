"""Where the money went of those who support what was not bought. SPEC §11.12"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ..model import Election
from ..outcome import Elsewhere, Outcome, Spent
from ..thresholds import Threshold
from ..ties import Chain
from . import exact
from .count import supporters
from .exact import Run
from .profile import Profile


def with_money(election: Election, outcome: Outcome) -> Outcome:
    """The outcome with the money of the supporters of each project that equal shares did not buy. SPEC §11.12"""
    shares = outcome.shares
    if shares is None:
        return outcome
    tally = election.tally()
    people = supporters(election, Threshold.of(election, tally))
    run = exact.run(people, Fraction(shares.taken.endowment), Chain.of(election, tally))
    return replace(outcome, shares=replace(shares, elsewhere=tuple(elsewhere(people, run))))


def elsewhere(people: Profile, run: Run) -> Iterator[Elsewhere]:
    bought = set(run.bought)
    lost = [row for row in people.backed if row.project.id not in bought]
    spent: dict[str, list[Spent]] = {row.project.id: [] for row in lost}
    numbers = people.numbers.tolist()
    for name, parts, paid in _payments(people, run):
        for row in lost:
            payers = [group for group in row.groups.tolist() if group in paid]
            if payers:
                money = sum(paid[group] * numbers[group] for group in payers) // parts
                spent[row.project.id].append(Spent(name, money, sum(numbers[group] for group in payers)))
    for row in lost:
        left = run.purse.together(row) // run.purse.parts
        many = sum(numbers[group] for group in row.groups.tolist())
        yield Elsewhere(row.project.id, many, int(run.endowment * many), tuple(spent[row.project.id]), left)


def _payments(people: Profile, run: Run) -> Iterator[tuple[str, int, dict[int, int]]]:
    """Of each purchase, what one voter of each group that had anything paid for it, in so many parts of a unit."""
    rows = {row.project.id: row for row in people.backed}
    for purse, purchase in exact.replay(people, run):
        if purchase is not None:
            row, finer, asked = rows[purchase.project], purchase.price.denominator, purchase.price.numerator
            places = purse.of[row.groups].tolist()
            triples = zip(row.groups.tolist(), row.units.tolist(), places, strict=True)
            paid = {
                group: min(purse.amounts[place] * finer, asked * purse.parts * unit)
                for group, unit, place in triples
                if purse.amounts[place]
            }
            yield purchase.project, purse.parts * finer, paid
