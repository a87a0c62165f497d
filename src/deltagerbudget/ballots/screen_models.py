from __future__ import annotations

from django.db import models


class ScreenQuerySet(models.QuerySet["Screen"]):
    def bound(self) -> ScreenQuerySet:
        """Those in use, in the order in which they were bound."""
        return self.filter(unbound_at=None).order_by("number")


class Screen(models.Model):
    """A device that staff have made a screen of a voting place. Without `unbound_at` its cookie opens the screen."""

    station = models.ForeignKey("ballots.Station", models.PROTECT, related_name="screens")
    # By which staff tell the screens of a place apart.
    number = models.PositiveSmallIntegerField()
    bound_at = models.DateTimeField()
    unbound_at = models.DateTimeField(null=True)

    objects = ScreenQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["station", "number"], name="screen_number_once"),)

    def __str__(self) -> str:
        return f"screen {self.pk}"
