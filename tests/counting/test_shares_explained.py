"""What is said to those whose project equal shares did not buy, by the sections of docs/counting.md 11.11 and on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given, settings
from tests.counting.test_shares import TOWN, election, elections

from deltagerbudget.counting.ballots import group_points
from deltagerbudget.counting.model import Criterion, Election, Project, Rule, VoteType
from deltagerbudget.counting.outcome import Change, Decision, Elsewhere, Near, Next, Outcome, Shares, Spent
from deltagerbudget.counting.rule import Completion, Utility
from deltagerbudget.counting.rules import count
from deltagerbudget.counting.shares.changes import with_changes
from deltagerbudget.counting.shares.elsewhere import with_money
from deltagerbudget.counting.ties import Chain

GOLDEN = Path(__file__).parent / "golden" / "outcome_shares_v1.json"
EARLY = election(120, {"A": 100, "B": 50}, ["A", "A", "AB", "AB"])
LATE = election(120, {"A": 60, "B": 50}, ["A", "A", "AB", "B"])


def shares(outcome: Outcome) -> Shares:
    assert outcome.shares is not None
    return outcome.shares


def changes(town: Election) -> tuple[Change, ...]:
    return shares(with_changes(town, count(town))).changes


def test_11_11_the_example_that_was_nearest_at_a_purchase() -> None:
    found = shares(count(EARLY))
    assert found.near == (Near("B", 500, 1),)
    assert [paid.next for paid in found.paid] == [(Next("B", 500),)]


def test_11_11_the_example_that_was_nearest_at_the_end() -> None:
    found = shares(count(LATE))
    assert found.near == (Near("B", 800, 2),)
    assert [paid.next for paid in found.paid] == [(Next("B", 666),)]


def test_11_11_what_stood_equal_and_lost_by_the_tie_chain_lacks_the_last_per_mille() -> None:
    """C could have been bought instead of A, and came after it in the file; in the round of B too."""
    found = shares(count(TOWN))
    assert found.near == (Near("C", 999, 1),)
    assert [[near.project for near in paid.next] for paid in found.paid] == [["B", "C", "D"], ["C", "D"], ["C"]]


def test_11_11_of_many_the_three_nearest_are_named_equal_ones_by_the_chain() -> None:
    costs = {"A": 10, "B": 40, "C": 20, "D": 20, "E": 30, "F": 99}
    found = shares(count(election(60, costs, ["A", "A", "A", "B", "C", "D", "E", "F"])))
    # Of everyone's 7.5 the price of A, 1/3 of a project's cost, takes all from those of B, E and F.
    assert found.paid[0].next == (Next("C", 333), Next("D", 333), Next("E", 250))


def test_11_11_what_takes_no_part_has_no_effective_support() -> None:
    found = shares(count(replace(TOWN, rule=replace(TOWN.rule, threshold=4))))
    assert [near.project for near in found.near] == ["C"]


def test_11_11_with_other_utilities_the_price_is_for_a_unit_of_it() -> None:
    """By number, at 25 for a voter: B's two could pay 50 of 55 at A's price, and have 10 of 55 at the end."""
    town = election(120, {"A": 100, "B": 55}, ["A", "A", "AB", "AB"], utility=Utility.CARDINALITY)
    assert count(town).winners == ("A",)
    found = shares(count(town))
    assert found.near == (Near("B", 909, 1),)


def test_11_12_the_example_of_where_the_money_went() -> None:
    outcome = count(EARLY)
    assert shares(outcome).elsewhere == ()
    told = shares(with_money(EARLY, outcome)).elsewhere
    assert told == (Elsewhere("B", 2, 60, (Spent("A", 50, 2),), 10),)


def test_11_12_what_is_not_paid_for_is_not_listed_and_amounts_are_rounded_down() -> None:
    """Each has 25. A takes 50/3 of one supporter of B, D the 25 of the other: 16 and 25, 8 are left, 1 is in parts."""
    town = election(100, {"A": 50, "B": 60, "C": 99, "D": 25}, ["A", "A", "AB", "BD"])
    told = shares(with_money(town, count(town))).elsewhere
    assert told == (Elsewhere("B", 2, 50, (Spent("A", 16, 1), Spent("D", 25, 1)), 8),)


def test_11_12_an_outcome_of_another_rule_has_nothing_to_tell() -> None:
    town = replace(TOWN, rule=Rule(ties=(Criterion.FILE_ORDER,)))
    assert with_money(town, count(town)) == count(town)


def test_11_13_the_examples_of_a_lower_price_and_more_votes() -> None:
    assert changes(EARLY) == (Change("B", 40, is_least=True, more_votes=1),)
    assert changes(LATE) == (Change("B", 10, is_least=True, more_votes=1),)


def test_11_13_with_add1_a_lower_price_can_lose_again() -> None:
    votes = ["A", "AB", "B", "AB"]
    towns = {price: election(5, {"A": price, "B": 3}, votes, completion=Completion.ADD1, step=1) for price in (3, 4, 5)}
    assert ["A" in count(town).winners for town in towns.values()] == [True, False, True]
    assert changes(towns[4]) == (Change("A", 1, is_least=False, more_votes=None),)


def test_11_13_only_what_is_asked_for_is_sought_and_only_of_equal_shares() -> None:
    outcome = count(TOWN)
    assert shares(with_changes(TOWN, outcome, ["A"])).changes == ()
    assert [change.project for change in shares(with_changes(TOWN, outcome, ["C"])).changes] == ["C"]
    by_votes = replace(TOWN, rule=Rule(ties=(Criterion.FILE_ORDER,)))
    assert with_changes(by_votes, count(by_votes)) == count(by_votes)


def test_11_13_nobody_can_pay_for_what_nobody_supports() -> None:
    town = election(90, {"A": 30, "B": 10}, ["A", "A", "A"])
    # With one more voter each has 22.5.
    assert changes(town) == (Change("B", None, is_least=False, more_votes=1),)


def test_11_13_no_number_of_votes_pays_for_more_than_there_is() -> None:
    town = election(90, {"A": 91}, ["A", "A"])
    assert changes(town) == (Change("A", 1, is_least=True, more_votes=None),)


def test_11_13_a_thousand_new_ballots_are_tried_and_no_more() -> None:
    """Beside the one voter k new ones decide over k/(k + 1) of the money."""
    near = election(1001, {"A": 1001, "B": 1000}, ["A"])
    assert shares(with_changes(near, count(near), ["B"])).changes[0].more_votes == 1000
    far = election(1002, {"A": 1002, "B": 1001}, ["A"])
    assert shares(with_changes(far, count(far), ["B"])).changes[0].more_votes is None


def test_11_13_a_threshold_by_cost_is_met_at_a_lower_price() -> None:
    """A part of the budget asks for that part of the ballots: 45 for two of four, 22 for one; or three of six."""
    town = election(90, {"A": 45, "B": 10}, ["A", "B", "B", "B"], threshold_cost_percent=100)
    assert count(town).step("A").decision is Decision.BELOW_THRESHOLD
    assert changes(town) == (Change("A", 23, is_least=True, more_votes=2),)


def test_11_13_new_ballots_raise_what_a_part_of_all_ballots_is() -> None:
    """Two of five are less than half, three of six are not; and no price is low enough."""
    town = election(90, {"A": 10, "B": 10}, ["A", "B", "B", "B"], threshold_ballots_percent=50)
    assert changes(town) == (Change("A", None, is_least=False, more_votes=2),)


def test_11_13_a_lot_that_was_not_drawn_does_not_win_and_proves_nothing() -> None:
    """At 50 B would stand equal with A, for 25 of each supporter: the lot decides, and drawn it can take B."""
    costs, votes, chain = {"A": 100, "B": 55}, ["A", "A", "AB", "AB"], (Criterion.LOT,)
    town = election(120, costs, votes, utility=Utility.CARDINALITY, ties=chain)
    assert changes(town)[0].cheaper == 6
    assert not changes(town)[0].is_least
    falls = {changes(replace(town, rule=replace(town.rule, lot_seed=seed)))[0].cheaper for seed in "123456"}
    assert falls == {5, 6}


def test_6_2_an_explained_outcome_is_read_back_as_it_was_written() -> None:
    outcome = with_changes(LATE, with_money(LATE, count(LATE)))
    assert shares(outcome).elsewhere
    assert shares(outcome).changes
    assert Outcome.from_json(outcome.to_json()) == outcome


def test_6_2_the_golden_outcome_of_equal_shares_stays_the_same() -> None:
    """Whole steps, the fill and the comparison, two ties; with all that can be asked for."""
    costs = {"A": 6000, "B": 5000, "C": 3000, "D": 3000, "E": 700, "F": 9000}
    votes = ["A", "A", "AB", "B", "CD", "CD", "CDF", "E", ""]
    rule = {"completion": Completion.ADD1, "step": 100, "fill": True, "comparison": True}
    town = election(15_000, costs, votes, **rule)
    outcome = with_changes(town, with_money(town, count(town)))
    assert outcome.ties
    assert shares(outcome).elsewhere
    assert outcome.to_json() + "\n" == GOLDEN.read_text(encoding="utf-8")
    assert outcome.to_json().encode() == rfc8785.dumps(json.loads(outcome.to_json()))
    assert Outcome.from_json(outcome.to_json()) == outcome


@pytest.mark.parametrize("budget", [0, 90])
def test_11_11_without_ballots_nothing_is_near(budget: int) -> None:
    found = shares(count(election(budget, {"A": 30}, [])))
    assert (found.near, found.paid) == ((), ())


Voters = list[dict[str, int]]


def voters_of(town: Election) -> Voters:
    """The units of each voter, one by one."""
    found: Voters = []
    for ballot in town.ballots:
        scores = town.rule.scores if town.vote_type is VoteType.ORDINAL else [1] * len(ballot.projects)
        units = {name: worth for name, worth in zip(ballot.projects, ballot.points or scores, strict=False) if worth}
        if town.rule.utility is not Utility.POINTS:
            units = dict.fromkeys(units, 1)
        found += [units] * ballot.number
    return found


def rounds(town: Election, found: Shares) -> Iterator[tuple[str, Fraction | None, list[Fraction]]]:
    """What the published prices do to each voter: what is bought, λ and what everyone has before it."""
    voters, money = voters_of(town), [Fraction(found.taken.endowment)] * town.voters
    for paid in found.paid:
        price = Fraction(paid.unit_price)
        yield paid.project, price / factor(town, paid.project), money
        money = [
            held - min(held, price * units.get(paid.project, 0)) for held, units in zip(money, voters, strict=True)
        ]
    yield "", None, money


def factor(town: Election, name: str) -> int:
    return cost(town, name) if town.rule.utility is Utility.COST else 1


def cost(town: Election, name: str) -> int:
    return next(project.cost for project in town.projects if project.id == name)


def part(town: Election, name: str, price: Fraction | None, money: list[Fraction]) -> Fraction:
    able = Fraction(0)
    for held, units in zip(money, voters_of(town), strict=True):
        if name in units:
            able += held if price is None else min(held, price * factor(town, name) * units[name])
    return able / cost(town, name)


def stated(found: Fraction) -> int:
    return min(999, found.numerator * 1000 // found.denominator)


@settings(max_examples=60)
@given(elections(tie_rich=True))
def test_11_11_effective_support_voter_by_voter(town: Election) -> None:
    outcome = count(town)
    found = shares(outcome)
    named = {name for units in voters_of(town) for name in units}
    table = list(rounds(town, found))
    lost = [name for name in town.ids if name in named and name not in found.taken.winners]
    assert [near.project for near in found.near] == lost
    for near in found.near:
        parts = [part(town, near.project, price, money) for _, price, money in table]
        assert max(parts) <= 1
        assert (near.per_mille, near.round) == (stated(max(parts)), parts.index(max(parts)) + 1)
    order, projects = Chain.of(town, town.tally()).order, {project.id: project for project in town.projects}
    waiting: list[Project] = [projects[name] for name in town.ids if name in named]
    for paid, (name, price, money) in zip(found.paid, table, strict=False):
        waiting.remove(projects[name])
        parts_now = {project.id: part(town, project.id, price, money) for project in waiting}
        behind = sorted(waiting, key=lambda project: (-parts_now[project.id], *order(project)))
        assert paid.next == tuple(Next(each.id, stated(parts_now[each.id])) for each in behind[:3])


@settings(max_examples=60)
@given(elections(tie_rich=True))
def test_11_12_money_voter_by_voter_and_nothing_is_lost_but_the_rounding(town: Election) -> None:
    outcome = with_money(town, count(town))
    found, voters = shares(outcome), voters_of(town)
    table = list(rounds(town, found))
    assert [row.project for row in found.elsewhere] == [near.project for near in found.near]
    for row in found.elsewhere:
        mine = [at for at, units in enumerate(voters) if row.project in units]
        assert (row.supporters, row.had) == (len(mine), int(Fraction(found.taken.endowment) * len(mine)))
        spent = []
        for (name, _, before), (_, _, after) in pairwise(table):
            paid = [before[at] - after[at] for at in mine if before[at] != after[at]]
            spent += [Spent(name, int(sum(paid)), len(paid))] if paid else []
        assert row.spent == tuple(spent)
        assert row.left == int(sum((table[-1][2][at] for at in mine), Fraction(0)))
        assert 0 <= row.had - row.left - sum(each.money for each in row.spent) <= len(row.spent) + 1


@settings(max_examples=60)
@given(elections(tie_rich=False))
def test_11_11_nothing_that_was_not_bought_has_all_of_its_cost(town: Election) -> None:
    """Amounts and numbers as a town has them; what is left in the end is part of the effective support."""
    outcome = count(town)
    assert town.rule.completion in Completion
    for near in shares(outcome).near:
        assert near.per_mille <= 999
        assert 1 <= near.round <= len(shares(outcome).paid) + 1
        step = outcome.step(near.project)
        if step.decision == "not-paid":
            assert near.per_mille >= 1000 * step.left // step.cost


def with_price(town: Election, name: str, price: int) -> Election:
    projects = tuple(replace(each, cost=price) if each.id == name else each for each in town.projects)
    return replace(town, projects=projects)


def with_votes(town: Election, name: str, number: int) -> Election:
    votes = [(list(ballot.projects), list(ballot.points)) for ballot in town.ballots for _ in range(ballot.number)]
    new = ([name], [town.most_for_one] if town.vote_type.has_points else [])
    return replace(town, ballots=group_points([*votes, *[new] * number], town.ids, town.vote_type))


def wins(town: Election, name: str) -> bool:
    return name in count(town).winners


@settings(max_examples=60)
@given(elections(tie_rich=True))
def test_11_13_a_fall_that_is_told_wins_and_one_less_does_not(town: Election) -> None:
    for change in changes(town):
        name, full = change.project, cost(town, change.project)
        if change.cheaper is None:
            assert not wins(with_price(town, name, 1), name)
        else:
            assert wins(with_price(town, name, full - change.cheaper), name)
            assert not wins(with_price(town, name, full - change.cheaper + 1), name)


@settings(max_examples=60)
@given(elections(tie_rich=True))
def test_11_13_without_completion_winning_stays_won_down_to_the_lowest_price(town: Election) -> None:
    rule = replace(town.rule, completion=Completion.NONE, step=0, comparison=False)
    town = replace(town, rule=rule)
    for change in changes(town):
        name, full = change.project, cost(town, change.project)
        won = [fall for fall in range(full) if wins(with_price(town, name, full - fall), name)]
        assert change.is_least == bool(won)
        assert won == (list(range(change.cheaper, full)) if change.cheaper else [])


@settings(max_examples=60)
@given(elections(tie_rich=True))
def test_11_13_the_fewest_new_ballots_that_name_it_alone(town: Election) -> None:
    town = replace(town, rule=replace(town.rule, completion=Completion.NONE, step=0, comparison=False, fill=False))
    for change in changes(town):
        name, found = change.project, change.more_votes
        assert not any(wins(with_votes(town, name, number), name) for number in range(1, min(found or 30, 30)))
        assert found is None or wins(with_votes(town, name, found), name)
