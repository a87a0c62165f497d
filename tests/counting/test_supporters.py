"""Phragmén and max welfare, by the sections of docs/counting.md 12: beside plain counts, voter by voter, set by set."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counting.test_shares import TOWN, election

from deltagerbudget.counting.ballots import group_points
from deltagerbudget.counting.knapsack import Item, best
from deltagerbudget.counting.model import Criterion, Election, ElectionError, Method, Project, Rule, VoteType
from deltagerbudget.counting.outcome import Decision, Outcome
from deltagerbudget.counting.rule import Completion, Share, Utility
from deltagerbudget.counting.rules import count
from deltagerbudget.counting.ties import LotNeeded

PHRAGMEN = Rule(method=Method.PHRAGMEN, ties=(Criterion.FILE_ORDER,))
LOT = (Criterion.LOT,)


def welfare(utility: Utility = Utility.COST, **more: Any) -> Rule:
    return Rule(method=Method.MAX_WELFARE, utility=utility, ties=more.pop("ties", (Criterion.FILE_ORDER,)), **more)


def by(rule: Rule, of: Election = TOWN) -> Outcome:
    return count(replace(of, rule=rule))


def test_12_1_each_is_bought_as_soon_as_its_supporters_have_its_cost() -> None:
    outcome = by(PHRAGMEN)
    assert [(step.project, step.decision, step.left) for step in outcome.steps] == [
        ("A", Decision.FUNDED, 90),
        ("B", Decision.FUNDED, 60),
        ("D", Decision.FUNDED, 30),
        ("C", Decision.STOPPED, 0),
    ]
    assert (outcome.steps[0].decided_by, outcome.steps[0].tied_with) == (Criterion.FILE_ORDER, ("B", "C"))
    # B, C and D come at the same time; after B it takes longer to C, so that D stands alone.
    assert (outcome.steps[1].tied_with, outcome.steps[2].decided_by) == (("C", "D"), None)


def test_12_1_it_ends_where_the_next_one_does_not_fit() -> None:
    projects = tuple(Project(name, cost) for name, cost in {"a": 60, "b": 50, "c": 30, "none": 5, "huge": 101}.items())
    votes = [(["a"], ())] * 6 + [(["b"], ())] * 4 + [(["c"], ())] * 2 + [(["huge"], ())] * 50
    ballots = group_points(votes, [project.id for project in projects], VoteType.APPROVAL)
    outcome = count(Election(100, projects, ballots, VoteType.APPROVAL, PHRAGMEN))
    assert [(step.project, step.decision) for step in outcome.steps] == [
        ("a", Decision.FUNDED),
        ("b", Decision.STOPPED),
        ("c", Decision.NOT_REACHED),
        ("none", Decision.NO_VOTES),
        ("huge", Decision.SKIPPED),
    ]
    assert (outcome.spent, outcome.left, outcome.all_fit) == (60, 40, False)
    assert [step.granted for step in outcome.steps] == [60, 0, 0, 0, 0]


def test_12_1_one_that_is_equal_and_does_not_fit_ends_it_too() -> None:
    outcome = by(PHRAGMEN, election(90, {"A": 40, "B": 20, "C": 80}, ["A", "A", "B", *["C"] * 4]))
    # All come at 20; C does not fit beside what is left.
    assert outcome.winners == ("A",)
    assert [step.decision for step in outcome.steps] == [Decision.FUNDED, Decision.STOPPED, Decision.STOPPED]


@pytest.mark.parametrize(
    ("votes", "budget", "needed"), [(["A", "B"], 20, False), (["A", "B"], 19, True), (["AB", "AB"], 20, True)]
)
def test_12_1_a_lot_is_needed_where_the_order_decides(votes: list[str], budget: int, needed: bool) -> None:
    town = election(budget, {"A": 10, "B": 10}, votes)
    rule = replace(PHRAGMEN, ties=LOT)
    if needed:
        with pytest.raises(LotNeeded):
            by(rule, town)
    else:
        assert by(rule, town).ties == ()
    assert len(by(replace(rule, lot_seed="drawn"), town).ties) == int(needed)


def test_12_2_what_is_worth_most_together() -> None:
    town = election(100, {"A": 60, "B": 50, "C": 50}, ["A"] * 10 + ["B"] * 6 + ["C"] * 6)
    assert by(welfare(Utility.CARDINALITY), town).winners == ("B", "C")
    # By cost both are worth 600, and A is the cheaper.
    assert by(welfare(), town).winners == ("A",)
    out = by(welfare(Utility.CARDINALITY), town).step("A")
    assert (out.decision, out.left, out.cost, out.granted) == (Decision.SKIPPED, 0, 60, 0)
    assert not by(welfare(), town).all_fit


def test_12_2_of_equal_sets_the_cheapest_then_the_first_by_the_chain() -> None:
    cheap = election(100, {"A": 60, "B": 50}, ["A", "B"])
    assert by(welfare(Utility.CARDINALITY), cheap).winners == ("B",)
    assert by(welfare(Utility.CARDINALITY), cheap).ties == ()
    equal = election(50, {"A": 50, "B": 50}, ["A", "B"])
    outcome = by(welfare(), equal)
    assert outcome.winners == ("A",)
    assert [(tie.projects, tie.decided_by) for tie in outcome.ties] == [(("A", "B"), Criterion.FILE_ORDER)]
    with pytest.raises(LotNeeded):
        by(welfare(ties=LOT), equal)
    assert by(welfare(ties=LOT, lot_seed="drawn"), equal).ties[0].decided_by is Criterion.LOT


def test_12_the_thresholds_hold_for_both() -> None:
    for rule in (PHRAGMEN, welfare()):
        outcome = by(replace(rule, threshold=4))
        assert outcome.step("D").decision is Decision.BELOW_THRESHOLD
        assert outcome.winners == ("A", "B", "C")


def test_12_what_does_not_go_together_is_refused() -> None:
    for rule in (
        lambda: Rule(method=Method.PHRAGMEN, utility=Utility.COST),
        lambda: Rule(method=Method.MAX_WELFARE),
        lambda: replace(welfare(), completion=Completion.NONE),
        lambda: replace(PHRAGMEN, all_fit=True),
        lambda: replace(welfare(), share=Share(50)),
        lambda: replace(PHRAGMEN, fill=True),
    ):
        with pytest.raises(ElectionError):
            rule()
    with pytest.raises(ElectionError, match="exclusive"):
        replace(TOWN, rule=PHRAGMEN, exclusive=(("A", "B"),))
    assert (PHRAGMEN.name, welfare().name) == ("phragmen", "max-welfare-cost")


def test_12_the_outcome_comes_back_from_its_text() -> None:
    for rule in (PHRAGMEN, welfare(Utility.CARDINALITY)):
        outcome = by(rule)
        assert Outcome.from_json(outcome.to_json()) == outcome


TOWNS = st.builds(
    lambda budget, costs, votes: election(
        budget,
        dict(zip("ABCDEF", costs, strict=False)),
        ["".join(sorted(name for name in vote if name in "ABCDEF"[: len(costs)])) for vote in votes],
    ),
    st.integers(1, 30),
    st.lists(st.integers(1, 12), min_size=1, max_size=6),
    st.lists(st.sets(st.sampled_from("ABCDEF")), min_size=1, max_size=12),
)


def plain_phragmen(of: Election) -> list[str]:
    """Voter by voter, from the words of the specification."""
    voters = [set(ballot.projects) for ballot in of.ballots for _ in range(ballot.number)]
    empty = [Fraction(0)] * len(voters)
    left, bought = of.budget, []
    waiting = [project for project in of.projects if project.cost <= of.budget and any(project.id in v for v in voters)]
    while waiting:
        times = {}
        for project in waiting:
            backers = [place for place, voter in enumerate(voters) if project.id in voter]
            times[project.id] = (project.cost + sum(empty[place] for place in backers)) / len(backers)
        first = [project for project in waiting if times[project.id] == min(times.values())]
        if any(project.cost > left for project in first):
            break
        left -= first[0].cost
        bought.append(first[0].id)
        waiting.remove(first[0])
        empty = [times[first[0].id] if first[0].id in voter else at for voter, at in zip(voters, empty, strict=True)]
    return bought


@given(TOWNS)
def test_12_1_is_what_a_plain_count_gives(of: Election) -> None:
    steps = by(PHRAGMEN, of).steps
    assert [step.project for step in steps if step.granted] == plain_phragmen(of)


@given(TOWNS, st.sampled_from([Utility.COST, Utility.CARDINALITY]))
def test_12_2_is_the_best_of_all_sets(of: Election, utility: Utility) -> None:
    votes = of.tally().votes
    sets = [
        chosen
        for size in range(len(of.projects) + 1)
        for chosen in combinations(range(len(of.projects)), size)
        if sum(of.projects[place].cost for place in chosen) <= of.budget
        and all(votes[of.projects[place].id] for place in chosen)
    ]

    def worth(chosen: tuple[int, ...]) -> tuple[int, int]:
        rows = [of.projects[place] for place in chosen]
        return sum(votes[p.id] * (p.cost if utility is Utility.COST else 1) for p in rows), -sum(p.cost for p in rows)

    most = max(map(worth, sets))
    equal = sorted((set(chosen) for chosen in sets if worth(chosen) == most), key=lambda chosen: sorted(chosen))
    first = max(equal, key=lambda chosen: [place in chosen for place in range(len(of.projects))])
    outcome = by(welfare(utility), of)
    assert outcome.winners == tuple(of.projects[place].id for place in sorted(first))
    assert bool(outcome.ties) == (len(equal) > 1)


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 10**20)), max_size=11), st.integers(0, 150))
@settings(max_examples=300)
def test_12_3_the_knapsack_is_exact_whatever_the_size_of_the_numbers(pairs: list[tuple[int, int]], budget: int) -> None:
    items = [Item(*pair) for pair in pairs]
    found = best(items, budget)
    most = max(
        sum(items[place].worth for place in chosen)
        for size in range(len(items) + 1)
        for chosen in combinations(range(len(items)), size)
        if sum(items[place].cost for place in chosen) <= budget
    )
    assert sum(items[place].cost for place in found) <= budget
    assert sum(items[place].worth for place in found) == most
