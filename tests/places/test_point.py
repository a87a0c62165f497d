"""One point, chosen on the map or by name."""

from __future__ import annotations

import pytest
from tests import make
from tests.places.files import TOWNS, TWO

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.areas.models import Area
from deltagerbudget.places.actions import import_areas
from deltagerbudget.places.picker import point_picker, read_point
from deltagerbudget.places.plan import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas() -> list[Area]:
    import_areas(make.administrator(), Upload(areas=TWO, places=TOWNS), at=make.now())
    return list(Area.objects.filter(name="Mårslet").with_geometry())


def test_the_map_wins_over_the_list(areas: list[Area]) -> None:
    given = {"lon": "10.16", "lat": "56.06", "place_point": "10.17000,56.06000"}
    assert read_point(given, areas) == (10.16, 56.06)
    assert read_point({"lon": "", "lat": "", "place_point": "10.17000,56.06000"}, areas) == (10.17, 56.06)
    assert read_point({"lon": "", "lat": "", "place_point": ""}, areas) is None
    assert read_point({}, areas) is None


@pytest.mark.parametrize(
    "given",
    [
        {"lon": "10.12", "lat": "56.07"},
        {"lon": "10.16", "lat": ""},
        {"lon": "nan", "lat": "56"},
        {"lon": "1e400", "lat": "56"},
        {"lon": "\0", "lat": "56"},
        {"lon": "9" * 500, "lat": "56"},
        {"place_point": "x,y"},
        {"place_point": "10.16"},
    ],
)
def test_what_is_no_point_of_the_area_is_refused(areas: list[Area], given: dict[str, str]) -> None:
    with pytest.raises(NotPossible):
        read_point(given, areas)


def test_without_shapes_every_point_is_accepted() -> None:
    assert read_point({"lon": "10.1", "lat": "56.1"}, [make.area("Viby")]) == (10.1, 56.1)
    assert point_picker([make.area("Viby")]) is None


def test_the_picker_lists_the_places_of_its_areas(areas: list[Area], django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(2):
        picker = point_picker(areas, point=(10.17, 56.06))
    assert picker is not None
    assert [(place.name, place.value) for place in picker.places] == [("Testrup", "10.17000,56.06000")]
    assert picker.choice == "10.17000,56.06000"
    assert picker.x is not None
    assert 0 < picker.x < picker.map.width
