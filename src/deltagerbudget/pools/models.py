from __future__ import annotations

from django.db import models
from django.db.models import Q, Sum


class Pool(models.Model):
    """Money that the council has set aside for a purpose, year by year."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    purpose = models.TextField()
    # Where the council's decision can be read.
    source = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name

    def appropriated_ore(self, *, through: int) -> int:
        """Everything appropriated up to and with the year."""
        total = self.appropriations.filter(year__lte=through).aggregate(total=Sum("amount_ore"))["total"]
        return int(total or 0)

    def left_ore(self, *, through: int) -> int:
        """What is appropriated and not yet set aside for a process. Lock the pool before you rely on it."""
        allocated = self.allocations.aggregate(total=Sum("amount_ore"))["total"]
        return self.appropriated_ore(through=through) - int(allocated or 0)


class Appropriation(models.Model):
    """What the council gave to a pool for one year. A correction is a further row."""

    pool = models.ForeignKey(Pool, models.PROTECT, related_name="appropriations")
    year = models.PositiveSmallIntegerField()
    amount_ore = models.BigIntegerField()
    decision = models.CharField(max_length=300)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(amount_ore=0), name="appropriation_not_zero"),)

    def __str__(self) -> str:
        return f"{self.pool} {self.year}"
