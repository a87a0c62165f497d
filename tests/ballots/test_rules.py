from __future__ import annotations

import inspect
import re
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.ballots import faults
from deltagerbudget.ballots.carried import in_order
from deltagerbudget.ballots.rules import (
    GRACE,
    Door,
    Hours,
    InvalidChoice,
    Paper,
    Sheet,
    check_fillable,
    door,
    filled_in,
    left_ore,
    missing_ore,
    readable,
    takes_ballots,
)
from deltagerbudget.counting.ballots import CategoryLimit, Fault, Limits, VoteType
from deltagerbudget.counting.model import Project

COSTS = {1: 3_200_000, 2: 7_845_000, 3: 2_000_000, 4: 4_800_000}
TOPICS = {1: "Trafik", 2: "Trafik", 3: "Leg", 4: "Leg"}
PROJECTS = {str(number): Project(str(number), cost, "", (TOPICS[number],)) for number, cost in COSTS.items()}


def paper(vote_type: VoteType = VoteType.APPROVAL, **limits: Any) -> Paper:
    return Paper(vote_type, Limits(**limits), PROJECTS)


KNAPSACK = paper(least=1, most_cost=8_000_000)
APPROVAL = paper(least=1, most=2)
CHOOSE_1 = paper(VoteType.CHOOSE_1, least=1, most=1)
POINTS = paper(VoteType.CUMULATIVE, least=1, least_points=1, most_points=3, most_sum=5)
RANKING = paper(VoteType.ORDINAL, least=1, most=3)
TOPICAL = paper(per_category=(CategoryLimit("Trafik", 1, 1),))
PAPERS = {
    "knapsack": KNAPSACK,
    "approval": APPROVAL,
    "choose-1": CHOOSE_1,
    "points": POINTS,
    "ranking": RANKING,
    "topics": TOPICAL,
}
OPENS = datetime(2026, 11, 1, 8, tzinfo=UTC)
HOURS = Hours(OPENS, OPENS + timedelta(days=14), None)
MINUTE = timedelta(minutes=1)


def refused(raw: list[str], limits: Paper = KNAPSACK) -> str:
    with pytest.raises(InvalidChoice) as caught:
        filled_in(raw, limits)
    assert caught.value.message
    return caught.value.code


def test_it_works() -> None:
    assert filled_in(["3", "1"], KNAPSACK) == Sheet((1, 3))


def test_b1_more_than_the_money_is_refused_and_says_how_much() -> None:
    with pytest.raises(InvalidChoice, match=r"30\.450") as caught:
        filled_in(["1", "2"], KNAPSACK)
    assert caught.value.code == "too_dear"


def test_b2_exactly_what_is_left_is_accepted() -> None:
    assert filled_in(["1", "4"], KNAPSACK).numbers == (1, 4)
    assert left_ore([1, 4], KNAPSACK) == 0


def test_b5_the_same_project_twice_is_refused() -> None:
    assert refused(["1", "1"]) == "repeated_project"


@pytest.mark.parametrize("raw", ["5", "99999"])
def test_b6_b7_a_project_that_is_not_on_the_list_is_refused(raw: str) -> None:
    assert refused([raw]) == "unknown"


def test_b10_approval_minds_the_number_and_not_the_price() -> None:
    assert filled_in(["2", "4"], APPROVAL).numbers == (2, 4)
    assert refused(["1", "2", "3"], APPROVAL) == "too_many_in_vote"
    assert left_ore([2, 4], APPROVAL) is None


def test_b13_b14_the_least_number_is_minded_and_the_money_too() -> None:
    two = paper(least=2, most=3, most_cost=8_000_000)
    assert refused(["1"], two) == "too_few_projects"
    assert refused([], two) == "too_few_projects"
    assert refused(["1", "2"], two) == "too_dear"
    assert filled_in(["1", "3"], two).numbers == (1, 3)


def test_b15_a_pot_without_money_divides_by_nothing() -> None:
    empty = paper(most_cost=0)
    assert filled_in([], empty) == Sheet()
    assert missing_ore(100, left_ore([], empty)) == 100


@pytest.mark.parametrize("raw", ["-1", "0", "01", "1.0", "1e3", " 1", "1 ", "１", "x", "1:2", "1\0", "[1]", "9" * 400])
def test_t33_what_is_no_number_is_refused(raw: str) -> None:
    assert refused([raw]) == "not-a-number"
    assert readable([raw], KNAPSACK) == Sheet()


def test_t33_more_values_than_projects_are_refused() -> None:
    assert refused(["1"] * 10_000) == "too-many-values"


VALUES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["1", "2", "3", "4", "5"]),
    st.builds("{}:{}".format, st.integers(0, 6), st.integers(0, 6)),
)


@pytest.mark.parametrize("kind", PAPERS)
@given(st.lists(VALUES, max_size=6))
def test_whatever_comes_in_only_valid_ballots_of_this_vote_come_out(kind: str, raw: list[str]) -> None:
    """What is kept of an invalid one can be shown again, and a valid one is the same when it is sent again."""
    given = PAPERS[kind]
    kept = readable(raw, given)
    assert set(kept.numbers) <= COSTS.keys()
    assert len(set(kept.numbers)) == len(kept.numbers)
    try:
        sheet = filled_in(raw, given)
    except InvalidChoice:
        return
    assert set(sheet.numbers) <= COSTS.keys()
    assert given.limits.fault(sheet.ids, sheet.points, given.vote_type, PROJECTS) is None
    assert filled_in(sheet.values(given), given) == sheet
    assert readable(raw, given) == sheet
    assert (left_ore(sheet.numbers, given) or 0) >= 0


def test_one_proposal() -> None:
    assert filled_in(["3"], CHOOSE_1) == Sheet((3,))
    assert refused(["3", "1"], CHOOSE_1) == "too_many_in_vote"


def test_points_stand_beside_their_projects() -> None:
    sheet = filled_in(["4:2", "", "1:3"], POINTS)
    assert sheet == Sheet((1, 4), (3, 2))
    assert sheet.values(POINTS) == ["1:3", "4:2"]


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        (["1:3", "2:3"], "sum_too_large", "6 points, and you have 5"),
        (["1:4"], "too_many_points", "4 points. At most 3"),
        (["1:1", "1:2"], "repeated_project", "twice"),
        (["1"], "not-a-number", "could not be read"),
        (["1:0"], "not-a-number", "could not be read"),
        ([], "too_few_projects", "at least 1 proposal"),
        (["5:1"], "unknown", "not part of this vote"),
    ],
)
def test_points_that_break_a_limit_say_what_to_do(raw: list[str], code: str, words: str) -> None:
    with override("en"), pytest.raises(InvalidChoice, match=words) as caught:
        filled_in(raw, POINTS)
    assert caught.value.code == code


def test_a_ranking_stands_in_the_order_of_the_voter() -> None:
    sheet = filled_in(["1:3", "4:1", "", "2:2"], RANKING)
    assert sheet == Sheet((4, 2, 1))
    assert sheet.values(RANKING) == ["4:1", "2:2", "1:3"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (["1:1", "2:1"], "place-twice"),
        (["1:1", "2:3"], "place-missing"),
        (["1:2"], "place-missing"),
        (["1:1", "2:2", "3:3", "4:4"], "too_many_in_vote"),
        (["1:1", "1:2"], "repeated_project"),
        (["1"], "not-a-number"),
    ],
)
def test_a_ranking_that_is_none_is_refused(raw: list[str], code: str) -> None:
    assert refused(raw, RANKING) == code


def test_what_is_kept_of_a_ranking_has_its_order_and_no_place_twice() -> None:
    assert readable(["1:2", "3:1", "2:2", "x"], RANKING) == Sheet((3, 1, 2))


def test_topics_have_limits_of_their_own() -> None:
    assert filled_in(["1", "3"], TOPICAL).numbers == (1, 3)
    assert refused(["3"], TOPICAL) == "few_in_category"
    with override("en"), pytest.raises(InvalidChoice, match="at most 1 of the topic “Trafik”"):
        filled_in(["1", "2"], TOPICAL)


def test_every_fault_of_a_limit_has_its_words() -> None:
    """Whatever counting refuses, a voter is told what to do."""
    source = Path(inspect.getfile(Limits)).read_text(encoding="utf-8")
    codes = set(re.findall(r'"((?:too|few|many|cheap|dear|sum|repeated|points)_\w+)"', source)) - {"points_missing"}
    params = {"found": 3, "said": 2, "category": "Leg", "value": "1"}
    for code in codes | {"points_missing"}:
        assert faults.message(Fault(code, params)).endswith(".")
    assert len(codes) >= 13


def test_what_no_longer_fits_says_how_much_is_missing() -> None:
    assert missing_ore(4_800_000, 3_200_000) == 1_600_000
    assert missing_ore(4_800_000, 4_800_000) == 0
    assert missing_ore(4_800_000, -500) == 4_800_000
    assert missing_ore(4_800_000, None) == 0


def test_t35_open_from_the_minute_to_the_minute() -> None:
    assert not takes_ballots(HOURS, at=OPENS - MINUTE, ticket_at=None)
    assert takes_ballots(HOURS, at=OPENS, ticket_at=None)
    assert takes_ballots(HOURS, at=HOURS.closes_at - MINUTE, ticket_at=None)
    assert not takes_ballots(HOURS, at=HOURS.closes_at, ticket_at=None)


def test_t35_a_ticket_from_before_closing_gives_ten_minutes() -> None:
    before, after = HOURS.closes_at - MINUTE, HOURS.closes_at + 9 * MINUTE
    assert takes_ballots(HOURS, at=after, ticket_at=before)
    assert not takes_ballots(HOURS, at=HOURS.closes_at + GRACE, ticket_at=before)
    assert not takes_ballots(HOURS, at=after, ticket_at=HOURS.closes_at)
    assert not takes_ballots(HOURS, at=after, ticket_at=OPENS - MINUTE)
    closed = Hours(OPENS, HOURS.closes_at, before)
    assert not takes_ballots(closed, at=before, ticket_at=OPENS)


def test_the_door() -> None:
    assert door(HOURS, at=OPENS - MINUTE, ticket_at=None) is Door.EARLY
    assert door(HOURS, at=OPENS, ticket_at=None) is Door.OPEN
    assert door(HOURS, at=HOURS.closes_at, ticket_at=OPENS) is Door.GRACE
    assert door(HOURS, at=HOURS.closes_at, ticket_at=None) is Door.CLOSED
    assert door(Hours(OPENS, HOURS.closes_at, OPENS), at=OPENS - MINUTE, ticket_at=None) is Door.CLOSED


def test_b31_each_of_the_sixteen_orders_is_stable_and_complete() -> None:
    shuffles = [(f"{number * 7919:064x}"[::-1], number) for number in range(1, 65)]
    orders = [in_order(shuffles, order) for order in range(1, 17)]
    assert all(sorted(order) == list(range(1, 65)) for order in orders)
    assert in_order(shuffles[::-1], 5) == orders[4]
    assert len({tuple(order) for order in orders}) > 1


TOPICS = ("", "Leg", "Trafik")


@example(listed=[(1, "Leg")], least=1, most_cost=None, topics=[(0, 0), (0, None)])
@example(listed=[(1, "Leg"), (5, "Leg"), (5, "")], least=2, most_cost=6, topics=[(0, 1), (0, None)])
@example(listed=[(9, "Leg"), (1, ""), (2, "")], least=2, most_cost=10, topics=[(1, None), (0, None)])
@given(
    listed=st.lists(st.tuples(st.integers(1, 9), st.sampled_from(TOPICS)), max_size=6),
    least=st.integers(0, 4),
    most_cost=st.one_of(st.none(), st.integers(1, 20)),
    topics=st.lists(st.tuples(st.integers(0, 2), st.one_of(st.none(), st.integers(0, 2))), min_size=2, max_size=2),
)
def test_trap_11_a_list_is_refused_exactly_when_no_ballot_can_be_filled(
    listed: list[tuple[int, str]], least: int, most_cost: int | None, topics: list[tuple[int, int | None]]
) -> None:
    projects = {
        str(place): Project(str(place), cost, "", (topic,) if topic else ())
        for place, (cost, topic) in enumerate(listed, start=1)
    }
    per_category = tuple(
        CategoryLimit(name, low, None if high is None else low + high)
        for name, (low, high) in zip(TOPICS[1:], topics, strict=True)
    )
    limits = Limits(least=least, most_cost=most_cost, per_category=per_category)
    some = [chosen for size in range(len(projects) + 1) for chosen in combinations(projects, size)]
    can_be = any(limits.fault(chosen, (), VoteType.APPROVAL, projects) is None for chosen in some)
    try:
        check_fillable(Paper(VoteType.APPROVAL, limits, projects))
    except NotPossible:
        assert not can_be
    else:
        assert can_be


def test_trap_11_a_list_is_refused_when_nobody_has_points_for_it() -> None:
    """Each proposal on a ballot has at least one point, also those that the topics ask for."""
    topics = (CategoryLimit("Trafik", 2), CategoryLimit("Leg", 2))
    points = {"least": 1, "least_points": 1, "per_category": topics}
    check_fillable(paper(VoteType.CUMULATIVE, most_sum=4, **points))
    with pytest.raises(NotPossible):
        check_fillable(paper(VoteType.CUMULATIVE, most_sum=3, **points))
