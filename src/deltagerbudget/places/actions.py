from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area, holding
from deltagerbudget.places.models import GROUND, Layer, LayerKind, Place
from deltagerbudget.places.plan import Plan, Upload, planned
from deltagerbudget.places.reading import NotReadable, PlaceRow
from deltagerbudget.places.repair import Shaped
from deltagerbudget.places.words import plain
from deltagerbudget.ui.danish import free_slug, sort_key

_SHAPE = ["geometry", "outline", "west", "south", "east", "north"]


@transaction.atomic
def import_areas(actor: Actor, upload: Upload, *, at: datetime) -> Plan:
    """Takes in what can be taken in and gives back the report. No area is ever deleted."""
    known = list(Area.objects.select_for_update(of=("self",)).in_order())
    permit(Act.IMPORT_AREAS, actor)
    try:
        plan = planned(upload)
    except NotReadable as error:
        raise NotPossible(error.message) from error
    if plan.is_empty:
        raise NotPossible(_("Nothing in the file can be taken in. The report says why."))
    _store_areas(known, plan, clears_missing=upload.clears_missing)
    _store_places(plan.places)
    _settle_places()
    layers = _store_layers(plan, upload, at)
    counts = {"areas": len(plan.areas), "places": len(plan.places), "refused": len(plan.refused)}
    record(Act.IMPORT_AREAS, actor, layers[0], at=at, **counts)
    transaction.on_commit(lambda: cache.delete(GROUND))
    return plan


def _store_areas(known: Sequence[Area], plan: Plan, *, clears_missing: bool) -> None:
    there = {area.name.casefold(): area for area in known}
    taken = {area.slug for area in known}
    for shaped in plan.areas:
        area = there.pop(shaped.name.casefold(), None)
        if area is None:
            slug = free_slug(shaped.name, taken, otherwise="omraade")
            taken.add(slug)
            Area.objects.create(name=shaped.name, slug=slug, sort_key=sort_key(shaped.name), **_values(shaped))
        else:
            Area.objects.filter(pk=area.pk).update(**_values(shaped))
    if plan.areas and clears_missing:
        Area.objects.filter(pk__in=[area.pk for area in there.values()]).update(**dict.fromkeys(_SHAPE))


def _values(shaped: Shaped) -> dict[str, object]:
    values = (shaped.geometry, shaped.outline, *shaped.bounds)
    return dict(zip(_SHAPE, values, strict=True))


def _store_places(rows: Sequence[PlaceRow]) -> None:
    """A new list takes the place of the old one: nothing points at a place."""
    if not rows:
        return
    Place.objects.all().delete()
    Place.objects.bulk_create(
        [Place(name=r.name, sort_key=sort_key(r.name), search_key=plain(r.name), lon=r.lon, lat=r.lat) for r in rows]
    )


def _settle_places() -> None:
    """Which area each place lies in, after either of them has changed."""
    areas = list(Area.objects.filter(west__isnull=False).with_geometry().in_order())
    places = list(Place.objects.all())
    for place in places:
        place.area = holding(areas, place.lon, place.lat)
    Place.objects.bulk_update(places, ["area"], batch_size=500)


def _store_layers(plan: Plan, upload: Upload, at: datetime) -> list[Layer]:
    given = (
        (LayerKind.AREAS, bool(plan.areas), plan.source, None),
        (LayerKind.COAST, bool(plan.coast), plan.coast_source, plan.coast),
        (LayerKind.PLACES, bool(plan.places), upload.places_source.strip(), None),
    )
    stored = []
    for kind, is_given, source, geometry in given:
        if is_given:
            values = {"source": source[:300], "geometry": geometry, "loaded_at": at}
            stored.append(Layer.objects.update_or_create(kind=kind, defaults=values)[0])
    return stored
