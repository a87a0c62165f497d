"""Ties that matter, where only one criterion or one project makes the difference. SPEC 5"""

from dataclasses import replace

import pytest
from tests.counting.elections import FILE_ORDER, STOP, election

from deltagerbudget.counting.ballots import group_points
from deltagerbudget.counting.model import Criterion, Election, Method, Project, Rule, VoteType
from deltagerbudget.counting.outcome import Tie
from deltagerbudget.counting.rules import count
from deltagerbudget.counting.ties import LotNeeded


def test_5_4_the_demand_for_a_lot_names_the_projects() -> None:
    with pytest.raises(LotNeeded, match=r"^a lot must decide between A, B$") as caught:
        count(election(100, {"A": (60, 5), "B": (60, 5)}, Rule()))
    assert caught.value.projects == ("A", "B")


def test_5_4_where_the_lot_does_not_matter_file_order_stands_in() -> None:
    """The lots of an empty seed would order these otherwise."""
    names = [f"P{number}" for number in range(9)]
    outcome = count(election(1000, dict.fromkeys(names, (10, 5)), Rule()))
    assert [step.project for step in outcome.steps] == names


def test_5_2_with_stop_a_project_below_its_threshold_makes_no_tie() -> None:
    """B asks for 60 per cent of the money and has half of the votes; it has no turn whatever the order."""
    rule = replace(STOP, threshold_cost_percent=100)
    outcome = count(election(100, {"A": (50, 5), "B": (60, 5)}, rule))
    assert [str(step.decision) for step in outcome.steps] == ["funded", "below-threshold"]
    assert outcome.ties == ()


def test_5_2_each_criterion_has_its_own_turn() -> None:
    """Four points each: A is cheaper, C has them of two voters. No lot is needed."""
    listed = (Project("A", 40), Project("B", 60), Project("C", 60))
    votes = [(["A"], [4]), (["B"], [4]), (["C"], [1]), (["C"], [3])]
    ballots = group_points(votes, ["A", "B", "C"], VoteType.CUMULATIVE)
    outcome = count(Election(100, listed, ballots, VoteType.CUMULATIVE, Rule()))
    assert outcome.winners == ("A", "C")
    assert outcome.ties == (
        Tie(("A", "C", "B"), 4, 100, Criterion.LOWER_COST),
        Tie(("C", "B"), 4, 60, Criterion.MORE_VOTES),
    )


def test_5_2_a_tie_by_price_states_the_score_of_the_first() -> None:
    rule = replace(FILE_ORDER, method=Method.GREEDY_PER_COST)
    outcome = count(election(20, {"A": (10, 2), "B": (20, 4), "C": (15, 3)}, rule))
    assert [(tie.projects, tie.score) for tie in outcome.ties] == [(("A", "B", "C"), 2)]
