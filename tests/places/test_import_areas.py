"""Taking in areas, a coast and place names; see docs/areas.md."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests import make
from tests.places.files import TOWNS, TWO, collection, feature, square

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.places.actions import import_areas
from deltagerbudget.places.models import Layer, Place
from deltagerbudget.places.plan import Plan, Upload, planned

pytestmark = pytest.mark.django_db


def take(areas: str = TWO, **values: object) -> Plan:
    return import_areas(make.administrator(), Upload(areas=areas, **values), at=make.now())  # type: ignore[arg-type]


@pytest.mark.both
def test_it_works() -> None:
    known = make.area("Tranbjerg")
    plan = take(places=TOWNS, source="Kilde: kommunen")
    assert (plan.new, plan.updated) == (["Mårslet"], ["Tranbjerg"])
    assert Area.objects.at(10.12, 56.07) == known
    assert Area.objects.get(name="Mårslet").slug == "maarslet"
    assert {place.name: place.area.name for place in Place.objects.all() if place.area} == {
        "Tranbjerg By": "Tranbjerg",
        "Testrup": "Mårslet",
    }
    assert [line.name for line in plan.refused] == ["Sted 3"] or len(plan.refused) == 1
    assert Layer.objects.sources() == ["Kilde: kommunen"]
    assert Entry.objects.get(act=Act.IMPORT_AREAS).detail == {"areas": 2, "places": 2, "refused": 1}


def test_only_an_administrator_may() -> None:
    for actor in (make.anna(), make.tove(), make.fie(), make.bo()):
        with pytest.raises(NotYours):
            import_areas(actor, Upload(areas=TWO), at=make.now())
    assert not Area.objects.filter(west__isnull=False).exists()


def test_a_plan_writes_nothing() -> None:
    assert planned(Upload(areas=TWO, places=TOWNS)).new == ["Tranbjerg", "Mårslet"]
    assert not Area.objects.exists()
    assert not Place.objects.exists()


def test_an_area_that_the_file_lacks_stays_and_is_named() -> None:
    take()
    one = collection(feature("Mårslet", square(10.15, 56.05)))
    plan = take(one)
    assert [line.name for line in plan.missing] == ["Tranbjerg"]
    assert Area.objects.get(name="Tranbjerg").bounds is not None
    take(one, clears_missing=True)
    assert Area.objects.get(name="Tranbjerg").bounds is None
    assert Area.objects.at(10.12, 56.07) is None


def test_a_shape_left_behind_over_the_new_ones_is_told_of() -> None:
    take()
    over = take(collection(feature("Ny by", square(10.1, 56.05))))
    assert [("over" in line.words) for line in over.missing if line.name == "Tranbjerg"] == [True]


def test_with_nothing_to_take_in_nothing_is_written() -> None:
    with pytest.raises(NotPossible):
        take(collection(feature("", square(10.1, 56.05))))
    assert not Area.objects.exists()
    assert not Entry.objects.filter(act=Act.IMPORT_AREAS).exists()


def test_the_coast_is_cut_to_the_map() -> None:
    land = collection(feature("land", square(9, 55, 3)), kilde="OpenStreetMap")
    take(coast=land)
    coast = Layer.objects.get(kind="coast")
    assert coast.source == "OpenStreetMap"
    west, _south = min(point for ring in coast.geometry["coordinates"] for point in _points(ring))
    assert west > 10


def _points(ring: list) -> list:  # type: ignore[type-arg]
    return [ring] if isinstance(ring[0], float) else [point for part in ring for point in _points(part)]


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    (tmp_path / "areas.geojson").write_text(TWO)
    (tmp_path / "towns.csv").write_text("navn;lon;lat\nTestrup;10,17;56,06\n")
    out = StringIO()
    call_command(
        "import_areas", str(tmp_path / "areas.geojson"), places=tmp_path / "towns.csv", dry_run=True, stdout=out
    )
    assert not Area.objects.exists()
    call_command("import_areas", str(tmp_path / "areas.geojson"), places=tmp_path / "towns.csv", stdout=out)
    assert Area.objects.count() == 2
    assert Place.objects.get().area == Area.objects.get(name="Mårslet")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"\0", b"[" * 200_000, b'{"features": []}', b"12"])
def test_t29_a_file_that_is_none_leaves_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_areas", str(tmp_path / "file"))
    assert not Area.objects.exists()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Nothing is imported"):
        call_command("import_areas", str(tmp_path / "none"))


def test_the_upload_comes_back_as_it_was() -> None:
    upload = Upload(areas=TWO, clears_missing=True)
    assert Upload.from_json(json.loads(json.dumps(upload.as_json()))).digest == upload.digest
