"""The schematic areas of the demonstration."""

from __future__ import annotations

import shapely
from shapely.geometry import shape

from deltagerbudget.areas.geometry import contains
from deltagerbudget.demo.outlines import schematic
from deltagerbudget.demo.places import POINTS


def test_each_area_holds_its_own_place_and_none_overlap() -> None:
    shapes = schematic(POINTS)
    assert list(shapes) == list(POINTS)
    assert shapely.coverage_is_valid([shape(each) for each in shapes.values()])
    for name, drawn in shapes.items():
        assert [other for other, point in POINTS.items() if contains(drawn, *point)] == [name]
