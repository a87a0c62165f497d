"""The demonstration's map: schematic areas, places in them."""

from __future__ import annotations

import json
from datetime import datetime

from deltagerbudget.acts.actor import SYSTEM
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
