"""Kortet: the map as it is drawn, in units of its own paper. `areas/drawing.py` makes it from rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Shape:
    """An area. `number` is its number in the list beside; `says` is all that a listener needs to know."""

    name: str
    d: str
    x: int
    y: int
    kind: Literal["open", "soon", "quiet", "ground"] = "quiet"
    number: str = ""
    url: str = ""
    says: str = ""

    @property
    def is_filled(self) -> bool:
        return self.kind == "open"


@dataclass(frozen=True)
class Pin:
    """A project at its place, with its number in the list beside."""

    number: str
    says: str
    url: str
    x: int
    y: int


@dataclass(frozen=True)
class Ground:
    """Where the paper lies: what stands at its upper left corner, and how far one unit leads."""

    west: float
    north: float
    lon_unit: float
    lat_unit: float


@dataclass(frozen=True)
class Map:
    """`data_url` leads to the same shapes and pins as GeoJSON, for whoever wants to come nearer."""

    says: str
    width: int
    height: int
    ground: Ground
    shapes: tuple[Shape, ...] = ()
    pins: tuple[Pin, ...] = ()
    coast: str = ""
    source: str = ""
    data_url: str = ""
    tiles: str = ""
    tiles_source: str = ""
    is_large: bool = field(default=False)


@dataclass(frozen=True)
class PlaceChoice:
    """A place that can be chosen by its name; `value` is `longitude,latitude`."""

    value: str
    name: str


@dataclass(frozen=True)
class PointPicker:
    """What `ui/parts/point_picker.html` shows. The three names are those of the form's fields."""

    map: Map
    places: tuple[PlaceChoice, ...]
    lon: float | None = None
    lat: float | None = None
    x: int | None = None
    y: int | None = None
    lon_name: str = "lon"
    lat_name: str = "lat"
    choice_name: str = "place_point"
    choice: str = ""
    error: str = ""
