"""The demonstration's map: schematic areas, places in them."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.areas import geometry
from deltagerbudget.areas.models import Area
from deltagerbudget.demo.outlines import schematic
from deltagerbudget.demo.places import POINTS, TOWNS
from deltagerbudget.places.actions import import_areas
from deltagerbudget.places.plan import Upload

SOURCE = "Eksempel: områderne er tegnet skematisk ud fra omtrentlige stedpunkter og følger ingen rigtige grænser."


def mapped(at: datetime) -> None:
    """Taken in like a municipality's own file."""
    features = [
        {"type": "Feature", "properties": {"navn": name}, "geometry": shape}
        for name, shape in schematic(POINTS).items()
    ]
    towns = [{"navn": name, "lon": lon, "lat": lat} for name, (lon, lat) in TOWNS.items()]
    upload = Upload(
        areas=json.dumps({"type": "FeatureCollection", "features": features}), places=json.dumps(towns), source=SOURCE
    )
    import_areas(SYSTEM, upload, at=at)


def somewhere(title: str, area: Area) -> dict[str, float]:
    """A place for an invented proposal, always the same; one in six has no particular place."""
    spread = hashlib.sha256(title.encode()).digest()
    shape = Area.objects.with_geometry().get(pk=area.pk).geometry
    if not shape or spread[0] % 6 == 0:
        return {}
    west, south, east, north = geometry.bounds(shape)
    for across, up in zip(spread[1::2], spread[2::2], strict=False):
        lon, lat = west + (east - west) * across / 255, south + (north - south) * up / 255
        if geometry.contains(shape, lon, lat):
            return {"lon": round(lon, 5), "lat": round(lat, 5)}
    return {}
