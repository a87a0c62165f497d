"""Groups that got less than their part of the money, by the sections of docs/counting.md 13."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counting.elections import META
from tests.counting.test_shares import SHARES, TOWN, election, elections

from deltagerbudget.counting.audit import Violation, audit
from deltagerbudget.counting.ballots import group_points
from deltagerbudget.counting.compare import compare
from deltagerbudget.counting.model import Criterion, Election, Method, Project, Rule, Variant, VoteType
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.pabulib_write import write
from deltagerbudget.counting.report import summary_data, text_report
from deltagerbudget.counting.rule import Completion, Utility
from deltagerbudget.counting.rules import count

MOST_VOTES = Rule(ties=(Criterion.FILE_ORDER,))


def audited(town: Election, rule: Rule = MOST_VOTES) -> tuple[Violation, ...]:
    town = replace(town, rule=rule)
    return audit(town, count(town))


def test_13_4_a_third_of_the_voters_has_a_claim_to_what_costs_less_than_a_third() -> None:
    assert audited(TOWN) == ()
    cheaper = election(90, {"A": 30, "B": 30, "C": 30, "D": 29}, ["ABC"] * 6 + ["D"] * 3)
    assert audited(cheaper) == (Violation("D", 3, 30, 0),)
    assert audited(cheaper, SHARES) == ()


def test_13_2_the_largest_group_is_told_and_its_part_is_rounded_down() -> None:
    """Of 100 kr. each of nine decides over 100/9. Two have nothing, two have the 5 of B, and one has 85 with A too."""
    town = election(100, {"A": 80, "B": 5, "D": 21}, ["A"] * 4 + ["D", "D", "BD", "BD", "ABD"])
    assert count(replace(town, rule=MOST_VOTES)).winners == ("A", "B")
    # 21 + 5 is less than 4 · 100/9, and 21 + 85 more than 5 · 100/9.
    assert audited(town) == (Violation("D", 4, 44, 5),)


def test_13_1_what_is_worth_nothing_on_a_ballot_is_not_supported() -> None:
    projects = (Project("A", 60), Project("D", 20))
    votes = [(["A"], (5,)), (["A", "D"], (1, 3)), (["A", "D"], (2, 0))]
    town = Election(75, projects, group_points(votes, ["A", "D"], VoteType.CUMULATIVE), VoteType.CUMULATIVE, MOST_VOTES)
    # Two would deserve 50; the one supporter of D, 25.
    assert audited(town) == ()
    ranked = group_points([(["D", "A"], ())] * 2 + [(["A"], ())], ["A", "D"], VoteType.ORDINAL)
    places = replace(MOST_VOTES, scores=(9,), threshold=10)
    ordinal = Election(240, projects, ranked, VoteType.ORDINAL, places)
    # A is first on one ballot, and below the threshold.
    assert audited(ordinal, places) == (Violation("A", 1, 80, 0),)


def test_13_1_what_is_topped_up_is_built() -> None:
    town = election(100, {"A": 60, "B": 45}, ["A"] * 3 + ["B"] * 3)
    assert audited(town) == (Violation("B", 3, 50, 0),)
    rule = replace(MOST_VOTES, variant=Variant.STOP_PERCENT, percent=80)
    assert count(replace(town, rule=rule)).topped_up
    assert audited(town, rule) == ()


def test_13_2_without_voters_nobody_has_a_claim() -> None:
    assert audited(election(100, {"A": 60}, [])) == ()
    assert audited(election(100, {"A": 160}, ["A"])) == ()


def voters_of(town: Election) -> Iterator[set[str]]:
    for ballot in town.ballots:
        worth = ballot.points or town.rule.scores or [1] * len(ballot.projects)
        named = {name for name, units in zip(ballot.projects, worth, strict=False) if units}
        yield from [named] * ballot.number


def by_all_groups(town: Election, built: set[str]) -> dict[str, int]:
    """SPEC §13.1 word by word: every group of supporters of every project, and the size of the largest with a claim."""
    costs = {project.id: project.cost for project in town.projects}
    found: dict[str, int] = {}
    for name in costs.keys() - built:
        has = [sum(costs[won] for won in named & built) for named in voters_of(town) if name in named]
        for size in range(1, len(has) + 1):
            for group in combinations(has, size):
                if all((own + costs[name]) * town.voters < size * town.budget for own in group):
                    found[name] = size
    return found


@settings(max_examples=100)
@given(elections(tie_rich=True), st.booleans())
def test_13_2_the_groups_are_those_that_a_search_of_all_groups_finds(town: Election, by_votes: bool) -> None:
    if by_votes:
        town = replace(town, rule=replace(MOST_VOTES, scores=town.rule.scores))
    outcome = count(town)
    built = {step.project for step in outcome.steps if step.is_built}
    assert {claim.project: claim.voters for claim in audit(town, outcome)} == by_all_groups(town, built)


@settings(max_examples=150)
@given(elections(tie_rich=True) | elections(tie_rich=False))
def test_13_3_equal_shares_by_cost_leaves_no_claim(town: Election) -> None:
    completion = town.rule.completion
    if completion is Completion.ADD1:
        # It begins at whole steps, so with less than an equal part.
        completion = Completion.ADD1_EXHAUSTIVE
    town = replace(town, rule=replace(town.rule, utility=Utility.COST, completion=completion, comparison=False))
    assert town.rule.method is Method.EQUAL_SHARES
    assert audit(town, count(town)) == ()


def test_13_2_the_command_names_them_in_the_units_of_the_file() -> None:
    town = election(9000, {"A": 3000, "B": 3000, "C": 3000, "D": 2950}, ["ABC"] * 6 + ["D"] * 3)
    reading = read(write(replace(town, rule=MOST_VOTES), META))
    comparison = compare(reading)
    assert summary_data(comparison)["audit"] == [{"project": "D", "voters": 3, "deserves": 30, "has": 0}]
    assert [line for line in text_report(comparison) if line.startswith("audit")] == [
        "audit: groups of voters got less than their part of the money, and would not have more with D (3 voters)"
    ]
    fair = compare(reading, count(replace(town, rule=SHARES)))
    assert summary_data(fair)["audit"] == []
    assert "audit: no group of voters got less than its part of the money" in list(text_report(fair))
