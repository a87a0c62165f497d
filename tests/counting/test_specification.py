"""The examples and sentences of docs/counting.md, by section."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import rfc8785
from tests.counting.elections import FILE_ORDER, STOP, election

from deltagerbudget.counting.model import (
    LARGEST,
    Ballot,
    Criterion,
    Election,
    ElectionError,
    Invalid,
    Project,
    Rule,
    Variant,
    VoteType,
    group,
)
from deltagerbudget.counting.outcome import Decision, Outcome, Tie
from deltagerbudget.counting.rules import count
from deltagerbudget.counting.ties import LotNeeded, lot_number

GOLDEN = Path(__file__).parent / "golden" / "outcome_v1.json"
AARHUS = {"A": (32_000, 12), "B": (78_450, 9), "C": (20_000, 7)}
SEED = "2026-11-20 Lotto 3 8 14 22 27 31 36"
WITH_LOT = Rule(lot_seed=SEED)


def decisions(outcome: Outcome) -> dict[str, str]:
    return {step.project: str(step.decision) for step in outcome.steps}


@pytest.mark.parametrize("project_id", ["", "a b", "a,b", "a;b", 'a"b', "a\n", "a\0", "x" * 101])
def test_1_1_what_is_no_project_id(project_id: str) -> None:
    with pytest.raises(ElectionError):
        Project(project_id, 1)


@pytest.mark.parametrize("cost", [0, -1, LARGEST + 1, 1.0, True, "1"])
def test_1_2_a_cost_is_a_whole_number_above_0(cost: object) -> None:
    with pytest.raises(ElectionError):
        Project("1", cost)  # type: ignore[arg-type]


def test_1_1_two_projects_with_one_id_are_no_election() -> None:
    with pytest.raises(ElectionError, match="same id"):
        Election(1, (Project("1", 1), Project("1", 2)), ())


def test_1_3_a_withdrawn_project_takes_no_part_and_is_named() -> None:
    outcome = count(replace(election(100, {"A": (50, 1)}), withdrawn=(Project("W", 10),)))
    assert outcome.winners == ("A",)
    assert outcome.withdrawn == ("W",)


def test_2_1_ballots_are_grouped_in_canonical_order() -> None:
    projects = (Project("9", 1), Project("10", 1), Project("a", 1))
    ballots = group([["a"], ["10", "9"], ["9", "10"], [], ["9"]], projects)
    assert ballots == (Ballot(()), Ballot(("9",)), Ballot(("9", "10"), 2), Ballot(("a",)))


@pytest.mark.parametrize(
    "ballots",
    [
        (Ballot(("B", "A")),),
        (Ballot(("A", "A")),),
        (Ballot(("X",)),),
        (Ballot(("A",)), Ballot(("A",))),
        (Ballot(("B",)), Ballot(("A",))),
        (Ballot(("A",), 0),),
    ],
)
def test_2_1_other_ballots_are_refused(ballots: tuple[Ballot, ...]) -> None:
    with pytest.raises(ElectionError):
        Election(1, (Project("A", 1), Project("B", 1)), ballots)


def test_2_1_an_unknown_project_is_not_grouped() -> None:
    with pytest.raises(ElectionError, match="'X'"):
        group([["X"]], [Project("A", 1)])


def test_2_2_choose_1_names_one_project_at_most() -> None:
    projects = (Project("A", 1), Project("B", 1))
    with pytest.raises(ElectionError, match="choose-1"):
        Election(1, projects, group([["A", "B"]], projects), VoteType.CHOOSE_1)


def test_2_3_invalid_ballots_are_stated() -> None:
    invalid = (Invalid("repeated_project", 3),)
    assert count(replace(election(1, {"A": (1, 1)}), invalid=invalid)).invalid == invalid


def test_4_1_the_example_of_the_city() -> None:
    outcome = count(election(80_000, AARHUS))
    assert decisions(outcome) == {"A": "funded", "B": "skipped", "C": "funded"}
    assert outcome.winners == ("A", "C")
    assert (outcome.spent, outcome.left) == (52_000_00, 28_000_00)


def test_4_1_the_loser_has_the_facts_of_its_sentence() -> None:
    outcome = count(election(80_000, AARHUS))
    loser = outcome.step("B")
    assert (loser.left, loser.cost, loser.short, loser.votes) == (48_000_00, 78_450_00, 30_450_00, 9)
    assert outcome.last_funded_votes == 7


def test_4_1_and_3_3_with_stop_the_first_that_does_not_fit_ends_the_count() -> None:
    outcome = count(election(80_000, AARHUS, STOP))
    assert decisions(outcome) == {"A": "funded", "B": "stopped", "C": "not-reached"}
    assert outcome.winners == ("A",)


def test_4_2_snaptun_spends_all_to_the_last_krone() -> None:
    outcome = count(election(75_000, {"1": (52_416, 57), "2": (2_500, 56), "3": (20_084, 51)}))
    assert outcome.winners == ("1", "2", "3")
    assert (outcome.spent, outcome.left) == (75_000_00, 0)


def test_4_3_eggeslevmagle_all_fit_and_no_vote_is_needed() -> None:
    two = {"1": (30_000, 0), "2": (20_000, 0)}
    all_fit = replace(FILE_ORDER, all_fit=True, threshold=5)
    outcome = count(election(50_000, two, all_fit))
    assert outcome.all_fit
    assert (outcome.winners, outcome.left) == (("1", "2"), 0)
    assert decisions(count(election(50_000, two))) == {"1": "no-votes", "2": "no-votes"}
    too_many = count(election(50_000, two | {"3": (1, 0)}, all_fit))
    assert not too_many.all_fit
    assert too_many.winners == ()


def test_4_4_a_tie_that_matters_and_one_that_does_not() -> None:
    tied = {"A": (60, 5), "B": (60, 5), "C": (40, 4)}
    outcome = count(election(100, tied, WITH_LOT))
    first, second = sorted("AB", key=lambda name: lot_number(SEED, name))
    assert outcome.ties == (Tie((first, second), 5, 100_00, Criterion.LOT),)
    assert outcome.step(second).decision is Decision.SKIPPED
    assert outcome.step(second).tied_with == (first,)
    assert outcome.step(second).decided_by is Criterion.LOT
    assert set(outcome.winners) == {first, "C"}
    assert count(election(120, tied, WITH_LOT)).ties == ()


def test_3_4_the_threshold_is_reached_by_equal_votes() -> None:
    outcome = count(election(100, {"A": (10, 5), "B": (10, 4), "C": (10, 0)}, replace(FILE_ORDER, threshold=5)))
    assert decisions(outcome) == {"A": "funded", "B": "below-threshold", "C": "no-votes"}


def test_3_4_the_threshold_is_named_also_after_the_count_has_stopped() -> None:
    outcome = count(election(100, {"A": (200, 5), "B": (10, 4)}, replace(STOP, threshold=5)))
    assert decisions(outcome) == {"A": "stopped", "B": "below-threshold"}


def test_3_1_a_project_that_costs_exactly_what_is_left_is_funded() -> None:
    projects = (Project("A", 100),)
    assert count(Election(100, projects, group([["A"]], projects))).winners == ("A",)
    assert count(Election(99, projects, group([["A"]], projects))).winners == ()


def test_an_election_without_ballots_or_projects_has_an_outcome() -> None:
    assert count(Election(100, (), ())).steps == ()
    assert count(Election(0, (Project("A", 1),), ())).last_funded_votes is None


@pytest.mark.parametrize("chain", [(), (Criterion.LOWER_COST,), (Criterion.LOT, Criterion.LOT)])
def test_5_1_a_chain_that_may_leave_projects_equal_is_refused(chain: tuple[Criterion, ...]) -> None:
    with pytest.raises(ElectionError):
        Rule(ties=chain)


def test_5_1_the_cheaper_comes_first() -> None:
    outcome = count(election(100, {"A": (90, 5), "B": (80, 5)}, WITH_LOT))
    assert outcome.winners == ("B",)
    assert outcome.ties == (Tie(("B", "A"), 5, 100_00, Criterion.LOWER_COST),)


def test_5_1_file_order_where_the_chain_says_so() -> None:
    outcome = count(election(100, {"B": (80, 5), "A": (80, 5)}))
    assert outcome.winners == ("B",)
    assert outcome.step("A").decided_by is Criterion.FILE_ORDER


def test_5_2_with_skip_a_project_that_cannot_be_funded_makes_no_tie() -> None:
    assert count(election(100, {"A": (60, 5), "B": (200, 5)}, WITH_LOT)).ties == ()


def test_5_2_with_stop_the_same_project_makes_a_tie() -> None:
    stop = replace(WITH_LOT, variant=Variant.STOP, ties=(Criterion.LOT,))
    assert len(count(election(100, {"A": (60, 5), "B": (200, 5)}, stop)).ties) == 1
    assert count(election(50, {"A": (60, 5), "B": (200, 5)}, stop)).ties == ()


def test_5_2_a_tie_within_a_tie_names_each_criterion() -> None:
    outcome = count(election(100, {"A": (40, 5), "B": (60, 5), "C": (60, 5)}, WITH_LOT))
    assert [(tie.decided_by, tie.left) for tie in outcome.ties] == [
        (Criterion.LOWER_COST, 100_00),
        (Criterion.LOT, 60_00),
    ]
    assert outcome.step("A").decided_by is Criterion.LOWER_COST
    assert outcome.step("B").tied_with == ("C",)


def test_5_2_after_the_first_criterion_the_rest_may_matter_no_more() -> None:
    outcome = count(election(100, {"A": (45, 5), "B": (60, 5), "C": (60, 5)}, Rule()))
    assert [tie.decided_by for tie in outcome.ties] == [Criterion.LOWER_COST]


@pytest.mark.parametrize(("votes", "threshold"), [(0, 0), (4, 5)])
def test_5_2_projects_that_cannot_win_make_no_tie(votes: int, threshold: int) -> None:
    rule = replace(WITH_LOT, threshold=threshold)
    assert count(election(100, {"A": (60, votes), "B": (60, votes)}, rule)).ties == ()


def test_5_3_the_lot_is_the_published_formula() -> None:
    lots = {name: lot_number(SEED, name).hex() for name in "123"}
    assert lots["1"] == "63d000a3808b0c64cded0ed9b49810f2253d7f97ddddb3c238fe37727b8df742"
    assert sorted(lots, key=lots.__getitem__) == ["1", "3", "2"]
    tied = {"1": (60, 5), "2": (60, 5), "3": (60, 5)}
    assert [step.project for step in count(election(100, tied, WITH_LOT)).steps] == ["1", "3", "2"]


def test_5_3_another_seed_can_give_another_winner() -> None:
    tied = {"1": (60, 5), "2": (60, 5)}
    winners = {count(election(100, tied, Rule(lot_seed=f"draw {number}"))).winners for number in range(20)}
    assert winners == {("1",), ("2",)}


def test_5_4_without_a_seed_the_count_asks_for_the_lot_only_when_it_matters() -> None:
    tied = {"A": (60, 5), "B": (60, 5), "C": (10, 6)}
    with pytest.raises(LotNeeded) as caught:
        count(election(100, tied, Rule()))
    assert caught.value.projects == ("A", "B")
    assert count(election(130, tied, Rule())).winners == ("A", "B", "C")


def test_6_2_the_golden_outcome_stays_the_same() -> None:
    tied = {"A": (60, 5), "B": (60, 5), "C": (40, 4), "D": (70, 3), "E": (1, 0)}
    values = replace(
        election(100, tied, replace(WITH_LOT, threshold=4)),
        withdrawn=(Project("W", 10),),
        invalid=(Invalid("too_many_in_vote", 2),),
    )
    text = count(values).to_json()
    assert text + "\n" == GOLDEN.read_text(encoding="utf-8")
    assert text.encode() == rfc8785.dumps(json.loads(text))
    assert Outcome.from_json(text) == count(values)


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"format":"outcome/v2"}',
        '{"format":"outcome/v1"}',
        GOLDEN.read_text(encoding="utf-8").replace('"skip"', '"leap"'),
        GOLDEN.read_text(encoding="utf-8").replace('"left"', '"over"'),
    ],
)
def test_6_2_another_text_is_no_outcome(text: str) -> None:
    with pytest.raises(ElectionError):
        Outcome.from_json(text)


def test_6_3_the_digest_changes_with_all_that_decides() -> None:
    values = election(80_000, AARHUS)
    others = [
        replace(values, budget=values.budget + 1),
        replace(values, rule=STOP),
        replace(values, projects=(*values.projects[:2], Project("C", 1))),
        replace(values, ballots=(*values.ballots[:2], Ballot(("C",), 8))),
        replace(values, vote_type=VoteType.CHOOSE_1),
        replace(values, currency="EUR"),
        replace(values, withdrawn=(Project("W", 1),)),
        replace(values, invalid=(Invalid("repeated_project", 1),)),
    ]
    assert len({item.digest() for item in [values, *others]}) == len(others) + 1
    named = replace(values, projects=tuple(replace(project, name="Ø") for project in values.projects))
    assert named.digest() == values.digest()
