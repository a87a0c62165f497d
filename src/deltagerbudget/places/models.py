from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from deltagerbudget.areas.models import Area

# A report that nobody has come back to is forgotten, with the files behind it.
IMPORT_WAITS = timedelta(days=1)


class PlaceQuerySet(models.QuerySet["Place"]):
    def in_order(self) -> PlaceQuerySet:
        return self.order_by("sort_key", "pk")

    def in_areas(self, areas: Iterable[Area]) -> PlaceQuerySet:
        return self.filter(area__in=[area.pk for area in areas])

    def named(self, words: str) -> PlaceQuerySet:
        """Those with a word that begins so; ``words`` from places.words.plain."""
        begins = Q(search_key__startswith=words) | Q(search_key__contains=f" {words}")
        return self.filter(begins, area__isnull=False).select_related("area")


class Place(models.Model):
    """A town or a quarter by its name, so that people find their area without knowing its name."""

    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=255, db_index=True)
    # From places.words.plain: "Århus", "Aarhus" and "arhus" are one.
    search_key = models.CharField(max_length=255, db_index=True)
    lon = models.FloatField()
    lat = models.FloatField()
    # Worked out by the import, again at each one.
    area = models.ForeignKey(Area, models.SET_NULL, null=True, related_name="places")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name", "lon", "lat"], name="place_once"),
            models.CheckConstraint(
                condition=Q(lon__gte=-180.0, lon__lte=180.0, lat__gte=-90.0, lat__lte=90.0), name="place_on_earth"
            ),
        )

    def __str__(self) -> str:
        return self.name


# What the cache calls the ground of the maps; an import throws it away.
GROUND = "map:ground"


class LayerKind(models.TextChoices):
    AREAS = "areas"
    COAST = "coast"
    PLACES = "places"


class LayerQuerySet(models.QuerySet["Layer"]):
    def sources(self) -> list[str]:
        """What is to be said under the map, once each."""
        return list(dict.fromkeys(self.exclude(source="").order_by("kind").values_list("source", flat=True)))


class Layer(models.Model):
    """One part of the map: whose data it is, which the licence wants said, and the coast's own shape."""

    kind = models.CharField(max_length=10, choices=LayerKind.choices, unique=True)
    source = models.CharField(max_length=300, blank=True)
    geometry = models.JSONField(null=True)
    loaded_at = models.DateTimeField()

    objects = LayerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.kind


class WaitingImportQuerySet(models.QuerySet["WaitingImport"]):
    def abandoned(self, at: datetime) -> WaitingImportQuerySet:
        return self.filter(made_at__lt=at - IMPORT_WAITS)


class WaitingImport(models.Model):
    """Files that an administrator has been shown the report of, and has not yet taken in. One a person."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    files = models.JSONField()
    made_at = models.DateTimeField()

    objects = WaitingImportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person_id} {self.digest[:8]}"


OFFERS = ("step_free", "has_toilet", "has_loop", "has_parking", "quiet_hours")


class Offers(models.Model):
    """What a place has for whoever cannot just walk in; a part of each model that is a place to come to."""

    step_free = models.BooleanField(default=False)
    has_toilet = models.BooleanField(default=False)
    has_loop = models.BooleanField(default=False)
    has_parking = models.BooleanField(default=False)
    # In words: when there are few people and little noise.
    quiet_hours = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True
