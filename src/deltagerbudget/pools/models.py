from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.db.models import Q, Sum
from django.utils.timezone import localtime

from deltagerbudget.areas.models import Area
from deltagerbudget.pools.rules import Kind, Row, Year, account

# Every table that takes from a pool: its rows, less than zero where money comes back, add up to what is taken.
TAKING = ("set_asides", "allocations", "initiative_allocations")


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
        """What is appropriated and not taken for anything. Lock the pool before you rely on it."""
        taken = (getattr(self, name).aggregate(total=Sum("amount_ore"))["total"] for name in TAKING)
        return self.appropriated_ore(through=through) - sum(int(total or 0) for total in taken)

    def years(self, *, through: int) -> list[Year]:
        """The account without prices and payments, which stand on a higher floor."""
        return account(self._rows(), through=through)

    def _rows(self) -> Iterator[Row]:
        for year, amount_ore in self.appropriations.values_list("year", "amount_ore"):
            yield Row(Kind.GIVEN, year, amount_ore)
        for name in TAKING:
            for at, amount_ore in getattr(self, name).values_list("at", "amount_ore"):
                yield Row(Kind.SET_ASIDE, localtime(at).year, amount_ore)


class Appropriation(models.Model):
    """What the council gave to a pool for one year. A correction is a further row, with the reason."""

    pool = models.ForeignKey(Pool, models.PROTECT, related_name="appropriations")
    year = models.PositiveSmallIntegerField()
    amount_ore = models.BigIntegerField()
    decision = models.CharField(max_length=300)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(amount_ore=0), name="appropriation_not_zero"),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(reason=""), name="appropriation_reason"),
        )

    def __str__(self) -> str:
        return f"{self.pool} {self.year}"


class SetAside(models.Model):
    """Money set aside from a pool for an area, before anyone knows for what. Less than zero: taken back."""

    pool = models.ForeignKey(Pool, models.PROTECT, related_name="set_asides")
    area = models.ForeignKey(Area, models.PROTECT, related_name="set_asides")
    amount_ore = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(amount_ore=0), name="set_aside_not_zero"),)

    def __str__(self) -> str:
        return f"{self.pool}: {self.area}"
