"""Shapes: what lies inside, and how it is drawn. No database."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point
from shapely.geometry import shape

from deltagerbudget.areas.geometry import Frame, around, bounds, contains, middle, outline_path

SQUARE = {"type": "Polygon", "coordinates": [[[10, 56], [10.2, 56], [10.2, 56.1], [10, 56.1], [10, 56]]]}
HOLE = [[10.08, 56.04], [10.12, 56.04], [10.12, 56.06], [10.08, 56.06], [10.08, 56.04]]
RING = {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0], HOLE]}
ISLAND = [[10.3, 56], [10.4, 56], [10.4, 56.1], [10.3, 56.1], [10.3, 56]]
TWO: dict[str, Any] = {"type": "MultiPolygon", "coordinates": [RING["coordinates"], [ISLAND]]}


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [(10.01, 56.01, True), (10.1, 56.05, False), (10.35, 56.05, True), (10.25, 56.05, False), (10.1, 56.2, False)],
)
def test_holes_are_outside_and_islands_inside(lon: float, lat: float, inside: bool) -> None:
    assert contains(TWO, lon, lat) is inside


@given(st.floats(9.9, 10.5), st.floats(55.9, 56.2))
def test_counting_borders_agrees_with_the_library(lon: float, lat: float) -> None:

    area = shape(TWO)
    if area.boundary.distance(Point(lon, lat)) > 1e-9:
        assert contains(TWO, lon, lat) == area.contains(Point(lon, lat))


def test_bounds_of_one_and_of_all() -> None:
    assert bounds(SQUARE) == (10, 56, 10.2, 56.1)
    assert around([bounds(SQUARE), bounds(TWO)]) == (10, 56, 10.4, 56.1)
    assert around([]) is None


def test_the_middle_is_never_in_a_hole() -> None:
    assert contains(RING, *middle(RING))
    assert contains(TWO, *middle(TWO))


def test_north_is_up_and_east_is_right() -> None:
    frame = Frame(bounds(SQUARE), 200, 200)
    (left, top), (right, bottom) = frame.at(10, 56.1), frame.at(10.2, 56)
    assert left < right
    assert top < bottom


def test_the_path_stays_on_the_paper_and_closes() -> None:
    text = outline_path(SQUARE, 100, 50)
    assert text.startswith("M")
    assert text.endswith("z")
    frame = Frame.wide(bounds(SQUARE), 100)
    assert all(0 <= n <= 100 for n in frame.at(10, 56))
    assert frame.height < 3 * 100


def test_a_shape_smaller_than_a_dot_draws_nothing() -> None:
    dot = {"type": "Polygon", "coordinates": [[[10, 56], [10.0001, 56], [10.0001, 56.0001], [10, 56]]]}
    assert Frame(bounds(SQUARE), 100, 50).path(dot) == ""
