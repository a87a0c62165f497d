"""From areas and points to the map of `ui.maps`. Areas come `with_outlines()`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from deltagerbudget.areas import geometry
from deltagerbudget.areas.geometry import Bounds, Frame, Geometry
from deltagerbudget.areas.models import Area
from deltagerbudget.ui.maps import Ground, Map, Pin, Shape

WIDTH = 1000
_MARGIN = 14


@dataclass(frozen=True)
class Spot:
    """A point with its number and words, before it is laid on paper."""

    number: str
    says: str
    url: str
    lon: float
    lat: float


def frame_of(areas: Iterable[Area], width: int = WIDTH) -> Frame | None:
    """The paper on which all of them lie; None when no shape is known."""
    found = geometry.around(area.bounds for area in areas if area.bounds)
    return Frame.wide(found, width, margin=_MARGIN) if found else None


def shape_of(area: Area, frame: Frame, **words: str) -> Shape:
    x, y = frame.at(*geometry.middle(area.outline))
    return Shape(area.name, frame.path(area.outline), round(x), round(y), **words)  # type: ignore[arg-type]


def pins_of(spots: Iterable[Spot], frame: Frame) -> tuple[Pin, ...]:
    """In the order they came; what lies off the paper is left out."""
    found = []
    for spot in spots:
        if holds(frame.bounds, spot.lon, spot.lat):
            x, y = frame.at(spot.lon, spot.lat)
            found.append(Pin(spot.number, spot.says, spot.url, round(x), round(y)))
    return tuple(found)


def holds(bounds: Bounds, lon: float, lat: float) -> bool:
    west, south, east, north = bounds
    return west <= lon <= east and south <= lat <= north


def drawn(
    says: str,
    frame: Frame,
    shapes: Sequence[Shape],
    pins: Sequence[Pin] = (),
    *,
    coast: Geometry | None = None,
    source: str = "",
    data_url: str = "",
) -> Map:
    return Map(
        says=says,
        width=frame.width,
        height=frame.height,
        ground=ground_of(frame),
        shapes=tuple(shapes),
        pins=tuple(pins),
        coast=frame.path(coast) if coast else "",
        source=source,
        data_url=data_url,
        tiles=settings.MAP_TILES,
        tiles_source=settings.MAP_TILES_ATTRIBUTION,
    )


def ground_of(frame: Frame) -> Ground:
    west, south, east, north = frame.bounds
    (left, top), (right, bottom) = frame.at(west, north), frame.at(east, south)
    lon_unit, lat_unit = (east - west) / (right - left), (south - north) / (bottom - top)
    return Ground(west - left * lon_unit, north - top * lat_unit, lon_unit, lat_unit)
