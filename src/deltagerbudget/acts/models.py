from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.areas.models import Area


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, target: models.Model) -> EntryQuerySet:
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))

    def of_process(self, process_id: int) -> EntryQuerySet:
        return self.filter(process_id=process_id)

    def newest_first(self) -> EntryQuerySet:
        return self.order_by("-at", "-pk")


class Entry(models.Model):
    """One act that was done. Ids and enums only; never updated, never deleted."""

    act = models.CharField(max_length=40, choices=Act.choices)
    # Empty for the platform's clock.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    # A plain number: processes stand on a higher floor.
    process_id = models.BigIntegerField(null=True, db_index=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["target_type", "target_id"]),)

    def __str__(self) -> str:
        return f"{self.act} {self.target_type} {self.target_id}"


class Grant(models.Model):
    """That a person holds a role, in one area or (no area) everywhere."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "role", "area"], nulls_distinct=False, name="grant_once"),
        )

    def __str__(self) -> str:
        return f"{self.role} of {self.person}"


class Approval(models.Model):
    """That one person asked for a two-person act, and perhaps that another confirmed exactly the same."""

    act = models.CharField(max_length=40, choices=Act.choices)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    # SHA-256 of what is approved: the second person confirms what the first one saw.
    digest = models.CharField(max_length=64)
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(second=None) | ~Q(second=F("first")), name="approval_two_persons"),
            models.UniqueConstraint(
                fields=["act", "target_type", "target_id"],
                condition=Q(second=None),
                name="approval_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.target_type} {self.target_id}"


class ClockOffset(models.Model):
    """How far a demonstration's clock is ahead of the real one. At most one row, in demo mode only."""

    seconds = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.seconds} s"
