"""The rules beyond most votes first, by section of docs/counting.md."""

from dataclasses import replace

import pytest
from tests.counting.elections import FILE_ORDER, election

from deltagerbudget.counting.ballots import group_points
from deltagerbudget.counting.changes import explained
from deltagerbudget.counting.model import (
    Ballot,
    Cap,
    CapKind,
    Criterion,
    Election,
    ElectionError,
    Limits,
    Method,
    Project,
    Rule,
    Share,
    Variant,
    VoteType,
    group,
)
from deltagerbudget.counting.outcome import Decision, Outcome, Round, TopUp
from deltagerbudget.counting.rules import count
from deltagerbudget.counting.ties import LotNeeded

POZNAN = replace(FILE_ORDER, variant=Variant.STOP_PERCENT, percent=80)
REMAINDER = replace(FILE_ORDER, variant=Variant.REMAINDER)


def decisions(outcome: Outcome) -> dict[str, str]:
    return {step.project: str(step.decision) for step in outcome.steps}


def test_3_3_stop_percent_tops_up_one_and_stops() -> None:
    outcome = count(election(100, {"A": (60, 9), "B": (50, 8), "C": (10, 7)}, POZNAN))
    assert decisions(outcome) == {"A": "funded", "B": "topped-up", "C": "not-reached"}
    assert outcome.topped_up == (TopUp("B", 40_00, 10_00),)
    assert (outcome.winners, outcome.spent, outcome.left) == (("A",), 60_00, 40_00)
    assert decisions(count(election(99, {"A": (60, 9), "B": (50, 8)}, POZNAN)))["B"] == "stopped"


def test_3_3_the_per_cent_and_the_remainder_are_exact_to_the_oere() -> None:
    listed = (Project("A", 60_00), Project("B", 50_00))
    ballots = group([["A"], ["A"], ["B"]], listed)
    assert count(Election(100_00, listed, ballots, rule=POZNAN)).step("B").decision is Decision.TOPPED_UP
    assert count(Election(99_99, listed, ballots, rule=POZNAN)).step("B").decision is Decision.STOPPED
    assert count(Election(60_01, listed, ballots, rule=REMAINDER)).step("B").granted == 1
    assert count(Election(60_00, listed, ballots, rule=REMAINDER)).step("B").decision is Decision.STOPPED


def test_4_5_boegebjerg_the_last_winner_gets_the_remainder() -> None:
    projects = {"1": (10_130, 40), "2": (5_683, 35), "3": (5_437, 33), "4": (9_000, 28), "5": (100, 3)}
    outcome = count(election(27_744, projects, REMAINDER))
    last = outcome.step("4")
    assert (last.decision, last.granted, last.short) == (Decision.PART_FUNDED, 6_494_00, 2_506_00)
    assert outcome.step("5").decision is Decision.NOT_REACHED
    assert (outcome.winners, outcome.left) == (("1", "2", "3", "4"), 0)


def test_3_3_without_a_remainder_nobody_is_part_funded() -> None:
    outcome = count(election(10, {"A": (10, 2), "B": (5, 1)}, REMAINDER))
    assert decisions(outcome) == {"A": "funded", "B": "stopped"}


def test_4_6_vester_haesinge_prizes_by_place() -> None:
    rule = Rule(method=Method.PRIZES, prizes=(1_200_000, 1_000_000, 653_461), ties=(Criterion.FILE_ORDER,))
    listed = tuple(Project(name, 5_000_000) for name in "ABCD")
    ballots = group([["B"]] * 4 + [["A"]] * 3 + [["D"]] * 2 + [["C"]], listed)
    outcome = count(Election(2_853_461, listed, ballots, rule=rule))
    assert {step.project: step.granted for step in outcome.steps} == {
        "B": 1_200_000,
        "A": 1_000_000,
        "D": 653_461,
        "C": 0,
    }
    assert outcome.step("C").decision is Decision.NO_PRIZE
    assert (outcome.spent, outcome.left) == (2_853_461, 0)


def test_3_10_a_tie_of_prizes_matters_only_between_unequal_ones() -> None:
    listed = tuple(Project(name, 100) for name in "ABC")
    ballots = group([["A"], ["B"], ["C"]], listed)
    rule = Rule(method=Method.PRIZES, prizes=(10, 10), ties=(Criterion.LOT,))
    with pytest.raises(LotNeeded):
        count(Election(30, listed, ballots, rule=rule))
    assert count(Election(30, listed, ballots, rule=replace(rule, prizes=(10, 10, 10)))).ties == ()


def test_4_7_5700_vest_threshold_and_share() -> None:
    """10 per cent of the ballots; up to 15.000 kr. in full, above it half, never over 100.000 kr."""
    share = Share(percent=50, full_up_to=15_000_00, most=100_000_00)
    rule = replace(FILE_ORDER, threshold_ballots_percent=10, share=share)
    projects = {"A": (15_000, 50), "B": (40_000, 30), "C": (300_000, 11), "D": (1_000, 9)}
    outcome = count(election(275_000, projects, rule))
    assert {step.project: step.granted // 100 for step in outcome.steps} == {
        "A": 15_000,
        "B": 20_000,
        "C": 100_000,
        "D": 0,
    }
    assert (outcome.step("D").decision, outcome.step("D").needed) == (Decision.BELOW_THRESHOLD, 10)
    assert outcome.left == 140_000_00


def test_3_4_a_threshold_in_per_cent_of_the_cost() -> None:
    """A third of its share of the money: c(p)/B of 50 % asks for 50/3 % of the voters."""
    rule = replace(FILE_ORDER, threshold_cost_percent=33)
    outcome = count(election(100, {"A": (50, 84), "B": (50, 16)}, rule))
    assert outcome.step("B").needed == 17
    assert decisions(outcome) == {"A": "funded", "B": "below-threshold"}


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        (replace(FILE_ORDER, threshold_ballots_percent=50), 101),
        (replace(FILE_ORDER, threshold_ballots_percent=51), 104),
        (replace(FILE_ORDER, threshold_cost_percent=100), 101),
        (replace(FILE_ORDER, threshold_cost_percent=100, threshold_ballots_percent=51), 104),
    ],
)
def test_3_4_per_cents_are_rounded_up_exactly(rule: Rule, needed: int) -> None:
    """Of 202 ballots; B costs half of the money."""
    outcome = count(election(100, {"A": (10, 152), "B": (50, 50)}, rule))
    assert (outcome.step("B").decision, outcome.step("B").needed) == (Decision.BELOW_THRESHOLD, needed)
    assert outcome.step("A").needed == 0


def test_3_4_without_money_a_part_of_the_cost_asks_for_nothing() -> None:
    rule = replace(FILE_ORDER, threshold_cost_percent=100)
    assert decisions(count(election(0, {"A": (10, 1)}, rule))) == {"A": "skipped"}


def test_3_6_a_cap_holds_for_its_own_area_and_costs_alone() -> None:
    town = replace(FILE_ORDER, caps=(Cap(CapKind.AREA, "town", number=1),))
    assert count(sorted_by_area(town)).winners == ("A", "C", "D")
    size = Cap(CapKind.SIZE, "exact", number=0, from_cost=40, to_cost=40)
    assert count(sorted_by_area(replace(FILE_ORDER, caps=(size,)))).winners == ("D",)
    above = replace(size, from_cost=41, to_cost=50)
    assert count(sorted_by_area(replace(FILE_ORDER, caps=(above,)))).winners == ("A", "B", "D")


def test_3_5_of_an_exclusive_group_one_is_funded() -> None:
    values = replace(election(100, {"A": (40, 3), "B": (10, 2), "C": (10, 1)}), exclusive=(("A", "B"),))
    outcome = count(values)
    assert decisions(outcome) == {"A": "funded", "B": "excluded", "C": "funded"}
    assert outcome.step("B").because == "A"
    too_dear = count(replace(values, budget=30_00))
    assert decisions(too_dear) == {"A": "skipped", "B": "funded", "C": "funded"}
    with pytest.raises(ElectionError, match="'X'"):
        replace(values, exclusive=(("A", "X"),))


def test_4_8_raarup_caps_by_size() -> None:
    """Two up to 20.000 kr., one up to 10.000 kr."""
    caps = (
        Cap(CapKind.SIZE, "large", number=2, from_cost=10_000_01, to_cost=20_000_00),
        Cap(CapKind.SIZE, "small", number=1, to_cost=10_000_00),
    )
    projects = {"A": (9_000, 9), "B": (20_000, 8), "C": (2_000, 7), "D": (18_000, 6), "E": (11_000, 5)}
    outcome = count(election(60_000, projects, replace(FILE_ORDER, caps=caps)))
    assert decisions(outcome) == {"A": "funded", "B": "funded", "C": "capped", "D": "funded", "E": "capped"}
    assert outcome.step("E").because == "large"


def sorted_by_area(rule: Rule) -> Election:
    listed = (
        Project("A", 40, area="town", categories=("green",)),
        Project("B", 40, area="town", categories=("green",)),
        Project("C", 40, area="village", categories=("play", "green")),
        Project("D", 10, area="", categories=("play",)),
    )
    choices = [["A"]] * 9 + [["B"]] * 8 + [["C"]] * 2 + [["D"]]
    return Election(100, listed, group(choices, listed), rule=rule)


def test_3_7_every_area_gets_its_best_before_the_rest() -> None:
    plain = count(sorted_by_area(FILE_ORDER))
    assert plain.winners == ("A", "B", "D")
    outcome = count(sorted_by_area(replace(FILE_ORDER, least_per_area=1)))
    assert outcome.winners == ("A", "C", "D")
    assert [(step.project, step.round) for step in outcome.steps] == [
        ("A", Round.AREAS),
        ("C", Round.AREAS),
        ("B", Round.MAIN),
        ("D", Round.MAIN),
    ]


def test_3_6_a_cap_of_a_category_and_what_lifts_it() -> None:
    capped = replace(FILE_ORDER, caps=(Cap(CapKind.CATEGORY, "green", money=40),))
    assert count(sorted_by_area(capped)).winners == ("A", "D")
    lifted = count(sorted_by_area(replace(capped, caps_lifted=True)))
    assert lifted.winners == ("A", "B", "D")
    assert lifted.step("B").round is Round.CAPS_LIFTED


def test_6_4_figures_are_whole_numbers_of_the_ballots() -> None:
    figures = count(sorted_by_area(FILE_ORDER)).figures
    assert (figures.blank, figures.without_winner, figures.winners_named) == (0, 2, 18)
    assert [(item.kind, item.name, item.projects, item.funded, item.money) for item in figures.spending] == [
        ("category", "green", 3, 2, 80),
        ("category", "play", 2, 1, 10),
        ("area", "town", 2, 2, 80),
        ("area", "village", 1, 0, 0),
    ]


def test_3_1_votes_per_cost() -> None:
    outcome = count(
        election(60, {"A": (60, 5), "B": (20, 3), "C": (40, 4)}, replace(FILE_ORDER, method=Method.GREEDY_PER_COST))
    )
    assert [step.project for step in outcome.steps] == ["B", "C", "A"]
    assert outcome.winners == ("B", "C")


def test_3_1_equal_votes_per_cost_are_equal_exactly() -> None:
    """1/3 and 333333333333333/999999999999999 are one number; floats would not be asked."""
    listed = (Project("A", 999_999_999_999_999), Project("B", 3))
    ballots = (Ballot(("A",), 333_333_333_333_333), Ballot(("B",), 1))
    rule = Rule(method=Method.GREEDY_PER_COST, ties=(Criterion.LOWER_COST, Criterion.LOT), lot_seed="x")
    outcome = count(Election(999_999_999_999_999, listed, ballots, rule=rule))
    assert outcome.winners == ("B",)
    assert outcome.ties[0].decided_by is Criterion.LOWER_COST


def test_2_2_points_and_ranks() -> None:
    listed = (Project("A", 10), Project("B", 10))
    points = group_points([(["B", "A"], [1, 4]), (["A"], [5])], ["A", "B"], VoteType.CUMULATIVE)
    assert points == (Ballot(("A",), 1, (5,)), Ballot(("A", "B"), 1, (4, 1)))
    scored = Election(10, listed, points, VoteType.CUMULATIVE, FILE_ORDER, limits=Limits(most_sum=5))
    assert (scored.tally().scores, scored.tally().votes) == ({"A": 9, "B": 1}, {"A": 2, "B": 1})
    ranked = group([["B", "A"], ["B", "A"], ["A"]], listed, VoteType.ORDINAL)
    by_rank = Election(10, listed, ranked, VoteType.ORDINAL, replace(FILE_ORDER, scores=(3, 1)))
    assert by_rank.tally().scores == {"A": 5, "B": 6}
    assert count(by_rank).winners == ("B",)
    with pytest.raises(ElectionError, match="vector"):
        replace(by_rank, rule=FILE_ORDER)


def test_2_2_a_project_that_got_no_points_is_not_supported() -> None:
    listed = (Project("A", 10), Project("B", 10))
    ballots = group_points([(["A", "B"], [5, 0])], ["A", "B"], VoteType.CUMULATIVE)
    outcome = count(Election(20, listed, ballots, VoteType.CUMULATIVE, FILE_ORDER))
    assert decisions(outcome) == {"A": "funded", "B": "no-votes"}
    assert outcome.figures.winners_named == 1


@pytest.mark.parametrize(
    ("limits", "ids", "points", "code"),
    [
        (Limits(most=1), "AB", (), "too_many_in_vote"),
        (Limits(least=3), "AB", (), "too_few_projects"),
        (Limits(most_cost=19), "AB", (), "too_dear"),
        (Limits(least_cost=21), "AB", (), "too_cheap"),
        (Limits(), "AA", (), "repeated_project"),
        (Limits(most_points=2), "AB", (2, 3), "too_many_points"),
        (Limits(least_points=2), "AB", (2, 1), "too_few_points"),
        (Limits(most_sum=4), "AB", (2, 3), "sum_too_large"),
        (Limits(least_sum=6), "AB", (2, 3), "sum_too_small"),
        (Limits(), "AB", (2,), "points_missing"),
    ],
)
def test_2_3_why_a_vote_is_invalid(limits: Limits, ids: str, points: tuple[int, ...], code: str) -> None:
    kind = VoteType.CUMULATIVE if points else VoteType.APPROVAL
    projects = {name: Project(name, 10) for name in "AB"}
    fault = limits.fault(list(ids), points, kind, projects)
    assert fault is not None
    assert fault.code == code
    assert Limits().fault("AB", (1, 1), VoteType.CUMULATIVE, projects) is None


@pytest.mark.parametrize(
    "broken",
    [
        {"percent": 80},
        {"variant": Variant.STOP_PERCENT},
        {"variant": Variant.STOP_PERCENT, "percent": 100},
        {"prizes": (5,)},
        {"method": Method.PRIZES},
        {"method": Method.PRIZES, "prizes": (5, 6)},
        {"method": Method.PRIZES, "prizes": (5,), "all_fit": True},
        {"caps_lifted": True},
        {"scores": (1, 2)},
        {"threshold_ballots_percent": 101},
    ],
)
def test_3_impossible_rules_are_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ElectionError):
        replace(FILE_ORDER, **broken)  # type: ignore[arg-type]


def test_6_3_every_rule_survives_its_data() -> None:
    caps = (Cap(CapKind.AREA, "Åby", money=5),)
    full = Rule(share=Share(50, 10, 20), caps=caps, caps_lifted=True, least_per_area=2, threshold_cost_percent=33)
    prizes = Rule(method=Method.PRIZES, prizes=(3, 2), scores=(2, 1), threshold_ballots_percent=10)
    for rule in (full, prizes, POZNAN, REMAINDER, Rule()):
        assert Rule.from_data(rule.to_data()) == rule


def test_6_5_the_smallest_changes_of_the_city_s_example() -> None:
    values = election(80_000, {"A": (32_000, 12), "B": (78_450, 9), "C": (20_000, 7), "D": (30_000, 1)})
    outcome = explained(values, count(values))
    # Four more and B stands first (13 against 12), for file order puts A before it at 12.
    assert (outcome.step("B").more_votes, outcome.step("B").cheaper) == (4, 30_450_00)
    assert outcome.step("A").more_votes is None
    assert (outcome.step("D").more_votes, outcome.step("D").cheaper) == (7, 2_000_00)


def test_6_5_what_no_votes_can_mend_has_no_number() -> None:
    values = election(10, {"A": (5, 2), "B": (20, 1)})
    assert explained(values, count(values)).step("B").more_votes is None


def test_6_5_a_new_ballot_is_worth_the_most_that_one_ballot_can_give() -> None:
    listed = (Project("A", 10), Project("B", 10))
    points = group_points([(["A", "B"], [4, 1]), (["A"], [5])], ["A", "B"], VoteType.CUMULATIVE)
    scored = Election(10, listed, points, VoteType.CUMULATIVE, FILE_ORDER, limits=Limits(most_sum=5))
    assert explained(scored, count(scored)).step("B").more_votes == 2
    capped = replace(scored, limits=Limits(most_sum=5, most_points=2))
    assert explained(capped, count(capped)).step("B").more_votes == 5
    ranked = group([["A"], ["A"]], listed, VoteType.ORDINAL)
    by_rank = Election(10, listed, ranked, VoteType.ORDINAL, replace(FILE_ORDER, scores=(3, 1)))
    assert explained(by_rank, count(by_rank)).step("B").more_votes == 3


@pytest.mark.parametrize("parameters", [{"share": Share(percent=50)}, {"caps": (Cap(CapKind.SIZE, "any", number=1),)}])
def test_6_5_where_cheaper_can_be_worse_only_votes_are_named(parameters: dict[str, object]) -> None:
    rule = replace(FILE_ORDER, **parameters)  # type: ignore[arg-type]
    values = election(60, {"A": (60, 3), "B": (60, 1)}, rule)
    values = replace(values, budget=40_00) if rule.share else values
    step = explained(values, count(values)).step("B")
    assert (step.more_votes, step.cheaper) == (3, None)


def test_more_votes_first_among_equals_by_price() -> None:
    """Both have one vote for each 5 kr.; the one with more votes comes first, against the order of the file."""
    rule = replace(FILE_ORDER, method=Method.GREEDY_PER_COST, ties=(Criterion.MORE_VOTES, Criterion.FILE_ORDER))
    outcome = count(election(20, {"A": (10, 2), "B": (20, 4)}, rule))
    assert decisions(outcome) == {"B": "funded", "A": "skipped"}
