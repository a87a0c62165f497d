from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deltagerbudget.ballots.carried import in_order
from deltagerbudget.ballots.rules import (
    GRACE,
    Door,
    Hours,
    InvalidChoice,
    Limits,
    chosen_numbers,
    door,
    known_numbers,
    left_ore,
    missing_ore,
    takes_ballots,
)
from deltagerbudget.processes.rules import BallotType

COSTS = {1: 3_200_000, 2: 7_845_000, 3: 2_000_000, 4: 4_800_000}
KNAPSACK = Limits(BallotType.KNAPSACK, 8_000_000, 1, None, COSTS)
APPROVAL = Limits(BallotType.APPROVAL, 8_000_000, 1, 2, COSTS)
OPENS = datetime(2026, 11, 1, 8, tzinfo=UTC)
HOURS = Hours(OPENS, OPENS + timedelta(days=14), None)
MINUTE = timedelta(minutes=1)


def refused(raw: list[str], limits: Limits = KNAPSACK) -> str:
    with pytest.raises(InvalidChoice) as caught:
        chosen_numbers(raw, limits)
    assert caught.value.message
    return caught.value.code


def test_it_works() -> None:
    assert chosen_numbers(["3", "1"], KNAPSACK) == [1, 3]


def test_b1_more_than_the_money_is_refused_and_says_how_much() -> None:
    with pytest.raises(InvalidChoice, match=r"30\.450") as caught:
        chosen_numbers(["1", "2"], KNAPSACK)
    assert caught.value.code == "over-budget"


def test_b2_exactly_what_is_left_is_accepted() -> None:
    assert chosen_numbers(["1", "4"], KNAPSACK) == [1, 4]
    assert left_ore([1, 4], KNAPSACK) == 0


def test_b5_the_same_project_twice_is_refused() -> None:
    assert refused(["1", "1"]) == "duplicate"


@pytest.mark.parametrize("raw", ["5", "99999"])
def test_b6_b7_a_project_that_is_not_on_the_list_is_refused(raw: str) -> None:
    assert refused([raw]) == "unknown"


def test_b10_approval_minds_the_number_and_not_the_price() -> None:
    assert chosen_numbers(["2", "4"], APPROVAL) == [2, 4]
    assert refused(["1", "2", "3"], APPROVAL) == "too-many"
    assert left_ore([2, 4], APPROVAL) is None


def test_b13_b14_the_least_number_is_minded_and_the_money_too() -> None:
    two = Limits(BallotType.KNAPSACK, 8_000_000, 2, 3, COSTS)
    assert refused(["1"], two) == "too-few"
    assert refused([], two) == "too-few"
    assert refused(["1", "2"], two) == "over-budget"
    assert chosen_numbers(["1", "3"], two) == [1, 3]


def test_b15_a_pot_without_money_divides_by_nothing() -> None:
    empty = Limits(BallotType.KNAPSACK, 0, 0, None, COSTS)
    assert chosen_numbers([], empty) == []
    assert missing_ore(100, left_ore([], empty)) == 100


@pytest.mark.parametrize("raw", ["-1", "0", "01", "1.0", "1e3", " 1", "1 ", "１", "x", "", "1\0", "[1]", "9" * 400])
def test_t33_what_is_no_number_is_refused(raw: str) -> None:
    assert refused([raw]) == "not-a-number"
    assert known_numbers([raw], KNAPSACK) == ()


def test_t33_more_values_than_projects_are_refused() -> None:
    assert refused(["1"] * 10_000) == "too-many-values"


@given(st.lists(st.text(max_size=8)))
def test_whatever_comes_in_only_projects_of_this_vote_come_out(raw: list[str]) -> None:
    assert set(known_numbers(raw, KNAPSACK)) <= COSTS.keys()
    try:
        numbers = chosen_numbers(raw, KNAPSACK)
    except InvalidChoice:
        return
    assert set(numbers) <= COSTS.keys()
    assert (left_ore(numbers, KNAPSACK) or 0) >= 0


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
