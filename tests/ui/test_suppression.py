"""T57: which sums may be shown."""

from __future__ import annotations

import random
from itertools import product

import pytest

from deltagerbudget.ui.suppression import LEAST_CELL, coarse, hidden, with_sums


def test_it_works() -> None:
    assert hidden([[20, 30], [40, 50]]) == set()


def test_sums_stand_behind_and_below_where_they_say_something() -> None:
    assert with_sums([[1, 2], [3, 4]]) == [[1, 2, 3], [3, 4, 7], [4, 6, 10]]
    assert with_sums([[1, 2]]) == [[1, 2, 3]]
    assert with_sums([[1], [2]]) == [[1], [2], [3]]
    assert with_sums([[7]]) == [[7]]


def test_few_people_are_hidden_and_what_would_give_them_away() -> None:
    gone = hidden([[2, 30, 40], [50, 60, 70]])
    assert (0, 0) in gone
    assert len(gone) == 4, "two in the row, and the two below or beside them"


def test_nearly_everyone_says_as_much_as_nearly_nobody() -> None:
    assert hidden([[48, 30]], [[50, 60]]) == {(0, 0), (0, 1)}


@pytest.mark.parametrize("seed", range(200))
def test_no_hidden_cell_of_few_people_can_be_worked_out(seed: int) -> None:
    """Every line with a hidden cell has another one; and some other table fits all that is shown."""
    dice = random.Random(seed)
    rows, columns = dice.randint(1, 4), dice.randint(1, 4)
    cells = [[dice.choice((0, 1, 3, 4, 6, 12, 40)) for _ in range(columns)] for _ in range(rows)]
    table, gone = with_sums(cells), hidden(cells)
    last = (len(table) - 1, len(table[0]) - 1)
    assert last not in gone
    for place in product(range(len(table)), range(len(table[0]))):
        assert place in gone or place == last or table[place[0]][place[1]] >= LEAST_CELL
    lines = [[(row, column) for column in range(len(table[0]))] for row in range(len(table))] if columns > 1 else []
    lines += [[(row, column) for row in range(len(table))] for column in range(len(table[0]))] if rows > 1 else []
    for line in lines:
        shut = [place for place in line if place in gone]
        assert len(shut) != 1 or all(place in gone or place == last for place in line)


def test_a_live_number_does_not_move_with_one_voter() -> None:
    assert [coarse(number) for number in (25, 26, 29, 30)] == [25, 25, 25, 30]
