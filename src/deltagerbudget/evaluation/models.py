from __future__ import annotations

import json
from functools import cached_property

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Sum

from deltagerbudget.evaluation import indicators, wording
from deltagerbudget.evaluation.indicators import Indicator
from deltagerbudget.evaluation.rules import NOTE, TEXT, Kind, Words
from deltagerbudget.evaluation.wording import Wording
from deltagerbudget.processes.models import Process, ProcessQuerySet


class EffortQuerySet(models.QuerySet["Effort"]):
    def sums(self) -> tuple[int, int]:
        """Øre and minutes, corrections included."""
        found = self.aggregate(ore=Sum("amount_ore"), minutes=Sum("minutes"))
        return found["ore"] or 0, found["minutes"] or 0


class Effort(models.Model):
    """Money or hours that running a deltagerbudget took. Never updated: a correction is a further row, with why."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="efforts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    amount_ore = models.BigIntegerField(default=0)
    minutes = models.IntegerField(default=0)
    from_on = models.DateField()
    to_on = models.DateField()
    note = models.CharField(max_length=NOTE, blank=True)
    at = models.DateTimeField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField(max_length=NOTE, blank=True)

    objects = EffortQuerySet.as_manager()

    class Meta:
        ordering = ("from_on", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(amount_ore=0, minutes=0), name="effort_not_nothing"),
            models.CheckConstraint(condition=Q(to_on__gte=models.F("from_on")), name="effort_days_in_order"),
            models.CheckConstraint(
                condition=Q(corrects=None, amount_ore__gte=0, minutes__gte=0)
                | Q(corrects__isnull=False) & ~Q(reason=""),
                name="effort_or_correction",
            ),
        )

    def __str__(self) -> str:
        return f"effort for {self.process_id}"


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def standing(self) -> EvaluationQuerySet:
        """The newest of each deltagerbudget."""
        newest = Evaluation.objects.filter(process=OuterRef("process")).order_by("-at", "-pk").values("pk")
        return self.filter(pk=Subquery(newest[:1]))


class Evaluation(models.Model):
    """What was published about one deltagerbudget on one day: its figures and what was learnt. Never updated."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="evaluations")
    # Canonical JSON of the indicators, so that every page and file of it stays as it was.
    figures = models.TextField()
    # Canonical JSON of the words in which they were published, by language: what a number means stays what it meant.
    kept_words = models.TextField()
    went_well = models.TextField(max_length=TEXT)
    differently = models.TextField(max_length=TEXT)
    advice = models.TextField(max_length=TEXT)
    at = models.DateTimeField()

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(went_well="") & ~Q(differently="") & ~Q(advice=""), name="evaluation_says_what_was_learnt"
            ),
        )

    def __str__(self) -> str:
        return f"evaluation of {self.process_id}"

    @cached_property
    def indicators(self) -> list[Indicator]:
        return indicators.from_data(json.loads(self.figures))

    @property
    def wording(self) -> Wording:
        """In the language of the moment."""
        return wording.from_data(json.loads(self.kept_words))

    @property
    def words(self) -> Words:
        return Words(self.went_well, self.differently, self.advice)


def with_evaluation(processes: ProcessQuerySet) -> ProcessQuerySet:
    """Knowing whether one is published, in the same query."""
    return processes.annotate(has_evaluation=Exists(Evaluation.objects.filter(process=OuterRef("pk"))))
