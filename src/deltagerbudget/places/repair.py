"""From the shapes of a file to areas that fit edge to edge: what can be mended is mended, the rest is refused. Pure.

Work is done in metres (UTM 32); what comes out is WGS84 with six decimals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyproj import Transformer
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from deltagerbudget.areas.geometry import Bounds
from deltagerbudget.places.reading import DENMARK, MAX_NAME, UTM32, Collection, Feature, name_of, points_of

# Metres. Borders drawn twice never agree to the centimetre; a gap this narrow belongs to a neighbour.
GAP = 20.0
SNAP = 0.5
SIMPLE, DRAWN, COAST = 5.0, 65.0, 45.0
# Square metres of what the drawn coast leaves out.
_ISLAND, _LAKE = 20_000.0, 4_000_000.0
# The share of the smaller area that may overlap and still be taken for a border drawn twice.
OVERLAP = 0.01


@dataclass(frozen=True)
class Shaped:
    """An area that can be taken in."""

    name: str
    geometry: dict[str, Any]
    outline: dict[str, Any]
    bounds: Bounds


@dataclass
class Mended:
    """What came out: areas in the order of the file, and what was said of each by its name."""

    areas: list[Shaped] = field(default_factory=list)
    repaired: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class _Draft:
    name: str
    shape: BaseGeometry
    corners: int


def mended(found: Collection, key: str) -> Mended:
    """Each area alone, then against its neighbours, then all together."""
    result = Mended()
    drafts = _apart(_alone(found, key, result), result)
    if not drafts:
        return result
    fitted = _fitted(drafts, result)
    outlines = shapely.coverage_simplify(fitted, DRAWN, simplify_boundary=True)
    for draft, whole, simple in zip(drafts, fitted, outlines, strict=True):
        drawn = simple if _is_usable(simple) else whole
        geometry = _to_degrees(whole)
        # GeoJSON lets a shape carry more than its coordinates.
        outline = _to_degrees(drawn, 5) | {"middle": _middle(drawn)}
        result.areas.append(Shaped(draft.name, geometry, outline, shape(geometry).bounds))
    return result


def _middle(found: BaseGeometry) -> list[float]:
    """Where the largest circle fits in: a number stands there with the most room around it."""
    centre = shapely.get_coordinates(shapely.maximum_inscribed_circle(found, tolerance=20))[:1]
    lon, lat = _degrees(centre)[0]
    return [round(float(lon), 6), round(float(lat), 6)]


def _alone(found: Collection, key: str, result: Mended) -> list[_Draft]:
    names = [name_of(feature, key) for feature in found.features]
    times = Counter(name.casefold() for name in names)
    drafts = []
    for number, (feature, name) in enumerate(zip(found.features, names, strict=True), start=1):
        shown = name[:60] or _("Number %(number)s in the file") % {"number": number}
        reason = _wrong_name(name, times) or _wrong_shape(feature)
        metres = None if reason else _metres(feature, found.crs)
        reason = reason or _wrong_place(metres)
        if reason or metres is None:
            result.refused.append((shown, reason))
            continue
        drafts.append(_mend(name, metres, result))
    return [draft for draft in drafts if draft is not None]


def _wrong_name(name: str, times: Mapping[str, int]) -> str:
    if not name:
        return _("It has no name.")
    if len(name) > MAX_NAME:
        return _("The name is longer than %(most)s letters.") % {"most": MAX_NAME}
    if times[name.casefold()] > 1:
        return _("The name stands more than once in the file, so we cannot know which shape is right.")
    return ""


def _wrong_shape(feature: Feature) -> str:
    kind = (feature.geometry or {}).get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        return _("It is not a polygon.")
    try:
        return "" if sum(1 for _point in points_of(feature.geometry)) > 3 else _("The shape is empty.")
    except (ValueError, IndexError):
        return _("The coordinates cannot be read.")


def _metres(feature: Feature, crs: str) -> BaseGeometry | None:
    try:
        drawn = shape(feature.geometry)
    except (ValueError, TypeError, IndexError, AttributeError, shapely.errors.ShapelyError):
        return None
    drawn = shapely.force_2d(drawn)
    return drawn if crs == UTM32 else shapely.transform(drawn, _to_metres)


def _wrong_place(metres: BaseGeometry | None) -> str:
    if metres is None:
        return _("The coordinates cannot be read.")
    if metres.is_empty or not np.isfinite(shapely.get_coordinates(metres)).all():
        return _("The shape is empty.")
    west, south, east, north = DENMARK
    lons, lats = _degrees(shapely.get_coordinates(metres)).T
    inside = west <= lons.min() and lons.max() <= east and south <= lats.min() and lats.max() <= north
    return "" if inside else _("It lies outside Denmark.")


def _mend(name: str, metres: BaseGeometry, result: Mended) -> _Draft | None:
    corners = len(shapely.get_coordinates(metres))
    if not metres.is_valid:
        metres = polygons_of(shapely.make_valid(metres))
        if metres.is_empty or metres.area < 1:
            result.refused.append((name, _("The border crosses itself, and nothing is left when it is mended.")))
            return None
        result.repaired.append((name, _("The border crossed itself.")))
    if metres.area < 1:
        result.refused.append((name, _("The shape is empty.")))
        return None
    return _Draft(name, metres, corners)


def polygons_of(found: BaseGeometry) -> BaseGeometry:
    """The surfaces among what mending left, without its stray lines and points."""
    parts = [part for part in shapely.get_parts(found, return_index=False) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _apart(drafts: list[_Draft], result: Mended) -> list[_Draft]:
    """Without those that share real ground with another: neither border can be trusted."""
    if not drafts:
        return []
    shapes = [draft.shape for draft in drafts]
    refused: dict[int, str] = {}
    words = _("It overlaps %(other)s by %(share)s per cent. At most 1 per cent can be mended.")
    for first, second in shapely.STRtree(shapes).query(shapes, predicate="intersects").T:
        if first == second:
            continue
        shared = shapes[first].intersection(shapes[second]).area
        share = shared / min(shapes[first].area, shapes[second].area)
        if share > OVERLAP:
            refused[first] = words % {"other": drafts[second].name, "share": max(round(share * 100), 1)}
    result.refused += [(drafts[place].name, reason) for place, reason in sorted(refused.items())]
    return [draft for place, draft in enumerate(drafts) if place not in refused]


def _fitted(drafts: Sequence[_Draft], result: Mended) -> list[BaseGeometry]:
    """Edge to edge, and with no more corners than the eye needs."""
    given = [draft.shape for draft in drafts]
    clean = given if shapely.coverage_is_valid(given, GAP) else list(_cleaned(given))
    simple = list(shapely.coverage_simplify(clean, SIMPLE, simplify_boundary=True))
    after = [small if _is_usable(small) else whole for small, whole in zip(simple, clean, strict=True)]
    for draft, before, fitted, last in zip(drafts, given, clean, after, strict=True):
        moved = round(before.symmetric_difference(fitted).area)
        if moved >= 1:
            words = _("Gaps and overlaps along the border are closed (%(moved)s m² in all).")
            result.repaired.append((draft.name, words % {"moved": moved}))
        corners = len(shapely.get_coordinates(last))
        if corners < draft.corners:
            words = ngettext(
                "Simplified from %(before)s corners to %(after)s.",
                "Simplified from %(before)s corners to %(after)s.",
                corners,
            )
            result.repaired.append((draft.name, words % {"before": draft.corners, "after": corners}))
    return after


def _cleaned(given: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """An area that cleaning would swallow whole keeps its shape."""
    clean = shapely.coverage_clean(list(given), gap_width=GAP, snapping_distance=SNAP)
    return [after if _is_usable(after) else before for before, after in zip(given, clean, strict=True)]


def _is_usable(found: BaseGeometry) -> bool:
    return found.geom_type in ("Polygon", "MultiPolygon") and not found.is_empty and found.is_valid


def coast(found: Collection, around: Bounds | None) -> dict[str, Any] | None:
    """The land of the file as one shape, cut to what the map shows; None when there is none."""
    shapes = []
    for feature in found.features:
        metres = None if _wrong_shape(feature) else _metres(feature, found.crs)
        # Land goes on beyond Denmark; only what is no place on earth is left out.
        if metres is not None and np.isfinite(shapely.get_coordinates(metres)).all():
            shapes.append(polygons_of(shapely.make_valid(metres)))
    land = shapely.union_all(shapes) if shapes else shapely.Polygon()
    if around is not None:
        window = shapely.transform(shapely.box(*_wider(around)), _to_metres)
        land = land.intersection(window)
    land = polygons_of(_without_crumbs(land.simplify(COAST)))
    return None if land.is_empty else _to_degrees(land, 5)


def _without_crumbs(land: BaseGeometry) -> BaseGeometry:
    """Without lakes and islands that are a few dots on the map."""
    parts = [part for part in shapely.get_parts(polygons_of(land)) if part.area > _ISLAND]
    kept = [
        shapely.Polygon(part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > _LAKE])
        for part in parts
    ]
    return shapely.union_all(kept) if kept else shapely.Polygon()


def _wider(found: Bounds) -> Bounds:
    west, south, east, north = found
    across, up = (east - west) * 0.4, (north - south) * 0.4
    return west - across, south - up, east + across, north + up


def _to_degrees(found: BaseGeometry, decimals: int = 6) -> dict[str, Any]:
    """As plain lists, the way a JSON field gives them back. Five decimals are a metre: enough for what is drawn."""
    given = mapping(shapely.transform(found, _degrees))
    return {"type": given["type"], "coordinates": _rounded(given["coordinates"], decimals)}


def _rounded(value: Any, decimals: int) -> Any:
    if isinstance(value[0], float):
        return [round(value[0], decimals), round(value[1], decimals)]
    return [_rounded(each, decimals) for each in value]


@lru_cache(maxsize=2)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _to_metres(points: Any) -> Any:
    return np.column_stack(_transformer("EPSG:4326", "EPSG:25832").transform(points[:, 0], points[:, 1]))


def _degrees(points: Any) -> Any:
    return np.column_stack(_transformer("EPSG:25832", "EPSG:4326").transform(points[:, 0], points[:, 1]))
