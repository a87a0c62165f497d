from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.rules import Promise, Station, station


class RealisationQuerySet(models.QuerySet["Realisation"]):
    def with_promises(self) -> RealisationQuerySet:
        return self.select_related("proposal", "process").prefetch_related("milestones")

    def with_story(self) -> RealisationQuerySet:
        return self.with_promises().prefetch_related("reports")

    def late(self, today: date) -> RealisationQuerySet:
        overdue = Milestone.objects.filter(realisation=OuterRef("pk"), reached_on=None, due_on__lt=today)
        return self.filter(Exists(overdue), finished_on=None)


class Realisation(models.Model):
    """One winner on its way to being built."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="realisations")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="realisation")
    # Who answers for it, and who carries it out.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    owner_title = models.CharField(max_length=120)
    carried_out_by = models.CharField(max_length=120)
    price_ore = models.BigIntegerField()
    started_at = models.DateTimeField()
    finished_on = models.DateField(null=True)

    objects = RealisationQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(price_ore__gt=0), name="realisation_price_positive"),)

    def __str__(self) -> str:
        return f"realisation of {self.proposal_id}"

    def promises(self) -> list[Promise]:
        """The milestones by date; prefetch them for lists."""
        rows = sorted(self.milestones.all(), key=lambda row: (row.due_on, row.pk))
        return [Promise(row.title, row.due_on, row.reached_on) for row in rows]

    def station(self, today: date) -> Station:
        return station(self.promises(), is_finished=self.finished_on is not None, today=today)


class Milestone(models.Model):
    """One promise with a date."""

    realisation = models.ForeignKey(Realisation, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=120)
    due_on = models.DateField()
    reached_on = models.DateField(null=True)

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.title


class Report(models.Model):
    """What the owner told about a realisation: news, or why a date was moved. Never updated."""

    realisation = models.ForeignKey(Realisation, models.CASCADE, related_name="reports")
    text = models.TextField(max_length=1000)
    at = models.DateTimeField()
    # Set when the report moves a milestone.
    milestone = models.ForeignKey(Milestone, models.CASCADE, null=True, related_name="moves")
    moved_from = models.DateField(null=True)
    moved_to = models.DateField(null=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"report on {self.realisation_id}"
