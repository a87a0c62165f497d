from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from deltagerbudget.criteria import builtin
from deltagerbudget.processes.models import Process


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def of(self, process: Process | None) -> list[Criterion]:
        """The list that holds for the process: its own, else the municipality's, else the one that is built in."""
        rows = list(Criterion.objects.filter(Q(process=process) | Q(process=None)).order_by("place", "pk"))
        own = [row for row in rows if process is not None and row.process_id == process.pk]
        return own or [row for row in rows if row.process_id is None] or built_in(process)

    def fixed(self, process: Process) -> list[Criterion]:
        """The same as rows of the process itself, so that a later change elsewhere does not change what is judged."""
        rows = self.of(process)
        if any(row.process_id != process.pk or row.pk is None for row in rows):
            # Two who ask at the same time write the same rows.
            Criterion.objects.bulk_create(copies(rows, process), ignore_conflicts=True)
            rows = list(Criterion.objects.filter(process=process).order_by("place", "pk"))
        return rows


class Criterion(models.Model):
    """One thing by which proposals are judged, in one deltagerbudget; without one, in those that have no own list."""

    process = models.ForeignKey(Process, models.CASCADE, null=True, related_name="judged_by")
    code = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=160)
    text_en = models.CharField(max_length=160, blank=True)
    # For the caseworker.
    help = models.CharField(max_length=300, blank=True)
    # Without it a proposal cannot go on.
    is_hard = models.BooleanField(default=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["process", "code"], name="criterion_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(process=None), name="criterion_default_once"),
            models.CheckConstraint(condition=~Q(text=""), name="criterion_has_text"),
        )

    def __str__(self) -> str:
        return in_language(self.text, self.text_en)


class ReasonQuerySet(models.QuerySet["Reason"]):
    def listed(self) -> list[Reason]:
        """The municipality's own reasons, else those that are built in."""
        return list(self.order_by("place", "pk")) or [
            Reason(place=place, **reason._asdict()) for place, reason in enumerate(builtin.REASONS, start=1)
        ]


class Reason(models.Model):
    """A reason in plain words that staff begin from, and then write on."""

    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    text = models.CharField(max_length=600)
    text_en = models.CharField(max_length=600, blank=True)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["title"], name="reason_title_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(title=""), name="reason_has_text"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        return in_language(self.text, self.text_en)


def built_in(process: Process | None = None) -> list[Criterion]:
    return [
        Criterion(process=process, place=place, **criterion._asdict())
        for place, criterion in enumerate(builtin.CRITERIA, start=1)
    ]


def copies(rows: Iterable[Criterion], process: Process | None) -> list[Criterion]:
    names = ("code", "place", "text", "text_en", "help", "is_hard")
    return [Criterion(process=process, **{name: getattr(row, name) for name in names}) for row in rows]


def in_language(danish: str, english: str) -> str:
    return english if english and (get_language() or "da").startswith("en") else danish
