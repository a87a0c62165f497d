"""Find my area: by the name of an area or of a place in it. Nothing of what is asked is kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deltagerbudget.areas.models import Area, holding
from deltagerbudget.places import addresses
from deltagerbudget.places.models import Place
from deltagerbudget.places.words import fits, plain

_MOST = 20
LONGEST = 80


@dataclass(frozen=True)
class Hit:
    """``name`` is what was found, ``area`` where it lies."""

    name: str
    area: Area

    @property
    def words(self) -> str:
        if self.name == self.area.name:
            return self.name
        return _("%(place)s, in %(area)s") % {"place": self.name, "area": self.area.name}


def find(words: str) -> list[Hit]:
    """What the words may mean, at most twenty. What has the very name wins over what only begins so."""
    wanted = plain(words[:LONGEST])
    if not wanted:
        return []
    named = [(plain(area.name), Hit(area.name, area)) for area in Area.objects.in_order()]
    hits = [(key, hit) for key, hit in named if fits(key, wanted)]
    hits += [(row.search_key, Hit(row.name, row.area)) for row in _places(wanted) if row.area]
    exact = [hit for key, hit in hits if key == wanted]
    return (exact or [hit for _key, hit in hits] or _addresses(words))[:_MOST]


def towns(words: str) -> list[Hit]:
    """The towns and quarters that the words may mean, at most twenty; one query."""
    wanted = plain(words[:LONGEST])
    return [Hit(row.name, row.area) for row in _places(wanted) if row.area] if wanted else []


def only_area(hits: list[Hit]) -> Area | None:
    """The area when they all mean the same one."""
    areas = {hit.area.pk: hit.area for hit in hits}
    return next(iter(areas.values())) if len(areas) == 1 else None


def _places(wanted: str) -> list[Place]:
    return list(Place.objects.named(wanted).in_order()[:_MOST])


def _addresses(words: str) -> list[Hit]:
    search = addresses.search()
    found = search.search(words) if search else []
    if not found:
        return []
    areas = list(Area.objects.filter(west__isnull=False).with_geometry().in_order())
    hits = [(row.text, holding(areas, row.lon, row.lat)) for row in found]
    return [Hit(text, area) for text, area in hits if area is not None]
