"""Shapes on the ground, as GeoJSON in WGS84 (longitude, latitude), and the same shapes on paper."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Geometry = Mapping[str, Any]
Bounds = tuple[float, float, float, float]
Ring = Sequence[Sequence[float]]
_LINES = 24


def rings(geometry: Geometry) -> Iterator[Ring]:
    """Every ring of a Polygon or MultiPolygon, holes too."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def bounds(geometry: Geometry) -> Bounds:
    """West, south, east, north."""
    points = [point for ring in rings(geometry) for point in ring]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return min(lons), min(lats), max(lons), max(lats)


def around(each: Iterable[Bounds]) -> Bounds | None:
    """The bounds of all of them."""
    found = list(each)
    if not found:
        return None
    west, south, east, north = zip(*found, strict=True)
    return min(west), min(south), max(east), max(north)


def contains(geometry: Geometry, lon: float, lat: float) -> bool:
    """By counting the borders east of the point: an odd number means inside, and a hole is outside."""
    return sum(1 for x in _crossings(geometry, lat) if x > lon) % 2 == 1


def middle(geometry: Geometry) -> tuple[float, float]:
    """A point well inside, where a number or a name can stand: the shape's own, or the middle of its widest stretch."""
    if own := geometry.get("middle"):
        return own[0], own[1]
    _, south, _, north = bounds(geometry)
    best, found = -1.0, (0.0, 0.0)
    for line in range(_LINES // 4, _LINES * 3 // 4 + 1):
        lat = south + (north - south) * (line + 0.5) / (_LINES + 1)
        xs = sorted(_crossings(geometry, lat))
        for left, right in zip(xs[::2], xs[1::2], strict=False):
            if right - left > best:
                best, found = right - left, ((left + right) / 2, lat)
    return found


def _crossings(geometry: Geometry, lat: float) -> Iterator[float]:
    for ring in rings(geometry):
        for (x, y, *_), (next_x, next_y, *_) in pairwise(ring):
            if (y > lat) != (next_y > lat):
                yield x + (lat - y) / (next_y - y) * (next_x - x)


@dataclass(frozen=True)
class Frame:
    """The paper: bounds on the ground laid into ``width`` times ``height``, north up, true in shape."""

    bounds: Bounds
    width: int
    height: int
    margin: int = 4

    @classmethod
    def wide(cls, found: Bounds, width: int, *, margin: int = 4) -> Frame:
        """As high as the shape needs."""
        west, south, east, north = found
        across = max((east - west) * _squeeze(found), 1e-6)
        high = (width - 2 * margin) * max(north - south, 1e-6) / across
        return cls(found, width, min(round(high) + 2 * margin, width * 3), margin)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        west, south, east, north = self.bounds
        squeeze = _squeeze(self.bounds)
        scale = self._scale()
        left = (self.width - (east - west) * squeeze * scale) / 2
        top = (self.height - (north - south) * scale) / 2
        return left + (lon - west) * squeeze * scale, top + (north - lat) * scale

    def path(self, geometry: Geometry) -> str:
        """The `d` of an SVG path in whole units; corners that fall together are left out."""
        return "".join(self._ring(ring) for ring in rings(geometry))

    def _ring(self, ring: Ring) -> str:
        x, y = self._whole(ring[0])
        text, corners = f"M{x} {y}", 0
        for point in ring[1:-1]:
            next_x, next_y = self._whole(point)
            if (next_x, next_y) != (x, y):
                text += f"l{next_x - x} {next_y - y}".replace(" -", "-")
                x, y, corners = next_x, next_y, corners + 1
        return f"{text}z" if corners > 1 else ""

    def _whole(self, point: Sequence[float]) -> tuple[int, int]:
        x, y = self.at(point[0], point[1])
        return round(x), round(y)

    def _scale(self) -> float:
        west, south, east, north = self.bounds
        inner_width, inner_height = self.width - 2 * self.margin, self.height - 2 * self.margin
        across = max((east - west) * _squeeze(self.bounds), 1e-9)
        return min(inner_width / across, inner_height / max(north - south, 1e-9))


def _squeeze(found: Bounds) -> float:
    """A degree of longitude is shorter than one of latitude, and by how much."""
    return math.cos(math.radians((found[1] + found[3]) / 2))


def outline_path(geometry: Geometry, width: int, height: int, *, margin: int = 4) -> str:
    """The whole shape laid into ``width`` times ``height``, as the `d` of an SVG path."""
    return Frame(bounds(geometry), width, height, margin).path(geometry)
