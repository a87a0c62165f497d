"""The election as a value: what forms none, and what its digest is of. SPEC 1 and 6.3"""

from dataclasses import replace
from hashlib import sha256

import pytest
import rfc8785
from tests.counting.elections import FILE_ORDER

from deltagerbudget.counting.ballots import CategoryLimit, group_points
from deltagerbudget.counting.model import (
    Cap,
    CapKind,
    Criterion,
    Election,
    ElectionError,
    Invalid,
    Limits,
    Method,
    Project,
    Rule,
    VoteType,
    canonical,
    group,
)


@pytest.mark.parametrize("project", [{"area": "a\0"}, {"categories": ("leg", "a\0")}, {"name": "\ud800"}])
def test_1_1_a_text_that_no_file_can_hold_is_refused(project: dict[str, object]) -> None:
    with pytest.raises(ElectionError, match="texts of 1"):
        Project("1", 1, **project)  # type: ignore[arg-type]


def test_1_2_a_budget_is_0_or_more() -> None:
    assert Election(0, (), ()).budget == 0
    for budget in (-1, 0.5, True):
        with pytest.raises(ElectionError, match="budget must be"):
            Election(budget, (), ())  # type: ignore[arg-type]


def test_1_3_a_withdrawn_project_has_an_id_of_its_own() -> None:
    with pytest.raises(ElectionError, match="same id"):
        Election(1, (Project("1", 1),), (), withdrawn=(Project("1", 2),))


def test_3_5_of_unknown_projects_in_a_group_the_first_is_named() -> None:
    with pytest.raises(ElectionError, match="'X'"):
        Election(1, (Project("A", 1),), (), exclusive=(("Z", "A", "Y"), ("X",)))


def test_3_10_prizes_of_the_whole_budget_and_not_more() -> None:
    rule = Rule(method=Method.PRIZES, prizes=(6, 4))
    assert Election(10, (), (), rule=rule).budget == 10
    with pytest.raises(ElectionError, match="more than the budget"):
        Election(9, (), (), rule=rule)


def test_5_1_another_order_is_the_same_election_otherwise() -> None:
    listed = (Project("A", 1), Project("B", 2), Project("C", 3))
    votes = [(["A", "C"], [1, 2]), (["B"], [3]), (["C", "A"], [2, 1])]
    turned = (listed[2], listed[0], listed[1])
    before = Election(9, listed, group_points(votes, ["A", "B", "C"], VoteType.CUMULATIVE), VoteType.CUMULATIVE)
    after = Election(9, turned, group_points(votes, ["C", "A", "B"], VoteType.CUMULATIVE), VoteType.CUMULATIVE)
    assert before.in_order(["C"]) == after
    assert before.in_order([]) == before


def test_6_5_what_one_ballot_can_give_to_one_project() -> None:
    listed = (Project("A", 1),)
    approval = Election(1, listed, (), limits=Limits(most_sum=5, most_points=3))
    assert approval.most_for_one == 1
    points = replace(approval, vote_type=VoteType.CUMULATIVE)
    assert points.most_for_one == 3
    assert replace(points, limits=Limits(most_sum=5)).most_for_one == 5
    assert replace(points, limits=Limits()).most_for_one == 1


def test_6_2_nothing_but_numbers_that_json_has() -> None:
    assert canonical({"å": [1]}) == '{"å":[1]}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))


def test_6_3_the_digest_is_that_of_the_data_as_specified() -> None:
    """Written out by hand, so that a second implementation can check itself by it."""
    caps = (Cap(CapKind.CATEGORY, "leg", money=900), Cap(CapKind.SIZE, "stor", number=1, from_cost=500))
    values = Election(
        budget=1000,
        projects=(Project("A", 400, "Æble", ("leg",)), Project("B", 500, area="Åby"), Project("C", 600)),
        ballots=group_points([(["C", "A"], [1, 2]), ([], []), (["B"], [3])], ["A", "B", "C"], VoteType.CUMULATIVE),
        vote_type=VoteType.CUMULATIVE,
        rule=replace(FILE_ORDER, threshold=2, caps=caps),
        withdrawn=(Project("W", 5),),
        invalid=(Invalid("sum_too_large", 2),),
        limits=Limits(most=2, per_category=(CategoryLimit("leg", most=1),)),
        exclusive=(("A", "W"),),
    )
    size = {"kind": "size", "name": "stor", "money": None, "number": 1, "from_cost": 500, "to_cost": None}
    category = {"kind": "category", "name": "leg", "money": 900, "number": None, "from_cost": 0, "to_cost": None}
    data = {
        "format": "election/v1",
        "budget": 1000,
        "currency": "DKK",
        "vote_type": "cumulative",
        "rule": {
            "method": "greedy",
            "variant": "skip",
            "threshold": 2,
            "all_fit": False,
            "ties": ["file_order"],
            "lot_seed": "",
            "caps": [category, size],
        },
        "projects": [["A", 400, ["leg"], ""], ["B", 500, [], "Åby"], ["C", 600]],
        "withdrawn": [["W", 5]],
        "ballots": [[[], 1], [["A", "C"], 1, [2, 1]], [["B"], 1, [3]]],
        "invalid": [["sum_too_large", 2]],
        "limits": {"most": 2, "per_category": [["leg", 0, 1, 0, None]]},
        "exclusive": [["A", "W"]],
    }
    assert values.digest() == sha256(rfc8785.dumps(data)).hexdigest()


def test_6_3_a_blank_vote_and_a_ranking_stand_in_it_too() -> None:
    listed = (Project("A", 1), Project("B", 2))
    rule = Rule(scores=(2, 1), ties=(Criterion.LOT,), lot_seed="æ")
    ranked = Election(3, listed, group([["B", "A"], []], listed, VoteType.ORDINAL), VoteType.ORDINAL, rule)
    data = {
        "format": "election/v1",
        "budget": 3,
        "currency": "DKK",
        "vote_type": "ordinal",
        "rule": {
            "method": "greedy",
            "variant": "skip",
            "threshold": 0,
            "all_fit": False,
            "ties": ["lot"],
            "lot_seed": "æ",
            "scores": [2, 1],
        },
        "projects": [["A", 1], ["B", 2]],
        "withdrawn": [],
        "ballots": [[[], 1], [["B", "A"], 1]],
        "invalid": [],
        "limits": {},
        "exclusive": [],
    }
    assert ranked.digest() == sha256(rfc8785.dumps(data)).hexdigest()
