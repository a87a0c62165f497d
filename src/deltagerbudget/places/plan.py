"""What an import would do, said before anything is saved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from shapely.geometry import shape

from deltagerbudget.areas import geometry
from deltagerbudget.areas.models import Area
from deltagerbudget.places import reading, repair
from deltagerbudget.places.reading import NotReadable, PlaceRow
from deltagerbudget.places.repair import Shaped

_SHARED = 0.01


@dataclass(frozen=True)
class Upload:
    """What the administrator gave: the text of up to three files, and how to read them."""

    areas: str = ""
    coast: str = ""
    places: str = ""
    name_property: str = ""
    crs: str = reading.AUTO
    source: str = ""
    coast_source: str = ""
    places_source: str = ""
    # Areas that the file lacks lose their shape (never their name, their deltagerbudgetter or their history).
    clears_missing: bool = False

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Upload:
        return cls(**given)


@dataclass(frozen=True)
class Line:
    """One sentence of the report about one name."""

    name: str
    words: str


@dataclass
class Plan:
    areas: list[Shaped] = field(default_factory=list)
    places: list[PlaceRow] = field(default_factory=list)
    coast: dict[str, Any] | None = None
    source: str = ""
    coast_source: str = ""
    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    missing: list[Line] = field(default_factory=list)
    repaired: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.areas or self.places or self.coast)

    def summary(self) -> list[str]:
        """The report in three sentences at most."""
        said = []
        if self.areas:
            words = ngettext("%(count)s area can be taken in", "%(count)s areas can be taken in", len(self.areas))
            new = _("%(new)s new, %(updated)s get a new shape") % {"new": len(self.new), "updated": len(self.updated)}
            said.append(f"{words % {'count': len(self.areas)}}: {new}.")
        if self.places:
            words = ngettext("%(count)s place name.", "%(count)s place names.", len(self.places))
            said.append(words % {"count": len(self.places)})
        if self.coast:
            said.append(_("A coast."))
        return said


def planned(upload: Upload) -> Plan:
    """Reads the files and looks at what is there. Writes nothing. Raises NotReadable."""
    plan = Plan(source=upload.source.strip(), coast_source=upload.coast_source.strip())
    if upload.areas:
        _areas(upload, plan)
    if upload.coast:
        _coast(upload, plan)
    if upload.places:
        plan.places, refused = reading.places(upload.places.encode())
        words = _("It has no name, or no longitude and latitude in Denmark.")
        plan.refused += [Line(_("Place %(number)s") % {"number": number}, words) for number in refused[:50]]
    if not (upload.areas or upload.coast or upload.places):
        raise NotReadable(_("Choose at least one file."))
    return plan


def _areas(upload: Upload, plan: Plan) -> None:
    found = reading.collection(upload.areas.encode(), crs=upload.crs)
    result = repair.mended(found, found.name_property(upload.name_property))
    plan.areas, plan.source = result.areas, plan.source or found.source
    plan.repaired = [Line(*each) for each in result.repaired]
    plan.refused = [Line(*each) for each in result.refused]
    there = {area.name.casefold(): area for area in Area.objects.in_order().with_outlines()}
    for area in result.areas:
        known = there.pop(area.name.casefold(), None)
        (plan.updated if known is not None else plan.new).append(area.name)
    if result.areas:
        plan.missing = _missing(list(there.values()), result.areas, clears=upload.clears_missing)


def _missing(areas: Sequence[Area], taken: Sequence[Shaped], *, clears: bool) -> list[Line]:
    """Those that stay as they are; a shape that lies over the new ones is worth a word."""
    shapes = [shape(each.geometry) for each in taken]
    tree = shapely.STRtree(shapes)
    lines = []
    for area in areas:
        words = _("It is not in the file. It stays, with the shape that it had.")
        if area.outline is None:
            words = _("It is not in the file. It stays, without a shape.")
        elif clears:
            words = _("It is not in the file. It stays, and loses its shape.")
        elif _lies_over(shape(area.outline), shapes, tree):
            words = _("It is not in the file. It stays, but its shape lies over the new ones: let it lose it.")
        lines.append(Line(area.name, words))
    return lines


def _lies_over(own: shapely.Geometry, shapes: Sequence[shapely.Geometry], tree: shapely.STRtree) -> bool:
    near = tree.query(own, predicate="intersects")
    return any(own.intersection(shapes[place]).area > _SHARED * own.area for place in near)


def _coast(upload: Upload, plan: Plan) -> None:
    found = reading.collection(upload.coast.encode(), crs=upload.crs)
    around = geometry.around(area.bounds for area in plan.areas)
    if around is None:
        around = geometry.around(area.bounds for area in Area.objects.all() if area.bounds)
    plan.coast = repair.coast(found, around)
    plan.coast_source = plan.coast_source or found.source
    if plan.coast is None:
        raise NotReadable(_("There is no land near the areas in the file of the coast."))
