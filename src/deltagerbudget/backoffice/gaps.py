"""Where nobody has proposed anything yet: places by their nearest proposal, and topics. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians


@dataclass(frozen=True)
class Spot:
    """A town or a quarter by its name."""

    name: str
    lon: float
    lat: float


def empty_places(places: Sequence[Spot], points: Iterable[tuple[float, float]]) -> list[str]:
    """Those to which no proposal is nearer than to any other, in the order given."""
    taken = {min(places, key=lambda place: _apart(place, point)).name for point in points} if places else set()
    return [place.name for place in places if place.name not in taken]


def empty_topics(topics: Sequence[str], used: Iterable[str]) -> list[str]:
    taken = set(used)
    return [topic for topic in topics if topic not in taken]


def _apart(place: Spot, point: tuple[float, float]) -> float:
    """The square of the distance, in degrees of latitude; near enough within one municipality."""
    lon, lat = point
    return ((place.lon - lon) * cos(radians(lat))) ** 2 + (place.lat - lat) ** 2
