"""Ballots on paper as they are counted: batches of a place, and each sheet as it was entered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum

from deltagerbudget.ballots.models import Station
from deltagerbudget.polling.sheets import MOST_SHEETS


class BatchQuerySet(models.QuerySet["Batch"]):
    def standing(self) -> BatchQuerySet:
        """Those that were not rejected."""
        return self.filter(rejected_at=None)

    def open(self) -> BatchQuerySet:
        """Neither approved nor rejected."""
        return self.standing().filter(approved_at=None)

    def entered(self) -> int:
        """How many sheets they hold."""
        return self.aggregate(all=Sum("sheets"))["all"] or 0

    def with_people(self) -> BatchQuerySet:
        return self.select_related("station__process", "first_by", "second_by", "settled_by", "approved_by")


class Batch(models.Model):
    """At most fifty ballots on paper from one place, entered by two persons who do not see each other's work."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="batches")
    number = models.PositiveSmallIntegerField()
    sheets = models.PositiveSmallIntegerField()
    # Of the file with the scans, so that nobody can put others in their place.
    scan_sha256 = models.CharField(max_length=64)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # Who has settled where the two differed; nobody where they did not.
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    rejected_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["station", "number"], name="batch_number_once"),
            models.CheckConstraint(condition=Q(sheets__gte=1, sheets__lte=MOST_SHEETS), name="batch_of_fifty"),
            # SECURITY: nobody enters both, and nobody who entered or settled approves.
            models.CheckConstraint(
                condition=Q(first_by=None) | Q(second_by=None) | ~Q(first_by=F("second_by")), name="batch_by_two"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_at__isnull=False, first_by__isnull=False, second_by__isnull=False)
                & ~Q(approved_by=F("first_by"))
                & ~Q(approved_by=F("second_by"))
                & (Q(settled_by=None) | ~Q(approved_by=F("settled_by"))),
                name="batch_approved_by_another",
            ),
            models.CheckConstraint(condition=Q(approved_at=None) | Q(rejected_at=None), name="batch_one_end"),
        )

    def __str__(self) -> str:
        return f"batch {self.pk}"

    @property
    def worked_on_by(self) -> frozenset[int]:
        return frozenset(pk for pk in (self.first_by_id, self.second_by_id, self.settled_by_id) if pk is not None)

    @property
    def is_entered(self) -> bool:
        return self.second_by_id is not None

    @property
    def is_open(self) -> bool:
        return self.approved_at is None and self.rejected_at is None


class SheetEntry(models.Model):
    """What one person read on one sheet, encrypted by the keybox like a ballot."""

    FIRST, SECOND, SETTLED = "first", "second", "settled"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="entries")
    serial = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=10)
    ciphertext = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "serial", "side"], name="sheet_entry_once"),
            models.CheckConstraint(condition=Q(serial__gte=1), name="sheet_serial_positive"),
            models.CheckConstraint(condition=Q(side__in=["first", "second", "settled"]), name="sheet_entry_side"),
        )

    def __str__(self) -> str:
        return "sheet entry"


class Recheck(models.Model):
    """A sheet drawn by lot, which the auditor holds against its scan."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rechecks")
    serial = models.PositiveSmallIntegerField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    # None until the auditor has looked.
    agrees = models.BooleanField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "serial"], name="recheck_once"),)

    def __str__(self) -> str:
        return f"recheck {self.pk}"
