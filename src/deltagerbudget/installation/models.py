from __future__ import annotations

from django.db import models
from django.db.models import Q


class Installation(models.Model):
    """What this database is for; written at its first use and never changed. One row."""

    is_demo = models.BooleanField()
    # By the machine's clock, which a demonstration does not move.
    worker_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="installation_once"),)

    def __str__(self) -> str:
        return "demonstration" if self.is_demo else "municipality"
