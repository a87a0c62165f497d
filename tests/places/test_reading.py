"""Files that are damaged, hostile or in the other system of coordinates. No database."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from shapely.geometry import shape
from tests.places.files import TWO, collection, feature, square

from deltagerbudget.places import reading, repair
from deltagerbudget.places.reading import NotReadable
from deltagerbudget.places.words import fits, plain

TO_METRES = Transformer.from_crs("EPSG:4326", "EPSG:25832", always_xy=True)


def mended(text: str, *, crs: str = "auto", name: str = "") -> repair.Mended:
    found = reading.collection(text.encode(), crs=crs)
    return repair.mended(found, found.name_property(name))


def in_metres(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], float):
        return list(TO_METRES.transform(*value))
    if isinstance(value, list):
        return [in_metres(each) for each in value]
    return {key: in_metres(each) for key, each in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("crs", [None, "urn:ogc:def:crs:EPSG::25832"])
def test_metres_give_the_same_as_degrees(crs: str | None) -> None:
    given_metres = in_metres(json.loads(TWO))
    if crs:
        given_metres["crs"] = {"type": "name", "properties": {"name": crs}}
    for one, other in zip(mended(TWO).areas, mended(json.dumps(given_metres)).areas, strict=True):
        assert one.name == other.name
        assert one.bounds == pytest.approx(other.bounds, abs=2e-6)


@pytest.mark.parametrize(
    ("text", "crs"),
    [
        (TWO, "25832"),
        (json.dumps(in_metres(json.loads(TWO))), "4326"),
        (collection(feature("A", square(56.05, 10.1))), "auto"),
        (collection(feature("A", square(10.1, 56.05)), crs={"properties": {"name": "EPSG:3857"}}), "auto"),
        (collection(feature("A", {"type": "Polygon", "coordinates": [[[1e7, 2e7], [2e7, 1e7], [0, 0]]]})), "auto"),
    ],
    ids=["wrongly-chosen", "wrongly-chosen-too", "swapped", "mercator", "nowhere"],
)
def test_coordinates_that_do_not_fit_are_refused_whole(text: str, crs: str) -> None:
    with pytest.raises(NotReadable):
        reading.collection(text.encode(), crs=crs)


BOW = {"type": "Polygon", "coordinates": [[[10.1, 56], [10.2, 56.1], [10.2, 56], [10.1, 56.1], [10.1, 56]]]}
GOOD = feature("God", square(10.5, 56.2))


@pytest.mark.parametrize(
    "bad",
    [
        feature("Punkt", {"type": "Point", "coordinates": [10.1, 56.1]}),
        feature("Ingen", None),
        feature("Tom", {"type": "Polygon", "coordinates": []}),
        feature("To hjørner", {"type": "Polygon", "coordinates": [[[10, 56], [10.1, 56]]]}),
        feature("Streg", {"type": "Polygon", "coordinates": [[[10, 56], [10.1, 56], [10, 56], [10.1, 56], [10, 56]]]}),
        feature("Tekst", {"type": "Polygon", "coordinates": [[["a", "b"], ["c", "d"], ["e", "f"], ["a", "b"]]]}),
        feature("Skæv", {"type": "Polygon", "coordinates": {"a": 1}}),
        feature("Rom", square(12.4, 41.8)),
        feature("", square(10.1, 56)),
        feature(" \t", square(10.1, 56)),
        feature("x" * 121, square(10.1, 56)),
        feature(7, square(10.1, 56)),
        feature(None, square(10.1, 56)),
    ],
    ids=lambda bad: str(bad["properties"]["navn"])[:12],
)
def test_what_cannot_be_mended_is_refused_alone_with_its_reason(bad: dict[str, Any]) -> None:
    result = mended(collection(bad, GOOD))
    assert [area.name for area in result.areas] == ["God"]
    assert len(result.refused) == 1
    assert result.refused[0][1]


def test_a_border_that_crosses_itself_is_mended_and_said() -> None:
    result = mended(collection(feature("Sløjfe", BOW)))
    assert [name for name, _words in result.repaired][:1] == ["Sløjfe"]
    assert shape(result.areas[0].geometry).is_valid


def test_the_same_name_twice_is_refused_twice() -> None:
    result = mended(collection(feature("Viby", square(10, 56)), feature("VIBY", square(10.3, 56)), GOOD))
    assert [name for name, _words in result.refused] == ["Viby", "VIBY"]


def test_a_sliver_is_closed_and_a_real_overlap_refused() -> None:
    sliver = mended(collection(feature("A", square(10, 56)), feature("B", square(10.0499, 56))))
    assert shapely.coverage_is_valid([shape(area.geometry) for area in sliver.areas])
    assert {name for name, _words in sliver.repaired} >= {"B"} or {name for name, _w in sliver.repaired} >= {"A"}
    assert not sliver.refused
    real = mended(collection(feature("A", square(10, 56)), feature("B", square(10.04, 56)), GOOD))
    assert [name for name, _words in real.refused] == ["A", "B"]
    assert [area.name for area in real.areas] == ["God"]


def test_a_narrow_gap_is_given_to_a_neighbour() -> None:
    result = mended(collection(feature("A", square(10, 56)), feature("B", square(10.0501, 56))))
    assert shapely.coverage_is_valid([shape(area.geometry) for area in result.areas], 20)


def test_names_lose_what_no_name_has() -> None:
    result = mended(collection(feature("  Åby\u202e\u0000 \n by ", square(10, 56)), feature("\ud800", square(11, 56))))
    assert [area.name for area in result.areas] == ["Åby by"]


def test_the_name_can_be_chosen() -> None:
    text = collection({"type": "Feature", "properties": {"k": "1", "lokal": "Viby"}, "geometry": square(10, 56)})
    assert mended(text, name="lokal").areas[0].name == "Viby"
    for name in ("", "findes-ikke"):
        with pytest.raises(NotReadable, match="lokal"):
            mended(text, name=name)


@pytest.mark.parametrize("text", ["NaN", "1e999", '{"features": [1]}', '{"features": {"a": 1}}', "1" * 5000])
def test_odd_json_is_a_message(text: str) -> None:
    with pytest.raises(NotReadable):
        reading.collection(text.encode())


def test_t29_a_file_too_large_is_not_read() -> None:
    with pytest.raises(NotReadable, match="20 MB"):
        reading.collection(b" " * (reading.MAX_BYTES + 1))


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["type", "features", "geometry", "coordinates", "properties"]), inner)
        ),
        max_leaves=12,
    )
)
def test_t29_whatever_json_comes_is_read_or_refused(value: Any) -> None:
    wrapped = {"type": "FeatureCollection", "features": [{"geometry": value, "properties": {"navn": "A"}}]}
    for given_value in (value, wrapped):
        try:
            mended(json.dumps(given_value))
        except NotReadable:
            continue


@pytest.mark.parametrize(
    ("text", "found", "refused"),
    [
        ('[{"navn": "A", "lat": 56, "lng": 10}]', 1, 0),
        ('[{"name": "A", "latitude": "56,1", "longitude": "10.2"}, {"name": "", "lat": 56, "lon": 10}]', 1, 1),
        ("name,lon,lat\nÅrhus,10.2,56.1\nKreta,24,35\n", 1, 1),
        ('[{"navn": "A", "lat": true, "lng": 10}, 5, {"navn": "A", "lat": 1e400, "lng": 10}]', 0, 3),
    ],
)
def test_places_come_as_json_or_csv(text: str, found: int, refused: int) -> None:
    rows, left = reading.places(text.encode())
    assert (len(rows), len(left)) == (found, refused)


def test_danish_names_are_found_however_they_are_typed() -> None:
    assert plain("Århus") == plain("aarhus") == plain("ARHUS")
    assert plain("Skæring-Egå") == plain("skaering egaa")
    assert plain("Højbjerg") == plain("Hoejbjerg") == plain("hojbjerg")
    assert fits(plain("Beder-Malling"), plain("mall"))
    assert not fits(plain("Viby"), plain("by"))
