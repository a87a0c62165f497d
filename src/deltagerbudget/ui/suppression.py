"""Which sums may be shown. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

# Under so many votes nothing is shown, and no cell stands for fewer than so many people.
LEAST_VOTES = 25
LEAST_CELL = 5

Cells = list[list[int]]
Place = tuple[int, int]


def hidden(cells: Sequence[Sequence[int]], wholes: Sequence[Sequence[int]] | None = None) -> set[Place]:
    """The cells of a table that must not be shown, its sums included.

    ``cells`` without sums; with more than one column a column of sums stands behind them, with more than one row a row
    of sums below. ``wholes``: of how many each cell is a part; a cell that is nearly all of them says as much.
    1. A cell of fewer than five people, or with fewer than five missing, is hidden.
    2. No row and no column may have a single hidden cell: the rest would give it away. The smallest other one goes too.
    The sum of all is always shown.
    """
    table = with_sums(cells)
    parts = with_sums(wholes) if wholes is not None else None
    last = (len(table) - 1, len(table[0]) - 1)
    places = [(row, column) for row in range(len(table)) for column in range(len(table[0]))]
    gone = {place for place in places if place != last and _is_small(place, table, parts)}
    while True:
        more = next(_exposed(table, gone, last), None)
        if more is None:
            return gone
        gone.add(more)


def with_sums(cells: Sequence[Sequence[int]]) -> Cells:
    """The table with its sums: a column where there is more than one, then a row where there is more than one."""
    rows = [[*row, sum(row)] if len(row) > 1 else list(row) for row in cells]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if len(rows) > 1 else rows


def _is_small(place: Place, table: Cells, wholes: Cells | None) -> bool:
    row, column = place
    number = table[row][column]
    missing = wholes[row][column] - number if wholes is not None else LEAST_CELL
    return number < LEAST_CELL or missing < LEAST_CELL


def _exposed(table: Cells, gone: set[Place], last: Place) -> Iterator[Place]:
    """The next cell to hide: in a line that has one hidden cell and could be worked out."""
    rows, columns = range(len(table)), range(len(table[0]))
    lines = [[(row, column) for column in columns] for row in rows] if len(table[0]) > 1 else []
    lines += [[(row, column) for row in rows] for column in columns] if len(table) > 1 else []
    for line in lines:
        if sum(place in gone for place in line) == 1:
            others = [place for place in line if place not in gone and place != last]
            if others:
                yield min(others, key=lambda place: (table[place[0]][place[1]], place))


def coarse(number: int) -> int:
    """Down to the nearest five: a live number must not say when one person has voted."""
    return number - number % LEAST_CELL
