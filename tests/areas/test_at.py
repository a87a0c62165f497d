"""Which area a point lies in."""

from __future__ import annotations

import pytest
from tests import make

from deltagerbudget.areas.geometry import bounds
from deltagerbudget.areas.models import Area

pytestmark = [pytest.mark.django_db, pytest.mark.both]

L_SHAPE = [[10, 56], [10.2, 56], [10.2, 56.1], [10.1, 56.1], [10.1, 56.2], [10, 56.2], [10, 56]]
CORNER = [[10.1, 56.1], [10.2, 56.1], [10.2, 56.2], [10.1, 56.2], [10.1, 56.1]]


def drawn(name: str, ring: list[list[float]]) -> Area:
    area, shape = make.area(name), {"type": "Polygon", "coordinates": [ring]}
    area.geometry = area.outline = shape
    area.west, area.south, area.east, area.north = bounds(shape)
    area.save(update_fields=["geometry", "outline", "west", "south", "east", "north"])
    return area


def test_the_box_is_not_enough() -> None:
    drawn("Viby", L_SHAPE)
    corner = drawn("Tranbjerg", CORNER)
    make.area("Hasle")
    assert Area.objects.at(10.15, 56.15) == corner
    assert Area.objects.at(10.5, 56.5) is None


def test_lists_leave_the_shapes_where_they_are() -> None:
    drawn("Viby", L_SHAPE)
    assert "geometry" in Area.objects.get().get_deferred_fields()
    assert "outline" not in Area.objects.with_outlines().get().get_deferred_fields()
