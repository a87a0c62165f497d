"""Ballots that reach the count by other ways than the reader. SPEC 2"""

import pytest

from deltagerbudget.counting.ballots import CategoryLimit, Fault, Limits, group_points, key_of
from deltagerbudget.counting.model import Ballot, Election, ElectionError, Project, Rule, VoteType

LISTED = tuple(Project(name, 10, categories=("leg",)) for name in "ABCDEFGHI")
IDS = [project.id for project in LISTED]
RANKED = Rule(scores=(2, 1))


def test_2_1_projects_far_apart_in_the_list_stand_in_its_order() -> None:
    assert Election(10, LISTED, (Ballot(("B", "I")),)).voters == 1
    with pytest.raises(ElectionError, match="in the order of the election"):
        Election(10, LISTED, (Ballot(("I", "B")),))


def test_2_4_a_ranking_names_a_project_once_too() -> None:
    assert Election(10, LISTED, (Ballot(("I", "B")),), VoteType.ORDINAL, RANKED).voters == 1
    with pytest.raises(ElectionError, match="each project once"):
        Election(10, LISTED, (Ballot(("B", "B")),), VoteType.ORDINAL, RANKED)


def test_2_2_points_are_as_many_as_projects() -> None:
    with pytest.raises(ValueError, match="shorter"):
        group_points([(["A", "B"], [1])], IDS, VoteType.CUMULATIVE)


def test_1_3_points_of_a_withdrawn_project_go_with_it() -> None:
    place = {"A": 0, "B": 1}
    assert key_of(["W", "B", "A"], [7, 2, 1], place, VoteType.SCORING) == ((0, 1), (1, 2))
    assert key_of(["W", "B", "A"], [], place, VoteType.ORDINAL) == ((1, 0), ())


def test_2_3_a_fault_of_a_category_has_its_numbers() -> None:
    limits = Limits(per_category=(CategoryLimit("leg", most=1),))
    projects = {project.id: project for project in LISTED}
    assert limits.fault(["A", "B"], (), VoteType.APPROVAL, projects) == Fault(
        "many_in_category", {"found": 2, "said": 1, "category": "leg"}
    )


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (VoteType.CUMULATIVE, (3, 0), (3,)),
        (VoteType.CUMULATIVE, (3, 0), ()),
        (VoteType.CUMULATIVE, (3, 0), (3, -1)),
        (VoteType.APPROVAL, (), (1, 1)),
    ],
)
def test_2_2_points_stand_beside_the_projects_and_nowhere_else(
    kind: VoteType, good: tuple[int, ...], bad: tuple[int, ...]
) -> None:
    assert Election(10, LISTED, (Ballot(("A", "B"), 1, good),), kind).voters == 1
    with pytest.raises(ElectionError, match="points"):
        Election(10, LISTED, (Ballot(("A", "B"), 1, bad),), kind)


def test_2_5_a_blank_vote_is_a_voter_and_supports_nothing() -> None:
    ballots = (Ballot((), 2), Ballot(("A",), 3))
    tally = Election(10, LISTED[:1], ballots).tally()
    assert (tally.voters, tally.blank, tally.votes, tally.scores) == (5, 2, {"A": 3}, {"A": 3})
