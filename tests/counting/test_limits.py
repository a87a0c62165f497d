"""What a vote may hold, to the number. SPEC 2.3 and 2.4"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deltagerbudget.counting.ballots import CategoryLimit, Fault, Limits, VoteType
from deltagerbudget.counting.model import ElectionError, Project
from deltagerbudget.counting.rule import Cap, CapKind, Method, Rule, Share, Variant

PROJECTS = {
    "A": Project("A", 10, "", ("leg",)),
    "B": Project("B", 20, "", ("leg", "sti")),
    "C": Project("C", 30, "", ("sti",)),
}


def fault(limits: Limits, votes: str, points: tuple[int, ...] = (), kind: VoteType = VoteType.APPROVAL) -> Fault | None:
    return limits.fault(list(votes), points, kind, PROJECTS)


@pytest.mark.parametrize(
    ("limits", "good", "bad", "code"),
    [
        ({"least": 2}, "AB", "A", "too_few_projects"),
        ({"most": 2}, "AB", "ABC", "too_many_in_vote"),
        ({"least_cost": 30}, "AB", "B", "too_cheap"),
        ({"most_cost": 30}, "AB", "AC", "too_dear"),
        ({"per_category": (CategoryLimit("leg", least=1),)}, "A", "C", "few_in_category"),
        ({"per_category": (CategoryLimit("leg", most=1),)}, "C", "AB", "many_in_category"),
        ({"per_category": (CategoryLimit("sti", least_cost=30),)}, "C", "B", "cheap_in_category"),
        ({"per_category": (CategoryLimit("sti", most_cost=30),)}, "AC", "BC", "dear_in_category"),
    ],
)
def test_2_3_a_limit_is_kept_to_the_number(limits: dict[str, Any], good: str, bad: str, code: str) -> None:
    given = Limits(**limits)
    assert fault(given, good) is None
    found = fault(given, bad)
    assert found is not None
    assert found.code == code
    assert found.params.get("category") == (given.per_category[0].category if given.per_category else None)


@pytest.mark.parametrize(
    ("limits", "good", "bad", "code"),
    [
        ({"least_points": 2}, (2, 2), (2, 1), "too_few_points"),
        ({"most_points": 2}, (2, 2), (2, 3), "too_many_points"),
        ({"least_sum": 4}, (2, 2), (2, 1), "sum_too_small"),
        ({"most_sum": 4}, (2, 2), (2, 3), "sum_too_large"),
        ({}, (0, 9), (1,), "points_missing"),
    ],
)
def test_2_3_points_too(limits: dict[str, int], good: tuple[int, ...], bad: tuple[int, ...], code: str) -> None:
    given = Limits(**limits)
    for kind in (VoteType.CUMULATIVE, VoteType.SCORING):
        assert fault(given, "AB", good, kind) is None
        found = fault(given, "AB", bad, kind)
        assert found is not None
        assert found.code == code
    assert fault(given, "AB") is None


def test_2_3_without_limits_every_vote_of_known_projects_is_valid() -> None:
    assert all(fault(Limits(), votes) is None for votes in ("", "A", "CBA"))
    assert fault(Limits(most=0), "") is None
    assert fault(Limits(most=0), "A") == Fault("too_many_in_vote", {"found": 1, "said": 0})


def test_2_2_choose_1_has_room_for_one_whatever_the_limits_say() -> None:
    assert fault(Limits(most=3), "A", kind=VoteType.CHOOSE_1) is None
    assert fault(Limits(most=3), "AB", kind=VoteType.CHOOSE_1) == Fault("too_many_in_vote", {"found": 2, "said": 1})


def test_2_4_a_project_twice_is_named() -> None:
    assert fault(Limits(), "ABB") == Fault("repeated_project", {"value": "B"})


@pytest.mark.parametrize("name", ["least", "least_cost", "least_points", "least_sum"])
def test_2_3_a_least_above_the_most_is_no_limit(name: str) -> None:
    most = name.replace("least", "most")
    Limits(**{name: 2, most: 2})
    with pytest.raises(ElectionError):
        Limits(**{name: 3, most: 2})
    with pytest.raises(ElectionError):
        Limits(**{name: -1})


def test_2_3_limits_of_a_category_are_checked_too() -> None:
    with pytest.raises(ElectionError):
        Limits(per_category=(CategoryLimit("leg", 2, 1),))
    with pytest.raises(ElectionError):
        Limits(per_category=(CategoryLimit("leg", least_cost=2, most_cost=1),))


def test_6_3_limits_survive_their_data() -> None:
    given = Limits(1, 2, 3, 4, 5, 6, 7, 8, (CategoryLimit("leg", 1, 2, 3, 4), CategoryLimit("sti")))
    assert Limits.from_data(given.to_data()) == given
    assert Limits().to_data() == {}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (lambda: Share(100), lambda: Share(101)),
        (lambda: Share(1), lambda: Share(0)),
        (lambda: Share(50, 0, 1), lambda: Share(50, 0, 0)),
        (lambda: Rule(threshold_cost_percent=1000), lambda: Rule(threshold_cost_percent=1001)),
        (lambda: Rule(threshold_ballots_percent=100), lambda: Rule(threshold_ballots_percent=101)),
        (
            lambda: Rule(variant=Variant.STOP_PERCENT, percent=99),
            lambda: Rule(variant=Variant.STOP_PERCENT, percent=100),
        ),
        (lambda: Rule(variant=Variant.STOP_PERCENT, percent=1), lambda: Rule(variant=Variant.STOP_PERCENT)),
        (lambda: Rule(lot_seed="x" * 1000), lambda: Rule(lot_seed="x" * 1001)),
        (lambda: Cap(CapKind.AREA, "s", number=1), lambda: Cap(CapKind.AREA, "", number=1)),
        (lambda: Cap(CapKind.AREA, "å", number=1), lambda: Cap(CapKind.AREA, "a\0", number=1)),
        (lambda: Cap(CapKind.SIZE, "s", number=0), lambda: Cap(CapKind.SIZE, "s", number=-1)),
        (
            lambda: Cap(CapKind.SIZE, "s", 1, from_cost=5, to_cost=5),
            lambda: Cap(CapKind.SIZE, "s", 1, from_cost=5, to_cost=4),
        ),
    ],
)
def test_3_a_parameter_of_a_rule_has_its_bounds(good: Callable[[], object], bad: Callable[[], object]) -> None:
    assert good()
    with pytest.raises(ElectionError):
        bad()


def test_3_9_a_share_of_almost_nothing_is_one_minor_unit() -> None:
    assert Share(1).of(50) == 1
    assert Share(1).of(199) == 1
    assert Share(1).of(200) == 2


def test_3_9_a_share_can_be_a_most_alone() -> None:
    assert [Share(most=500).of(cost) for cost in (499, 500, 501)] == [499, 500, 500]


def test_a_rule_has_the_name_that_settings_and_protocol_give_it() -> None:
    assert Rule().name == "greedy-skip"
    assert Rule(method=Method.GREEDY_PER_COST, variant=Variant.STOP).name == "greedy-per-cost-stop"
    assert Rule(method=Method.PRIZES, prizes=(2, 1)).name == "prizes"
