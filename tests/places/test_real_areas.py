"""The 24 local areas of a real municipality. The files are not part of the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape
from tests import make
from tests.places.test_reading import in_metres

from deltagerbudget.areas.geometry import Frame, around
from deltagerbudget.areas.models import Area
from deltagerbudget.places.actions import import_areas
from deltagerbudget.places.models import Layer, Place
from deltagerbudget.places.plan import Plan, Upload

pytestmark = pytest.mark.django_db

# By the names; Gellerup is spelt Gjellerup by the place list, and Århus C lies in Midtbyen.
EXPECTED = {
    "Viby": "Viby",
    "Trige": "Trige-Spørring",
    "Tranbjerg": "Tranbjerg",
    "Tilst": "Tilst",
    "Stavtrup": "Stavtrup-Ormslev",
    "Solbjerg": "Solbjerg",
    "Skødstrup": "Skødstrup-Løgten",
    "Sabro": "Sabro",
    "Mårslet": "Mårslet",
    "Malling": "Beder-Malling",
    "Lystrup": "Lystrup-Elsted",
    "Løgten": "Skødstrup-Løgten",
    "Lisbjerg": "Lisbjerg",
    "Kolt": "Hasselager-Kolt",
    "Hjortshøj": "Hjortshøj",
    "Hasselager": "Hasselager-Kolt",
    "Harlev": "Harlev-Framlev",
    "Gjellerup": "Brabrand-Gellerup",
    "Framlev": "Harlev-Framlev",
    "Beder": "Beder-Malling",
    "Århus": "Midtbyen",
}


def taken(directory: Path, areas: str) -> Plan:
    upload = Upload(
        areas=areas,
        places=(directory / "aarhus-places.json").read_text(encoding="utf-8"),
        coast=(directory / "aarhus-coast.geojson").read_text(encoding="utf-8"),
    )
    return import_areas(make.administrator(), upload, at=make.now())


@pytest.mark.parametrize("system", ["wgs84", "utm32"])
def test_24_areas_fit_edge_to_edge_with_each_place_in_its_own(shared_data: Path, system: str) -> None:
    text = (shared_data / "aarhus-lokalsamfund.geojson").read_text(encoding="utf-8")
    plan = taken(shared_data, text if system == "wgs84" else json.dumps(in_metres(json.loads(text))))
    assert len(plan.new) == 24
    assert not plan.refused
    areas = list(Area.objects.with_geometry())
    for name in ("geometry", "outline"):
        assert shapely.coverage_is_valid([shape(getattr(area, name)) for area in areas]), name
    assert {place.name: place.area.name for place in Place.objects.all() if place.area} == EXPECTED
    assert Layer.objects.get(kind="coast").geometry["type"] in ("Polygon", "MultiPolygon")


def test_the_drawn_map_is_light(shared_data: Path) -> None:
    taken(shared_data, (shared_data / "aarhus-lokalsamfund.geojson").read_text(encoding="utf-8"))
    areas = list(Area.objects.with_outlines())
    bounds = around(area.bounds for area in areas if area.bounds)
    assert bounds is not None
    frame = Frame.wide(bounds, 1000)
    assert sum(len(frame.path(area.outline)) for area in areas) < 16_000
