from __future__ import annotations

from django.db import models


class AreaQuerySet(models.QuerySet["Area"]):
    def in_order(self) -> AreaQuerySet:
        return self.order_by("sort_key")


class Area(models.Model):
    """One local area of the municipality."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    # Written by whoever writes the name, from ui.danish.sort_key: the same order on both databases.
    sort_key = models.CharField(max_length=255, db_index=True)

    objects = AreaQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
