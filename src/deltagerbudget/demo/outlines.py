"""Schematic areas for the demonstration: who lives nearest to a place belongs to it. Nobody's map is copied."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import shapely
from shapely.geometry import MultiPoint, Point, Polygon

# Metres from the outermost places to the edge, and how round its corners are.
_REACH, _SOFT = 3300, 2600
_DEGREE = 111_320


def schematic(points: Mapping[str, tuple[float, float]]) -> dict[str, dict[str, Any]]:
    """A GeoJSON polygon for each place: its Voronoi cell within a soft hull around all places."""
    squeeze = math.cos(math.radians(sum(lat for _, lat in points.values()) / len(points)))
    flat = {name: Point(lon * squeeze * _DEGREE, lat * _DEGREE) for name, (lon, lat) in points.items()}
    everything = MultiPoint(list(flat.values()))
    hull = everything.buffer(_REACH).buffer(_SOFT).buffer(-_SOFT).simplify(60)
    cells = shapely.voronoi_polygons(everything, extend_to=hull)
    shapes = {}
    for name, point in flat.items():
        cell = next(cell for cell in cells.geoms if cell.contains(point))
        shapes[name] = _as_geojson(cell.intersection(hull), squeeze)
    return shapes


def _as_geojson(shape: Polygon, squeeze: float) -> dict[str, Any]:
    ring = [[round(x / squeeze / _DEGREE, 5), round(y / _DEGREE, 5)] for x, y in shape.exterior.coords]
    return {"type": "Polygon", "coordinates": [ring]}
