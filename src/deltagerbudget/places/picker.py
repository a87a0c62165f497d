"""The picker of one point (`ui/parts/point_picker.html`): what it shows, and what it sends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.areas import drawing, geometry
from deltagerbudget.areas.models import Area
from deltagerbudget.places.models import Layer, Place
from deltagerbudget.ui.maps import PlaceChoice, PointPicker

Point = tuple[float, float]
_LONGEST = 40
_TOWNS_DRAWN = 14


def point_picker(
    areas: Sequence[Area],
    given: Mapping[str, str] | None = None,
    *,
    point: Point | None = None,
    error: str = "",
) -> PointPicker | None:
    """For ``areas`` `with_outlines()`; None when none of them has a shape. Two queries.

    ``given`` is the form as it was sent, ``point`` the one that is stored.
    """
    shown = [area for area in areas if area.outline]
    frame = drawing.frame_of(shown)
    if frame is None:
        return None
    choice = (given or {}).get("place_point", "")
    at = _numbers(given) if given is not None else point
    x, y = frame.at(*at) if at else (None, None)
    places = list(Place.objects.in_areas(shown).in_order())
    towns = [drawing.Spot("", place.name, "", place.lon, place.lat) for place in places[:_TOWNS_DRAWN]]
    words = _("Map of %(areas)s") % {"areas": ", ".join(area.name for area in shown)}
    shapes = [drawing.shape_of(area, frame, kind="open") for area in shown]
    source = ". ".join(Layer.objects.sources())
    return PointPicker(
        map=drawing.drawn(words, frame, shapes, drawing.pins_of(towns, frame), source=source),
        places=tuple(_choices(places, shown)),
        lon=at[0] if at else None,
        lat=at[1] if at else None,
        x=round(x) if x is not None else None,
        y=round(y) if y is not None else None,
        choice=choice or (_value(*at) if at else ""),
        error=error,
    )


def _choices(places: Sequence[Place], areas: Sequence[Area]) -> list[PlaceChoice]:
    """The named places, and where there are none the middle of each area."""
    found = [PlaceChoice(_value(place.lon, place.lat), place.name) for place in places]
    middle = _("The middle of %(area)s")
    if found:
        return found
    return [PlaceChoice(_value(*geometry.middle(area.outline)), middle % {"area": area.name}) for area in areas]


def read_point(given: Mapping[str, str], areas: Sequence[Area]) -> Point | None:
    """The chosen point, or None for no particular place; the map's wins over the list's.

    Raises NotPossible for what is no point, and for a point outside ``areas`` (`with_geometry()`).
    """
    if not any(given.get(name, "").strip() for name in ("lon", "lat", "place_point")):
        return None
    point = _numbers(given)
    if point is None:
        raise NotPossible(_("We could not read the place. Choose it on the map or in the list once more."))
    refuse_outside(point, areas)
    return point


def refuse_outside(point: Point, areas: Sequence[Area]) -> None:
    """Raise NotPossible, and say where the point does lie. Areas without a shape (`with_geometry()`) refuse nothing."""
    known = [area for area in areas if area.geometry]
    if not known or any(geometry.contains(area.geometry, *point) for area in known):
        return
    names = {"areas": ", ".join(area.name for area in known)}
    other = Area.objects.at(*point)
    if other is None:
        raise NotPossible(_("The place lies outside %(areas)s. Choose one inside.") % names)
    names["area"] = other.name
    raise NotPossible(_("The place lies in %(area)s. Choose one in %(areas)s.") % names)


def _numbers(given: Mapping[str, str]) -> Point | None:
    lon, lat = given.get("lon", "").strip(), given.get("lat", "").strip()
    if not lon and not lat:
        lon, _comma, lat = given.get("place_point", "").partition(",")
    if max(len(lon), len(lat)) > _LONGEST:
        return None
    try:
        point = float(lon), float(lat)
    except ValueError:
        return None
    is_on_earth = all(map(math.isfinite, point)) and abs(point[0]) <= 180 and abs(point[1]) <= 90
    return (round(point[0], 5), round(point[1], 5)) if is_on_earth else None


def _value(lon: float, lat: float) -> str:
    return f"{lon:.5f},{lat:.5f}"
