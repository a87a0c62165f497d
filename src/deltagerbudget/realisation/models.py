from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery, Sum
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.events.models import Event
from deltagerbudget.pictures.models import Picture
from deltagerbudget.pools.models import Pool
from deltagerbudget.pools.rules import Project
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.rules import (
    ASK_BEFORE,
    ASKED,
    Deliverer,
    Moment,
    Promise,
    ReminderKind,
    Station,
    quiet_since,
    station,
)
from deltagerbudget.ui.themes import Theme


def new_nonce() -> str:
    return secrets.token_hex(16)


def paid_for(realisation: str) -> Subquery:
    """The sum of the payments of the realisation under that name, for lists."""
    rows = Payment.objects.filter(realisation=OuterRef(realisation)).order_by().values("realisation")
    return Subquery(rows.annotate(total=Sum("amount_ore")).values("total"))


def with_events(before: str = "") -> Prefetch:
    """The milestones, each with the meeting of an opening, in one query."""
    return Prefetch(f"{before}milestones", Milestone.objects.select_related("event"))


def url_of(about: Proposal | Initiative) -> str:
    """The public page of what is realised."""
    if isinstance(about, Initiative):
        return reverse("site:initiative", args=[about.slug])
    return reverse("site:proposal", args=[about.process.slug, about.number])


def seed_of(about: Proposal | Initiative) -> str:
    """Of the drawn picture."""
    return about.slug if isinstance(about, Initiative) else f"{about.process.slug}-{about.number}"


class RealisationQuerySet(models.QuerySet["Realisation"]):
    def with_promises(self) -> RealisationQuerySet:
        about = ("proposal__process", "process", "initiative", "release")
        return self.select_related(*about).prefetch_related(with_events())

    def with_story(self) -> RealisationQuerySet:
        return self.with_promises().prefetch_related("reports__picture", "payments")

    def late(self, today: date) -> RealisationQuerySet:
        overdue = Milestone.objects.filter(realisation=OuterRef("pk"), reached_on=None, due_on__lt=today)
        return self.under_way().filter(Exists(overdue) | Q(finish_by__lt=today))

    def under_way(self) -> RealisationQuerySet:
        return self.filter(finished_on=None, stopped_on=None)


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def published(self) -> InitiativeQuerySet:
        return self.filter(realisation__isnull=False)

    def with_promises(self) -> InitiativeQuerySet:
        """With everything that cards and figures ask for."""
        return self.select_related("realisation").prefetch_related("areas", with_events("realisation__"))

    def open_to(self, act: Act, actor: Actor) -> InitiativeQuerySet:
        """Those in whose areas the actor holds a role that may do the act."""
        held = {area for role, area in actor.grants if role in WHO[act]}
        mine = Initiative.areas.through.objects.filter(initiative=OuterRef("pk"), area__in=held - {None})
        return self.all() if None in held else self.filter(Exists(mine))


class Initiative(models.Model):
    """Something concrete that a pool pays for without a vote. Public from the day its realisation starts."""

    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    areas = models.ManyToManyField(Area, related_name="initiatives")
    theme = models.CharField(max_length=20, choices=Theme.choices)
    place = models.CharField(max_length=200)
    # WGS84, where somebody has set a pin.
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    story = models.TextField(max_length=4000)
    is_example = models.BooleanField(default=False)
    updated_at = models.DateTimeField()

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lon=None, lat=None)
                | Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90, lon__isnull=False, lat__isnull=False),
                name="initiative_whole_pin",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @cached_property
    def area_ids(self) -> list[int]:
        return [area.pk for area in self.areas.all()]

    def held_ore(self) -> int:
        """What it holds now: given, less what has gone back."""
        return sum(row.amount_ore for row in self.allocations.all())


class InitiativeAllocation(models.Model):
    """Money given from a pool to one initiative. A return is a further row."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="allocations")
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="initiative_allocations")
    amount_ore = models.BigIntegerField()
    at = models.DateTimeField()
    is_return = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_return=False, amount_ore__gt=0) | (Q(is_return=True, amount_ore__lt=0) & ~Q(reason="")),
                name="initiative_allocation_in_or_back",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pool}: {self.initiative}"


class Release(models.Model):
    """That a body of the municipality released the money of the winners. A correction is a further row."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="releases")
    body = models.CharField(max_length=200)
    decided_on = models.DateField()
    # Where the minutes can be read.
    minutes = models.URLField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"release of {self.process_id}"


class Realisation(models.Model):
    """One winner, or one initiative, on its way to being built."""

    process = models.ForeignKey(Process, models.PROTECT, null=True, related_name="realisations")
    proposal = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="realisation")
    initiative = models.OneToOneField(Initiative, models.PROTECT, null=True, related_name="realisation")
    # Who answers for it, and who carries it out.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    owner_title = models.CharField(max_length=120)
    carried_out_by = models.CharField(max_length=120)
    delivered_by = models.CharField(max_length=20, choices=Deliverer.choices, default=Deliverer.MUNICIPALITY)
    # The newest one when it was started; an initiative has none.
    release = models.ForeignKey(Release, models.PROTECT, null=True, related_name="realisations")
    price_ore = models.BigIntegerField()
    started_at = models.DateTimeField()
    # By the rule that was frozen with the vote; an initiative has none.
    finish_by = models.DateField(null=True)
    finished_on = models.DateField(null=True)
    # Written by the first person; public once a second one has confirmed it.
    stop_reason = models.TextField(max_length=1000, blank=True)
    stopped_on = models.DateField(null=True)

    objects = RealisationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(price_ore__gt=0), name="realisation_price_positive"),
            models.CheckConstraint(
                condition=Q(proposal__isnull=False, process__isnull=False, initiative=None)
                | Q(proposal=None, process=None, initiative__isnull=False),
                name="realisation_of_one",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on=None) | (Q(finished_on=None) & ~Q(stop_reason="")),
                name="realisation_stopped_why",
            ),
        )

    def __str__(self) -> str:
        return f"realisation of {self.title}"

    @property
    def source(self) -> Process | Initiative:
        """What holds the money: the deltagerbudget that it won in, or the initiative itself."""
        found = self.process or self.initiative
        assert found is not None  # noqa: S101 - a constraint says so
        return found

    @property
    def about(self) -> Proposal | Initiative:
        found = self.proposal or self.initiative
        assert found is not None  # noqa: S101 - a constraint says so
        return found

    @property
    def title(self) -> str:
        return self.about.title

    @property
    def currency(self) -> str:
        return self.process.currency if self.process else "DKK"

    @property
    def area_ids(self) -> list[int]:
        return self.source.area_ids

    def phase_at(self, at: datetime) -> PhaseKind | None:
        """An initiative is realised from its first day on; it has no other phases."""
        return self.process.phase_at(at) if self.process else PhaseKind.REALISATION

    def paid_ore(self) -> int:
        return sum(row.amount_ore for row in self.payments.all())

    def as_project(self) -> Project:
        """Prefetch the payments for lists."""
        return Project(self.price_ore, self.paid_ore(), is_finished=self.is_over)

    @property
    def is_over(self) -> bool:
        """Nothing more is bound of its money than what was paid."""
        return self.finished_on is not None or self.stopped_on is not None

    def pictures(self) -> list[Picture]:
        """The newest first, then the author's own; prefetch `reports__picture` and `proposal__pictures` for lists."""
        told = [report.picture for report in self.reports.all() if report.picture is not None]
        return told + (list(self.proposal.pictures.all()) if self.proposal else [])

    def promises(self) -> list[Promise]:
        """The milestones by date, and the end by the rule; prefetch them for lists."""
        rows = sorted(self.milestones.all(), key=lambda row: (row.due_on, row.pk))
        found = [Promise(row.title, row.due_on, row.reached_on) for row in rows]
        if self.finish_by is not None:
            found.append(Promise(_("The whole project is finished"), self.finish_by, self.finished_on))
        return found

    def station(self, today: date) -> Station:
        is_stopped = self.stopped_on is not None
        return station(self.promises(), is_finished=self.finished_on is not None, today=today, is_stopped=is_stopped)

    def quiet_since(self, today: date) -> date | None:
        """The day of the newest news, where that is too long ago; prefetch milestones and reports for lists."""
        if self.is_over:
            return None
        reached = [row.reached_on for row in self.milestones.all() if row.reached_on is not None]
        told = [localdate(report.at) for report in self.reports.all()]
        return quiet_since([localdate(self.started_at), *reached, *told], today)


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def due_soon(self, today: date) -> MilestoneQuerySet:
        """Whose date comes or has passed and is not kept, of projects that go on; with all that the clock asks for."""
        near = self.filter(reached_on=None, due_on__lte=today + timedelta(days=ASK_BEFORE))
        near = near.filter(realisation__finished_on=None, realisation__stopped_on=None).order_by("due_on", "pk")
        about = ("process", "initiative", "proposal__process", "owner")
        rows = near.select_related("realisation", *(f"realisation__{name}" for name in about))
        return rows.prefetch_related("reminders", "realisation__process__phases")


class Milestone(models.Model):
    """One promise with a date."""

    realisation = models.ForeignKey(Realisation, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=120)
    due_on = models.DateField()
    reached_on = models.DateField(null=True)
    # What is paid when it is reached: the plan of payments. SECURITY: never who is paid.
    pays_ore = models.BigIntegerField(null=True)
    # The last promise: people are asked to come and see it.
    is_opening = models.BooleanField(default=False)
    event = models.OneToOneField(Event, models.SET_NULL, null=True, related_name="opening")

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(pays_ore=None) | Q(pays_ore__gt=0), name="milestone_pays_something"),
            models.CheckConstraint(condition=Q(event=None) | Q(is_opening=True), name="milestone_event_opens"),
            models.UniqueConstraint(fields=["realisation"], condition=Q(is_opening=True), name="milestone_one_opening"),
        )

    def __str__(self) -> str:
        return self.title


class MilestoneReminderQuerySet(models.QuerySet["MilestoneReminder"]):
    def answerable(self) -> MilestoneReminderQuerySet:
        """Whose links still work: not answered, and the promise neither kept, moved nor over."""
        rows = self.filter(kind__in=ASKED, answered_at=None, milestone__reached_on=None, due_on=F("milestone__due_on"))
        rows = rows.filter(milestone__realisation__finished_on=None, milestone__realisation__stopped_on=None)
        about = ("process", "initiative", "proposal__process", "owner")
        return rows.select_related("milestone", *(f"milestone__realisation__{name}" for name in about))


class MilestoneReminder(models.Model):
    """That the clock has once asked about, or told of, one date of a milestone."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=ReminderKind.choices)
    # A new date begins anew.
    due_on = models.DateField()
    at = models.DateTimeField()
    # Part of the links in its mail.
    nonce = models.CharField(max_length=32, default=new_nonce)
    answered_at = models.DateTimeField(null=True)

    objects = MilestoneReminderQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["milestone", "kind", "due_on"], name="milestone_reminder_once"),)

    def __str__(self) -> str:
        return f"{self.milestone_id}: {self.kind}"


class Payment(models.Model):
    """What was paid for a realisation. Never updated: a correction is a further row, with the reason."""

    realisation = models.ForeignKey(Realisation, models.PROTECT, related_name="payments")
    amount_ore = models.BigIntegerField()
    paid_on = models.DateField()
    # What was bought. SECURITY: never who was paid, for the public reads it.
    text = models.CharField(max_length=120)
    at = models.DateTimeField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("paid_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(corrects=None, amount_ore__gt=0)
                | (Q(corrects__isnull=False) & ~Q(amount_ore=0) & ~Q(reason="")),
                name="payment_or_correction",
            ),
        )

    def __str__(self) -> str:
        return f"payment for {self.realisation_id}"


class Report(models.Model):
    """What the owner told: news, why a date was moved, or that it holds. Never updated; its picture may go."""

    realisation = models.ForeignKey(Realisation, models.CASCADE, related_name="reports")
    text = models.TextField(max_length=1000, blank=True)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="reports")
    at = models.DateTimeField()
    # What the picture shows, where it is one of a pair.
    moment = models.CharField(max_length=10, choices=Moment.choices, blank=True)
    # Set when the report is about the date of a milestone: moved, or where both dates are empty confirmed.
    milestone = models.ForeignKey(Milestone, models.CASCADE, null=True, related_name="moves")
    moved_from = models.DateField(null=True)
    moved_to = models.DateField(null=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"report on {self.realisation_id}"
