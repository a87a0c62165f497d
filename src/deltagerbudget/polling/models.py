from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from deltagerbudget.ballots.models import Station
from deltagerbudget.polling.batch_models import Batch as Batch
from deltagerbudget.polling.batch_models import Recheck as Recheck
from deltagerbudget.polling.batch_models import SheetEntry as SheetEntry
from deltagerbudget.polling.post_models import FormEntry as FormEntry
from deltagerbudget.polling.post_models import PostCount as PostCount


class ShiftQuerySet(models.QuerySet["Shift"]):
    def standing(self) -> ShiftQuerySet:
        """Those that nobody has taken back."""
        return self.filter(ended_at=None)

    def of(self, person_id: int | None, day: date) -> ShiftQuerySet:
        """Where this person serves on this day, at places that are open."""
        mine = self.standing().filter(person_id=person_id or 0, day=day, station__is_open=True)
        return mine.select_related("station__process").order_by("station__name", "pk")

    def planned(self, day: date) -> ShiftQuerySet:
        """From this day on, in the order of the days."""
        return self.standing().filter(day__gte=day).select_related("person").order_by("day", "person__name", "pk")


class Shift(models.Model):
    """That somebody of the staff serves at a voting place on one day."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="shifts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()
    ended_at = models.DateTimeField(null=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["station", "person", "day"], condition=Q(ended_at=None), name="shift_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"shift {self.pk}"


class OpeningQuerySet(models.QuerySet["Opening"]):
    def coming(self, at: datetime) -> OpeningQuerySet:
        return self.filter(ends_at__gt=at)


class Opening(models.Model):
    """That a voting place is open on one day; its hours in words stand beside."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="openings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="opening_ends_after_start"),
            models.UniqueConstraint(fields=["station", "starts_at"], name="opening_once"),
        )

    def __str__(self) -> str:
        return f"opening {self.pk}"


class DeskCount(models.Model):
    """How often somebody of the staff did each thing at a place on one day. A number, tied to no voter."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="counts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()
    checked = models.PositiveIntegerField(default=0)
    admitted = models.PositiveIntegerField(default=0)
    handed_out = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["station", "person", "day"], name="desk_count_once_a_day"),)

    def __str__(self) -> str:
        return f"desk count {self.pk}"


class DeskCodeQuerySet(models.QuerySet["DeskCode"]):
    def alive(self, at: datetime) -> DeskCodeQuerySet:
        return self.filter(expires_at__gt=at)


class DeskCode(models.Model):
    """That whoever types this code at a screen of this place may vote, once, within minutes. Holds no person."""

    code_hash = models.CharField(max_length=64, primary_key=True)
    station = models.ForeignKey(Station, models.CASCADE, related_name="codes")
    pseudonym = models.CharField(max_length=64)
    area = models.SlugField(max_length=120)
    expires_at = models.DateTimeField(db_index=True)

    objects = DeskCodeQuerySet.as_manager()

    def __str__(self) -> str:
        return "desk code"
