from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from deltagerbudget.areas.geometry import Bounds, contains


class AreaQuerySet(models.QuerySet["Area"]):
    def in_order(self) -> AreaQuerySet:
        return self.order_by("sort_key")

    def with_outlines(self) -> AreaQuerySet:
        """With the shape that maps draw."""
        return self.defer(None).defer("geometry")

    def with_geometry(self) -> AreaQuerySet:
        """With every shape; some 10 kB a row."""
        return self.defer(None)

    def at(self, lon: float, lat: float) -> Area | None:
        """The area that the point lies in."""
        near = self.filter(west__lte=lon, east__gte=lon, south__lte=lat, north__gte=lat).with_geometry()
        return holding(near.in_order(), lon, lat)


class AreaManager(models.Manager["Area"]):
    """Shapes are large and few pages draw them, so rows come without until they are asked for."""

    def get_queryset(self) -> models.QuerySet[Area]:
        return super().get_queryset().defer("geometry", "outline")


class Area(models.Model):
    """One local area of the municipality."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    # Written by whoever writes the name, from ui.danish.sort_key: the same order on both databases.
    sort_key = models.CharField(max_length=255, db_index=True)
    # GeoJSON in WGS84, Polygon or MultiPolygon: `geometry` says what lies inside, `outline` is simpler and is drawn.
    geometry: models.JSONField[Any, Any] = models.JSONField(null=True)
    outline: models.JSONField[Any, Any] = models.JSONField(null=True)
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)

    objects = AreaManager.from_queryset(AreaQuerySet)()

    def __str__(self) -> str:
        return self.name

    @property
    def bounds(self) -> Bounds | None:
        """West, south, east, north; None where no shape is known."""
        if self.west is None or self.south is None or self.east is None or self.north is None:
            return None
        return self.west, self.south, self.east, self.north


def holding(areas: Iterable[Area], lon: float, lat: float) -> Area | None:
    """The one of ``areas`` (`with_geometry()`) that the point lies in."""
    return next((area for area in areas if area.geometry and contains(area.geometry, lon, lat)), None)
