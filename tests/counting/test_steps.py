"""Whole ranges of steps at a time, by docs/counting.md 11.4: each step of a range beside a run of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counting.test_shares import SHARES, election, elections

from deltagerbudget.counting.ballots import group_points
from deltagerbudget.counting.model import LARGEST, Election, Project, VoteType
from deltagerbudget.counting.rule import Completion
from deltagerbudget.counting.rules import count
from deltagerbudget.counting.shares import exact
from deltagerbudget.counting.shares.fast import Undecided
from deltagerbudget.counting.shares.profile import Profile, profile
from deltagerbudget.counting.shares.steps import Steps, Stretch
from deltagerbudget.counting.ties import Chain


@settings(max_examples=60)
@given(elections(tie_rich=True) | elections(tie_rich=False))
def test_11_4_what_is_proven_of_a_range_holds_at_each_of_its_steps(town: Election) -> None:
    """Beyond the end of the count too, up to forty steps."""
    for _, run, bought, _ in stretches(town, LARGEST, Completion.NONE):
        assert run.bought == bought


@settings(max_examples=60)
@given(elections(tie_rich=True) | elections(tie_rich=False), st.integers(0, 100))
def test_11_4_the_count_ends_with_no_step_that_is_left_open(town: Election, percent: int) -> None:
    """With whatever limit, up to forty steps: none spends too much, buys all, or leaves no room for another."""
    check_what_is_left_open(town, sum(project.cost for project in town.projects) * percent // 100)


def test_11_4_nor_with_more_projects_than_a_word_has_bits() -> None:
    """What voters have who support one of the last is not forgotten."""
    chance = random.Random(120)
    costs = {f"p{number}": chance.randint(5, 40) for number in range(120)}
    rows = [
        (chance.sample(list(costs), chance.randint(1, 2)), ()) for _ in range(40) for _ in range(chance.randint(1, 5))
    ]
    rows += [row for row in rows for _ in range(chance.randint(0, 4))]
    ballots = group_points(rows, list(costs), VoteType.APPROVAL)
    projects = tuple(Project(name, cost) for name, cost in costs.items())
    for percent in (40, 55, 70, 85):
        town = Election(sum(costs.values()) * percent // 200, projects, ballots, VoteType.APPROVAL, SHARES)
        check_what_is_left_open(town, sum(costs.values()) * percent // 100)


def check_what_is_left_open(town: Election, limit: int) -> None:
    for completion in (Completion.ADD1, Completion.ADD1_EXHAUSTIVE):
        for people, run, bought, stretch in stretches(town, limit, completion):
            assert run.bought[: len(bought)] == bought
            assert (run.spent > limit) == (stretch.spent > limit)
            waiting = [row.cost for row in people.backed if row.project.id not in run.bought]
            if not stretch.is_whole:
                assert waiting
                assert completion is Completion.ADD1 or min(waiting) <= limit - run.spent
            elif stretch.spent <= limit:
                assert run.bought == bought


def stretches(
    town: Election, limit: int, completion: Completion
) -> Iterator[tuple[Profile, exact.Run, tuple[str, ...], Stretch]]:
    """Forty steps, each counted in whole numbers, with what is said of it."""
    assert town.rule.utility is not None
    people = profile(town, town.rule.utility, lambda _project: True)
    chain = Chain.of(town, town.tally())
    if not people.backed:
        return
    step = town.rule.step or 1

    def endowment(number: int) -> Fraction:
        return Fraction(town.budget, people.voters) + number * step

    seen = 0
    for stretch in Steps(people, chain, endowment, limit, completion=completion).from_step(0):
        bought = tuple(people.backed[place].project.id for place in stretch.bought)
        for number in range(stretch.first, min(stretch.last, 40) + 1):
            assert number == seen
            yield people, exact.run(people, endowment(number), chain), bought, stretch
            seen += 1
        if stretch.last >= 40:
            break


def test_11_4_a_part_whose_purchases_cannot_be_kept_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def undecided(*_given: object, **_more: object) -> None:
        raise Undecided

    rule = {"completion": Completion.ADD1, "step": 1}
    town = election(100, {"A": 44, "B": 48, "C": 60}, ["AB", "A", "B", "BC", "C"], **rule)
    monkeypatch.setattr(Steps, "_part", undecided)
    assert count(town).to_json() == count(town, exactly=True).to_json()
