from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Installation(models.Model):
    """What this database is for; written at its first use and never changed. One row."""

    is_demo = models.BooleanField()
    # By the machine's clock, which a demonstration does not move.
    worker_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="installation_once"),)

    def __str__(self) -> str:
        return "demonstration" if self.is_demo else "municipality"


class Outage(models.Model):
    """A while in which the platform stood still: its worker gave no sign of life. By the machine's clock."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(ended_at__gt=F("began_at")), name="outage_ends_later"),)

    def __str__(self) -> str:
        return f"outage since {self.began_at}"
