"""Equal shares, by the sections of docs/counting.md 11: the fast way beside the exact one, both beside a plain one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deltagerbudget.counting.ballots import group_points
from deltagerbudget.counting.model import LARGEST, Criterion, Election, ElectionError, Method, Project, Rule, VoteType
from deltagerbudget.counting.outcome import Decision, Outcome, Round
from deltagerbudget.counting.rule import Completion, Share, Utility
from deltagerbudget.counting.rules import count
from deltagerbudget.counting.shares import exact
from deltagerbudget.counting.shares.completion import end
from deltagerbudget.counting.shares.profile import profile
from deltagerbudget.counting.ties import Chain, LotNeeded

SHARES = Rule(
    method=Method.EQUAL_SHARES, utility=Utility.COST, completion=Completion.NONE, ties=(Criterion.FILE_ORDER,)
)


def election(budget: int, costs: dict[str, int], votes: Sequence[str], **rule: Any) -> Election:
    """Votes as strings of project ids; amounts in minor units."""
    projects = tuple(Project(name, cost) for name, cost in costs.items())
    ballots = group_points(((list(vote), ()) for vote in votes), list(costs), VoteType.APPROVAL)
    return Election(budget, projects, ballots, VoteType.APPROVAL, replace(SHARES, **rule))


# Two thirds want what stands first, one third wants what stands last.
TOWN = election(90, {"A": 30, "B": 30, "C": 30, "D": 30}, ["ABC"] * 6 + ["D"] * 3)


def test_11_9_a_third_of_the_voters_decides_over_a_third_of_the_money() -> None:
    outcome = count(TOWN)
    assert outcome.winners == ("A", "B", "D")
    assert [step.project for step in outcome.steps] == ["A", "B", "D", "C"]
    assert count(replace(TOWN, rule=Rule(ties=(Criterion.FILE_ORDER,)))).winners == ("A", "B", "C")
    assert outcome.shares is not None
    assert (outcome.shares.taken.endowment, outcome.shares.refused) == ("10/1", None)
    assert [(paid.project, paid.price, paid.payers, paid.full) for paid in outcome.shares.paid] == [
        ("A", 5, 6, 6),
        ("B", 5, 6, 6),
        ("D", 10, 3, 3),
    ]
    last = outcome.step("C")
    assert (last.decision, last.left, last.short) == (Decision.NOT_PAID, 0, 30)


def test_11_2_who_has_less_pays_what_they_have_and_the_others_more() -> None:
    """Each has 10. A takes 4 of the two who support it; of the 21 for B they pay their 6, and the third pays 9."""
    outcome = count(election(30, {"A": 8, "B": 21}, ["AB", "AB", "B"], utility=Utility.CARDINALITY))
    assert outcome.winners == ("A", "B")
    assert outcome.shares is not None
    paid = [(row.project, row.price, row.payers, row.full) for row in outcome.shares.paid]
    assert paid == [("A", 4, 2, 2), ("B", 9, 3, 1)]


def test_11_2_whoever_has_the_least_that_can_be_left_is_not_one_who_has_nothing() -> None:
    town = election(6, {"A": 2, "B": 3}, ["A", "B"])
    people = profile(town, Utility.COST, lambda _project: True)
    assert exact.run(people, Fraction(3), Chain.of(town, town.tally())).left == (1, 0)


def test_11_7_from_the_exact_price_of_each_purchase_everyone_finds_what_a_ballot_paid() -> None:
    """Each has 10. The six for B pay 20/3, the five for A 8/5; for C one pays the 10/3 left, the other the rest."""
    outcome = count(election(70, {"A": 8, "B": 40, "C": 9}, ["AB"] * 4 + ["AC", "B", "BC"]))
    assert outcome.shares is not None
    held = dict.fromkeys(["AB", "AC", "B", "BC"], Fraction(outcome.shares.taken.endowment))
    many = {"AB": 4, "AC": 1, "B": 1, "BC": 1}
    for paid in outcome.shares.paid:
        price = Fraction(paid.unit_price)
        before = dict(held)
        held = {ballot: left - min(left, price) if paid.project in ballot else left for ballot, left in held.items()}
        assert sum((before[ballot] - held[ballot]) * many[ballot] for ballot in many) == outcome.step(paid.project).cost
        assert paid.price == math.ceil(price)
    assert [paid.unit_price for paid in outcome.shares.paid] == ["20/3", "8/5", "17/3"]


def test_11_1_what_a_project_is_worth_decides_the_order() -> None:
    """By cost most supporters for each krone come first, by number the least to pay, by points what is worth most."""
    town = election(30, {"A": 8, "B": 21}, ["AB", "AB", "B"])
    assert [step.project for step in count(town).steps] == ["B", "A"]
    ballots = group_points([(["A", "B"], (3, 1)), (["B"], (1,))], ["A", "B"], VoteType.CUMULATIVE)
    points = replace(town, ballots=ballots, vote_type=VoteType.CUMULATIVE, rule=replace(SHARES, utility=Utility.POINTS))
    # Each has 15: A costs 8/3 a point; B 21/2 a point.
    assert [step.project for step in count(points).steps] == ["A", "B"]


def test_11_3_add1_goes_on_in_whole_steps_until_the_next_would_spend_too_much() -> None:
    votes = ["A", "A", "B", "B", "C"]
    town = election(100, {"A": 44, "B": 48, "C": 60}, votes, completion=Completion.ADD1, step=1)
    outcome = count(town)
    assert outcome.winners == ("A", "B")
    assert outcome.shares is not None
    assert outcome.shares.refused is not None
    # From 20 for each: 22 buys A, 24 buys B, and 60 would buy C for 152.
    assert (outcome.shares.taken.endowment, outcome.shares.taken.step) == ("59/1", 39)
    assert (outcome.shares.refused.endowment, outcome.shares.refused.spent) == ("60/1", 152)
    exhaustive = count(replace(town, rule=replace(town.rule, completion=Completion.ADD1_EXHAUSTIVE)))
    assert exhaustive.shares is not None
    assert (exhaustive.winners, exhaustive.shares.taken.step) == (("A", "B"), 4)


def test_11_3_the_first_whole_step_is_not_above_an_equal_part() -> None:
    town = election(100, {"A": 33, "B": 33, "C": 33}, ["A", "B", "C"], completion=Completion.ADD1, step=10)
    outcome = count(town)
    assert outcome.shares is not None
    assert (outcome.shares.taken.endowment, outcome.shares.taken.step, outcome.spent) == ("40/1", 1, 99)


def test_11_6_the_fill_goes_by_votes_and_passes_over_what_no_longer_fits() -> None:
    town = election(100, {"A": 40, "B": 70, "C": 30, "D": 30}, ["AB", "AB", "BC", "C", "CD"])
    assert count(town).winners == ("A", "C")
    filled = count(replace(town, rule=replace(town.rule, fill=True)))
    assert filled.winners == ("A", "C", "D")
    assert (filled.step("D").round, filled.step("D").left) == (Round.FILL, 30)
    assert filled.step("B").decision is Decision.NOT_PAID


def test_11_6_the_comparison_takes_most_votes_first_only_where_more_voters_have_more_winners() -> None:
    other = count(replace(TOWN, rule=replace(TOWN.rule, comparison=True)))
    assert other.shares is not None
    assert (other.winners, other.shares.prefer, other.shares.prefer_greedy) == (("A", "B", "C"), 3, 6)
    assert other.shares.by_greedy
    kept = count(election(90, {"A": 90, "B": 30, "C": 20}, ["A"] * 4 + ["B"] * 3 + ["C"] * 2, comparison=True))
    assert kept.shares is not None
    assert (kept.winners, kept.shares.prefer, kept.shares.prefer_greedy) == (("B", "C"), 5, 4)
    assert not kept.shares.by_greedy


def test_11_8_a_tie_is_recorded_with_what_decided_it_and_needs_the_lot() -> None:
    """A and B stand equal, and two voters support both: only one of them can be paid."""
    town = election(30, {"A": 20, "B": 20}, ["AB", "AB", ""], ties=(Criterion.LOWER_COST, Criterion.LOT))
    with pytest.raises(LotNeeded):
        count(town)
    drawn = count(replace(town, rule=replace(town.rule, lot_seed="1")))
    (tie,) = drawn.ties
    assert tie.decided_by is Criterion.LOT
    assert tie.projects[0] in drawn.winners
    assert drawn.step(drawn.winners[0]).tied_with == (tie.projects[1],)


def test_11_8_a_tie_among_projects_without_a_common_supporter_changes_nothing() -> None:
    town = election(40, {"A": 20, "B": 20}, ["A", "A", "B", "B"], ties=(Criterion.LOT,))
    outcome = count(town)
    assert (outcome.winners, outcome.ties) == (("A", "B"), ())


def test_3_4_a_project_below_a_threshold_takes_no_part() -> None:
    town = replace(TOWN, rule=replace(TOWN.rule, threshold=4, fill=True))
    outcome = count(town)
    assert outcome.step("D").decision is Decision.BELOW_THRESHOLD
    assert outcome.winners == ("A", "B", "C"), "the fill buys C"


@pytest.mark.parametrize(
    "wrong",
    [
        {"utility": None},
        {"completion": None},
        {"completion": Completion.ADD1},
        {"step": 1},
        {"share": Share(50)},
        {"all_fit": True},
        {"method": Method.GREEDY},
    ],
    ids=str,
)
def test_11_3_what_does_not_go_together_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ElectionError):
        replace(SHARES, **wrong)


def test_11_exclusive_groups_are_refused() -> None:
    with pytest.raises(ElectionError):
        replace(TOWN, exclusive=(("A", "B"),))


def test_6_2_the_outcome_and_the_rule_are_read_back_as_they_were_written() -> None:
    rule = replace(SHARES, completion=Completion.ADD1, step=7, fill=True, comparison=True)
    outcome = count(replace(TOWN, rule=rule))
    assert Outcome.from_json(outcome.to_json()) == outcome
    assert Rule.from_data(rule.to_data()) == rule
    assert rule.name == "equal-shares-cost-add1-fill-comparison"
    assert "shares" not in count(replace(TOWN, rule=Rule(ties=(Criterion.FILE_ORDER,)))).to_data()


@st.composite
def elections(draw: st.DrawFn, *, tie_rich: bool) -> Election:
    """Few costs and few voters, so that much is equal; or amounts and numbers as a town has them."""
    ids = "ABCDEFGH"[: draw(st.integers(1, 8))]
    cost = st.integers(1, 5) if tie_rich else st.integers(1, 10**7)
    costs = [0, *(draw(cost) for _ in ids)]
    kind = draw(st.sampled_from([VoteType.APPROVAL, VoteType.CUMULATIVE, VoteType.ORDINAL]))
    projects = tuple(Project(name, each) for name, each in zip(ids, costs[1:], strict=True))
    votes = []
    for _ in range(draw(st.integers(1, 12))):
        named = draw(st.lists(st.sampled_from(ids), unique=True))
        points = [draw(st.integers(0, 4)) for _ in named] if kind.has_points else []
        votes += [(named, points)] * (1 if tie_rich else draw(st.integers(1, 5000)))
    completion = draw(st.sampled_from(Completion))
    budget = draw(st.integers(1, 30 if tie_rich else 3 * 10**7))
    # So that some tens of steps, not thousands, are counted one by one.
    few = st.integers(1, 3) if tie_rich else st.just(max(budget, *costs) // 60 + 1)
    step = 0 if completion is Completion.NONE else draw(few)
    rule = Rule(
        method=Method.EQUAL_SHARES,
        utility=draw(st.sampled_from(Utility)),
        completion=completion,
        step=step,
        fill=draw(st.booleans()),
        comparison=draw(st.booleans()),
        scores=(3, 2, 1) if kind is VoteType.ORDINAL else (),
        ties=draw(
            st.sampled_from([(Criterion.FILE_ORDER,), (Criterion.LOWER_COST, Criterion.MORE_VOTES, Criterion.LOT)])
        ),
        lot_seed="drawn",
    )
    return Election(budget, projects, group_points(votes, list(ids), kind), kind, rule)


@settings(max_examples=60)
@given(elections(tie_rich=True) | elections(tie_rich=False))
def test_11_5_the_fast_way_gives_the_bytes_of_the_exact_one(town: Election) -> None:
    assert count(town).to_json() == count(town, exactly=True).to_json()


def plain(town: Election, endowment: Fraction) -> list[str]:
    """SPEC §11.2 word by word, voter by voter, without a bound, a group or an integer trick."""
    voters: list[dict[str, int]] = []
    for ballot in town.ballots:
        worth = ballot.points or (
            town.rule.scores if town.vote_type is VoteType.ORDINAL else [1] * len(ballot.projects)
        )
        units = {name: value for name, value in zip(ballot.projects, worth, strict=False) if value}
        if town.rule.utility is not Utility.POINTS:
            units = dict.fromkeys(units, 1)
        voters += [units] * ballot.number
    money = [endowment] * len(voters)
    chain, waiting, bought = Chain.of(town, town.tally()), list(town.projects), []
    while True:
        found = []
        for project in waiting:
            backers = [(money[at], units[project.id]) for at, units in enumerate(voters) if project.id in units]
            factor = project.cost if town.rule.utility is Utility.COST else 1
            if backers and sum(held for held, _ in backers) >= project.cost:
                prices = sorted({held / unit for held, unit in backers})
                enough = next(p for p in prices if sum(min(held, p * unit) for held, unit in backers) >= project.cost)
                below = sum(held for held, unit in backers if held / unit < enough)
                units_left = sum(unit for held, unit in backers if held / unit >= enough)
                price = (project.cost - below) / Fraction(units_left)
                found.append((price / factor, chain.order(project), price, project))
        if not found:
            return bought
        _, _, price, project = min(found, key=lambda row: row[:2])
        for at, units in enumerate(voters):
            money[at] -= min(money[at], price * units.get(project.id, 0))
        waiting.remove(project)
        bought.append(project.id)


@settings(max_examples=60)
@given(elections(tie_rich=True))
def test_11_2_a_count_voter_by_voter_buys_the_same_in_the_same_order(town: Election) -> None:
    assert town.rule.utility is not None
    people = profile(town, town.rule.utility, lambda _project: True)
    for extra in range(4):
        endowment = Fraction(town.budget, people.voters) + extra
        run = exact.run(people, endowment, Chain.of(town, town.tally()))
        assert list(run.bought) == plain(town, endowment)
        paid = [purchase.price for purchase in run.purchases]
        assert sum(endowment * number for number in people.numbers.tolist()) - run.spent == sum(
            left * number for left, number in zip(run.left, people.numbers.tolist(), strict=True)
        ), paid


@settings(max_examples=60)
@given(elections(tie_rich=False))
def test_11_money_is_never_more_than_the_budget_and_every_project_has_its_turn(town: Election) -> None:
    outcome = count(town)
    assert outcome.spent <= town.budget
    assert sorted(step.project for step in outcome.steps) == sorted(town.ids)
    assert outcome.shares is not None
    assert outcome.shares.taken.spent <= town.budget
    if outcome.shares.refused:
        assert outcome.shares.refused.spent > town.budget


def test_1_2_beyond_the_whole_numbers_of_a_float_it_is_counted_exactly() -> None:
    """The two projects differ by one of 2^53 minor units; the dearer one cannot be paid."""
    big = LARGEST - 1
    town = election(big, {"A": big, "B": big - 1}, ["AB"] * 3 + ["A"])
    assert count(town).winners == ("A",)
    near = election(big, {"A": big // 2 + 1, "B": big // 2}, ["A", "B"])
    assert count(near).winners == ("B",)
    many = replace(near, rule=replace(SHARES, completion=Completion.ADD1, step=big // 8))
    assert count(many).to_json() == count(many, exactly=True).to_json()


def test_a_float_cannot_tell_100_000_votes_from_100_001_and_this_can() -> None:
    projects = (Project("A", 10**10 - 1), Project("B", 10**10 - 1))
    votes = [(["A"], ()), (["B"], ())]
    ballots = tuple(
        replace(ballot, number=number)
        for ballot, number in zip(group_points(votes, ["A", "B"], VoteType.APPROVAL), (10**5, 10**5 + 1), strict=True)
    )
    rule = replace(SHARES, completion=Completion.ADD1, step=1)
    town = Election(10**10, projects, ballots, VoteType.APPROVAL, rule)
    people = profile(town, Utility.COST, lambda _project: True)
    found = end(rule, people, Chain.of(town, town.tally()), town.budget)
    assert found.taken.bought == ("B",)
    # 99,999 for each of 100,001 is exactly what it costs; one step further both are paid.
    assert (found.taken.endowment, set(found.taken.left)) == (99_999, {0, 99_999})
    assert found.refused is not None
    assert found.refused.endowment == 100_000


def test_1_2_no_float_is_asked_beyond_their_whole_numbers_nor_by_the_exact_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_given: object, **_named: object) -> None:
        raise AssertionError("floats were asked")

    monkeypatch.setattr("deltagerbudget.counting.shares.completion.Steps", refused)
    add1 = replace(SHARES, completion=Completion.ADD1, step=LARGEST // 8)
    big = replace(election(LARGEST - 1, {"A": LARGEST // 2, "B": LARGEST // 3}, ["A", "B"]), rule=add1)
    assert count(big).winners == ("A", "B")
    small = replace(TOWN, rule=replace(add1, step=1))
    assert count(small, exactly=True).winners
    with pytest.raises(AssertionError, match="floats"):
        count(small)


def test_11_6_a_rank_that_is_worth_nothing_prefers_nothing() -> None:
    """Three put B second, which counts for nothing; by what is supported nobody has more by most votes first."""
    projects = (Project("A", 60), Project("B", 60), Project("C", 30))
    votes = [(["A", "B"], ())] * 2 + [(["C", "B"], ())] * 3 + [(["B"], ())] * 4
    ballots = group_points(votes, ["A", "B", "C"], VoteType.ORDINAL)
    rule = replace(SHARES, scores=(1,), comparison=True)
    shared = count(Election(90, projects, ballots, VoteType.ORDINAL, rule)).shares
    assert shared is not None
    supporters = {"A": 2, "B": 4, "C": 3}
    here = set(shared.taken.winners)
    there = set(count(Election(90, projects, ballots, VoteType.ORDINAL, Rule(scores=(1,)))).winners)
    assert shared.prefer == sum(supporters[name] for name in here - there)
    assert shared.prefer_greedy == sum(supporters[name] for name in there - here)
