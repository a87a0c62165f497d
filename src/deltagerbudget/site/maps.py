"""Kortet: the map and its list are twins. Both are made here, from one set in one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deltagerbudget.areas import drawing, geometry
from deltagerbudget.areas.drawing import Spot
from deltagerbudget.areas.models import Area
from deltagerbudget.places.models import GROUND, Layer, LayerKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.site.now import what_now
from deltagerbudget.ui.maps import Map

KEPT_SECONDS = 60
# The coast as GeoJSON, and what is said under the map.
Ground = tuple[dict[str, Any] | None, str]


@dataclass(frozen=True)
class AreaRow:
    """One area in the list, with the number that it has on the map."""

    area: Area
    number: int
    kind: str
    url: str
    words: str
    is_new: bool

    @property
    def says(self) -> str:
        return f"{self.number}. {self.area.name}: {self.words}"


@dataclass(frozen=True)
class AreaTwin:
    """The list and the map of the same areas; ``map`` is None where no shape is known."""

    rows: tuple[AreaRow, ...]
    map: Map | None

    @property
    def active(self) -> list[AreaRow]:
        return [row for row in self.rows if row.kind == "open"]

    @property
    def others(self) -> list[AreaRow]:
        return [row for row in self.rows if row.kind != "open"]


def area_rows(processes: Iterable[Process], areas: Iterable[Area], at: datetime) -> list[AreaRow]:
    """Those with something open first, then the rest, each in Danish order."""
    open_now: Counter[int] = Counter()
    every: Counter[int] = Counter()
    for process in processes:
        every.update(process.area_ids)
        if what_now(process, at).is_open:
            open_now.update(process.area_ids)
    ordered = sorted(areas, key=lambda area: (not open_now[area.pk], area.sort_key))
    return [
        AreaRow(
            area=area,
            number=number,
            kind="open" if open_now[area.pk] else "quiet",
            url=reverse("site:area", args=[area.slug]),
            words=_words(open_now[area.pk], every[area.pk]),
            is_new=not every[area.pk],
        )
        for number, area in enumerate(ordered, start=1)
    ]


def _words(open_now: int, every: int) -> str:
    if open_now:
        return ngettext("%(count)s is open", "%(count)s are open", open_now) % {"count": open_now}
    if every:
        words = ngettext("%(count)s deltagerbudget, not open now", "%(count)s deltagerbudgetter, none open now", every)
        return words % {"count": every}
    return _("no deltagerbudget yet")


def area_twin(rows: Sequence[AreaRow], *, only_open: bool = False, query: str = "") -> AreaTwin:
    """``rows`` with their outlines. With ``only_open`` the others are ground, in neither list nor links."""
    shown = [row for row in rows if row.kind == "open"] if only_open else list(rows)
    drawable = [row for row in rows if row.area.outline]
    frame = drawing.frame_of(row.area for row in drawable)
    if frame is None:
        return AreaTwin(tuple(shown), None)
    ground = [] if not only_open else [row for row in drawable if row.kind != "open"]
    shapes = [drawing.shape_of(row.area, frame, kind="ground") for row in ground]
    shapes += [
        drawing.shape_of(row.area, frame, kind=row.kind, number=str(row.number), url=row.url, says=row.says)
        for row in shown
        if row.area.outline
    ]
    coast, source = ground_layers()
    says = _("Map of the areas. What is open is filled and numbered as in the list.")
    data_url = reverse("site:map_data") + (f"?{query}" if query else "")
    return AreaTwin(tuple(shown), drawing.drawn(says, frame, shapes, coast=coast, source=source, data_url=data_url))


def areas_of(process: Process) -> list[Area]:
    """``process`` loaded `with_outlines()`."""
    return sorted(process.areas.all(), key=lambda area: area.sort_key)


def ground_layers() -> Ground:
    """The coast, and what is to be said under the map of areas. The same for every map, and kept until an import."""
    found = cache.get_or_set(GROUND, _ground_layers, KEPT_SECONDS)
    return cast(Ground, found)


def _ground_layers() -> Ground:
    layers = {layer.kind: layer for layer in Layer.objects.all()}
    coast = layers.get(LayerKind.COAST)
    kinds = (LayerKind.AREAS, LayerKind.COAST)
    said = dict.fromkeys(layers[kind].source for kind in kinds if kind in layers and layers[kind].source)
    return (coast.geometry if coast else None), " · ".join(said)


def has_point(proposal: Proposal, areas: Sequence[Area]) -> bool:
    """Behind every pin: a point on earth, on the paper of its areas."""
    if proposal.lon is None or proposal.lat is None:
        return False
    return any(area.bounds and drawing.holds(area.bounds, proposal.lon, proposal.lat) for area in areas)


def spots_of(proposals: Iterable[Proposal], process: Process, areas: Sequence[Area]) -> list[Spot]:
    """A pin for each that has a point, in the order of the list; those without are passed over."""
    base = reverse("site:proposals", args=[process.slug])
    return [
        Spot(
            number=str(proposal.number),
            says=f"{proposal.number}. {proposal.title}",
            url=f"{base}{proposal.number}/",
            lon=proposal.lon,  # type: ignore[arg-type]
            lat=proposal.lat,  # type: ignore[arg-type]
        )
        for proposal in proposals
        if has_point(proposal, areas)
    ]


def proposal_map(proposals: Sequence[Proposal], process: Process, areas: Sequence[Area], query: str) -> Map | None:
    """``areas`` with their outlines; None when there is nothing to put on paper."""
    frame = drawing.frame_of(area for area in areas if area.outline)
    spots = spots_of(proposals, process, areas)
    if frame is None or not spots:
        return None
    shapes = [drawing.shape_of(area, frame, kind="soon") for area in areas if area.outline]
    coast, source = ground_layers()
    says = _("Map of the proposals on this page, numbered as in the list")
    data_url = f"{reverse('site:process_map_data', args=[process.slug])}?{query}"
    pins = drawing.pins_of(spots, frame)
    return drawing.drawn(says, frame, shapes, pins, coast=coast, source=source, data_url=data_url)


def area_features(rows: Iterable[AreaRow], *, only_open: bool) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        if not row.area.outline:
            continue
        is_ground = only_open and row.kind != "open"
        words = {"number": row.number, "says": row.says, "url": row.url} if not is_ground else {}
        found.append(_feature(row.area, "ground" if is_ground else row.kind, words))
    return found


def proposal_features(proposals: Sequence[Proposal], process: Process, areas: Sequence[Area]) -> list[dict[str, Any]]:
    shapes = [_feature(area, "soon", {}) for area in areas if area.outline]
    pins = [
        {
            "type": "Feature",
            "properties": {"number": spot.number, "says": spot.says, "url": spot.url},
            "geometry": {"type": "Point", "coordinates": [spot.lon, spot.lat]},
        }
        for spot in spots_of(proposals, process, areas)
    ]
    return shapes + pins


def _feature(area: Area, kind: str, words: dict[str, object]) -> dict[str, Any]:
    lon, lat = geometry.middle(area.outline)
    return {
        "type": "Feature",
        "properties": {"name": area.name, "kind": kind, "at": [round(lon, 5), round(lat, 5)], **words},
        "geometry": area.outline,
    }
