from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from deltagerbudget.acts.vocabulary import Act, Looked, Purpose, Role
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
    # Who of the staff wrote for the person, and in which role; empty for those who act themselves.
    through = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    through_role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    # A plain number: processes stand on a higher floor.
    process_id = models.BigIntegerField(null=True, db_index=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(through=None, through_role="")
                | Q(through__isnull=False, person__isnull=False) & ~Q(through_role="") & ~Q(through=F("person")),
                name="entry_through_another",
            ),
        )
        indexes = (models.Index(fields=["target_type", "target_id"]),)

    def __str__(self) -> str:
        return f"{self.act} {self.target_type} {self.target_id}"


class Grant(models.Model):
    """That a person holds a role, in one area or (no area) everywhere."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="+")
    # Given by the municipality's own login: refreshed at each login, and not taken away by hand.
    is_from_group = models.BooleanField(default=False)

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


class LookQuerySet(models.QuerySet["Look"]):
    def at_person(self, person_id: int | None, process_ids: Iterable[int] = ()) -> LookQuerySet:
        """Those at one person, and at the lists of these processes, on which the person may stand."""
        if person_id is None:
            return self.none()
        return self.filter(Q(subject_id=person_id) | Q(subject=None, process_id__in=list(process_ids)))

    def newest_first(self) -> LookQuerySet:
        return self.order_by("-at", "-pk")


class Look(models.Model):
    """That a member of staff was shown personal data which the public does not see. Holds none of the data."""

    # The act whose right opened the page.
    act = models.CharField(max_length=40, choices=Act.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    what = models.CharField(max_length=20, choices=Looked.choices)
    # Whose data; empty for a list: ``count`` is its length, ``filter`` the choice in ids and words of ours.
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    count = models.PositiveIntegerField(default=1)
    filter = models.CharField(max_length=200, blank=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    process_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices, blank=True)
    at = models.DateTimeField(db_index=True)

    objects = LookQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["subject", "at"]),)

    def __str__(self) -> str:
        return f"{self.what} {self.subject_id or self.count}"


class ClockOffset(models.Model):
    """How far a demonstration's clock is ahead of the real one. At most one row, in demo mode only."""

    seconds = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.seconds} s"
