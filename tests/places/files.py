"""Files as a municipality might send them."""

from __future__ import annotations

import json
from typing import Any


def square(west: float, south: float, side: float = 0.05) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(name: object, geometry: object, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"navn": name, **properties}, "geometry": geometry}


def collection(*features: dict[str, Any], **members: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members})


TWO = collection(feature("Tranbjerg", square(10.1, 56.05)), feature("Mårslet", square(10.15, 56.05)))
TOWNS = json.dumps(
    [
        {"navn": "Tranbjerg By", "lat": 56.07, "lng": 10.12},
        {"navn": "Testrup", "lat": 56.06, "lng": 10.17},
        {"navn": "Paris", "lat": 48.8, "lng": 2.3},
    ]
)
