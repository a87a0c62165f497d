from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act, Channel, PhaseKind, Role, Tie
from deltagerbudget.areas.models import Area
from deltagerbudget.pictures.models import Document, Picture
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes import rules
from deltagerbudget.processes.field_models import OwnField as OwnField
from deltagerbudget.processes.field_models import spoken
from deltagerbudget.processes.talk_models import Preview as Preview
from deltagerbudget.processes.talk_models import Remark as Remark
from deltagerbudget.ui import search
from deltagerbudget.ui.themes import Theme


def default_tie_chain() -> list[str]:
    return list(rules.DEFAULT_TIE_CHAIN)


def default_ties() -> list[str]:
    return [Tie.LIVES]


def default_channels() -> list[str]:
    return [Channel.MITID]


# Equal shares knows no shares of a price, no number for areas and no "all fit"; points only on ballots with points.
_EQUAL_SHARES = (
    Q(is_imported=True)
    | ~Q(count_method=rules.CountMethod.EQUAL_SHARES)
    | (
        Q(all_fit=False, least_per_area=0, share_percent=100, share_most_ore=None)
        & (
            ~Q(equal_utility=rules.Utility.POINTS)
            | Q(ballot_type__in=[rules.BallotType.POINTS, rules.BallotType.RANKING])
        )
    )
)
_TALK = ("ticks__undone_by", "remarks__person", "remarks__areas")


class ProcessQuerySet(models.QuerySet["Process"]):
    def opened(self) -> ProcessQuerySet:
        return self.filter(opened_at__isnull=False)

    def visible_to(self, actor: Actor) -> ProcessQuerySet:
        """Residents see what is opened; staff see the preparation of their areas too."""
        if not actor.is_staff:
            return self.opened()
        everywhere = any(area is None for role, area in actor.grants if role != "resident")
        if everywhere:
            return self
        areas = [area for _, area in actor.grants if area is not None]
        mine = Process.areas.through.objects.filter(process=OuterRef("pk"), area__in=areas)
        return self.filter(Q(opened_at__isnull=False) | Exists(mine))

    def run_by(self, actor: Actor) -> ProcessQuerySet:
        """Those that the actor may set up, or answer for a point of; no stories from elsewhere."""
        return self.open_to(Act.TICK_CHECKLIST, actor).filter(story="", is_imported=False)

    def open_to(self, act: Act, actor: Actor) -> ProcessQuerySet:
        """Those in whose areas the actor holds a role that may do the act."""
        return self.held_by(actor, WHO[act])

    def held_by(self, actor: Actor, roles: Collection[str]) -> ProcessQuerySet:
        held = {area for role, area in actor.grants if role in roles}
        mine = Process.areas.through.objects.filter(process=OuterRef("pk"), area__in=held - {None})
        return self.all() if None in held else self.filter(Exists(mine))

    def saying(self, words: str) -> ProcessQuerySet:
        """Those in whose texts every word stands."""
        return self.filter(search.said(words))

    def best_first(self, words: str) -> ProcessQuerySet:
        """With all the words in the title first; then the newest."""
        return self.annotate(**search.TITLE).order_by(search.title_first(words), "-opened_at", "pk")

    def with_setup(self) -> ProcessQuerySet:
        return self.with_phases().prefetch_related("contacts", "allocations", "ticks__person", *_TALK)

    def with_phases(self) -> ProcessQuerySet:
        return self.prefetch_related("phases", "areas")

    def with_outlines(self) -> ProcessQuerySet:
        """The same for a page with a map: the areas come with the shape that is drawn."""
        areas = Prefetch("areas", Area.objects.with_outlines())
        return self.prefetch_related(None).prefetch_related("phases", areas)


class Process(models.Model):
    """One deltagerbudget: an amount for one challenge in one or more areas, with its own rules."""

    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    areas = models.ManyToManyField(Area, related_name="processes")
    theme = models.CharField(max_length=20, choices=Theme.choices)
    challenge = models.TextField()
    amount_ore = models.BigIntegerField()
    # Imported elections may be in another one; their amounts are hundredths of it.
    currency = models.CharField(max_length=3, default="DKK")

    picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="processes")
    # Beside the text, never instead of it.
    documents = models.ManyToManyField(Document, related_name="processes")

    mandate_body = models.CharField(max_length=200, blank=True)
    mandate_on = models.DateField(null=True, blank=True)
    mandate_text = models.TextField(blank=True)
    criteria = models.TextField(blank=True)
    # Help under the platform's own questions, in place of the municipality's: {"what": {"da": words, "en": words}}.
    helps = models.JSONField(default=dict, blank=True)

    propose_min_age = models.PositiveSmallIntegerField(default=13)
    vote_min_age = models.PositiveSmallIntegerField(default=15)
    age_on = models.DateField()
    # `Channel` by `Channel`: the ways to vote.
    channels = models.JSONField(default=default_channels)
    # `Tie` by `Tie`: what gives the right to vote.
    ties = models.JSONField(default=default_ties)
    # Of `AddressRange`: which houses belong to which area; empty where the login says the area.
    address_ranges = models.JSONField(default=list, blank=True)
    proposals_per_person = models.PositiveSmallIntegerField(default=3)
    # So many residents must support a proposal for it to be reviewed; only where there is a phase of support.
    support_needed = models.PositiveIntegerField(default=20)

    ballot_type = models.CharField(max_length=20, choices=rules.BallotType.choices, default=rules.BallotType.KNAPSACK)
    min_choices = models.PositiveSmallIntegerField(default=1)
    max_choices = models.PositiveSmallIntegerField(null=True, blank=True)
    # Points of each voter, and the most for one proposal; what each place of a ranking is worth.
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    most_points = models.PositiveSmallIntegerField(null=True, blank=True)
    rank_scores = models.JSONField(default=list, blank=True)
    # Topics of proposals, and `counting.CategoryLimit` of each that has one.
    categories = models.JSONField(default=list, blank=True)
    category_limits = models.JSONField(default=list, blank=True)

    count_method = models.CharField(max_length=20, choices=rules.CountMethod.choices, default=rules.CountMethod.GREEDY)
    count_variant = models.CharField(max_length=20, choices=rules.CountVariant.choices, default=rules.CountVariant.SKIP)
    stop_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    # Of equal shares; the step is in whole kroner.
    equal_utility = models.CharField(max_length=20, choices=rules.Utility.choices, default=rules.Utility.COST)
    equal_completion = models.CharField(max_length=20, choices=rules.Completion.choices, default=rules.Completion.ADD1)
    equal_step_ore = models.PositiveIntegerField(default=100)
    equal_fill = models.BooleanField(default=True)
    equal_comparison = models.BooleanField(default=False)
    prizes_ore = models.JSONField(default=list, blank=True)
    threshold_votes = models.PositiveIntegerField(default=0)
    # In per cent of all ballots, blank ones included.
    threshold_percent = models.PositiveSmallIntegerField(default=0)
    # In per cent of the part of the amount that a proposal costs.
    threshold_cost_percent = models.PositiveSmallIntegerField(default=0)
    # The part of a price that is paid.
    share_percent = models.PositiveSmallIntegerField(default=100)
    share_full_up_to_ore = models.BigIntegerField(default=0)
    share_most_ore = models.BigIntegerField(null=True, blank=True)
    # `counting.Cap` of each topic, area or size of price that has one.
    caps = models.JSONField(default=list, blank=True)
    caps_lifted = models.BooleanField(default=False)
    least_per_area = models.PositiveSmallIntegerField(default=0)
    # When everything on the list fits within the amount, everything is funded.
    all_fit = models.BooleanField(default=False)
    tie_chain = models.JSONField(default=default_tie_chain)
    leftover = models.CharField(max_length=20, choices=rules.Leftover.choices, default=rules.Leftover.RETURN)
    # A winner is started and finished so many months after the result is published.
    start_within_months = models.PositiveSmallIntegerField(default=rules.START_WITHIN)
    finish_within_months = models.PositiveSmallIntegerField(default=rules.FINISH_WITHIN)

    # What the next one should know: a copy shows it on top.
    learnt = models.TextField(blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies")

    # Invented example, marked as such on every page; and where the facts of a real one were read.
    is_example = models.BooleanField(default=False)
    is_imported = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    # What became of a deltagerbudget from before the platform, in paragraphs; it has no phases.
    story = models.TextField(blank=True)

    opened_at = models.DateTimeField(null=True)
    # The minute at which everyone has been told that all decisions become public; and when that was not kept.
    decisions_at = models.DateTimeField(null=True)
    decisions_missed_at = models.DateTimeField(null=True)
    # When the platform closed the support round and counted.
    support_closed_at = models.DateTimeField(null=True)
    # From here on nobody changes rules, dates, texts or amount; written by the freezing of the vote.
    frozen_at = models.DateTimeField(null=True)
    # Written by whoever writes title and challenge, from ui.search.
    search_text = models.TextField()
    updated_at = models.DateTimeField()

    objects = ProcessQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="process_amount_positive"),
            models.CheckConstraint(condition=Q(support_needed__gt=0), name="process_support_positive"),
            models.CheckConstraint(condition=Q(threshold_percent__lte=100), name="process_percent_at_most_100"),
            models.CheckConstraint(condition=Q(equal_step_ore__gt=0), name="process_step_positive"),
            models.CheckConstraint(condition=_EQUAL_SHARES, name="process_equal_shares"),
            models.CheckConstraint(condition=Q(share_percent__range=(1, 100)), name="process_share_at_most_100"),
            models.CheckConstraint(
                condition=Q(start_within_months__gt=0, finish_within_months__gt=F("start_within_months")),
                name="process_built_in_order",
            ),
            models.CheckConstraint(
                condition=Q(stop_percent=None) | Q(stop_percent__range=(1, 99)), name="process_stop_percent"
            ),
            models.CheckConstraint(
                condition=Q(max_choices=None) | Q(max_choices__gte=F("min_choices")), name="process_choices_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @cached_property
    def spans(self) -> list[rules.Span]:
        """The phases in order. Reads the phases once; prefetch them for lists."""
        rows = sorted(self.phases.all(), key=lambda phase: phase.starts_at)
        return [rules.Span(PhaseKind(row.kind), row.name, row.starts_at, row.ends_at) for row in rows]

    def span_at(self, at: datetime) -> rules.Span | None:
        return rules.current(self.spans, at)

    def phase_at(self, at: datetime) -> PhaseKind | None:
        span = self.span_at(at)
        return span.kind if span else None

    def span_of(self, kind: PhaseKind) -> rules.Span | None:
        return next((span for span in self.spans if span.kind == kind), None)

    def help_of(self, name: str, language: str | None = None) -> str:
        """Under this question of the proposal form; empty where the municipality's own stands."""
        return str(self.helps.get(name, {}).get(language or spoken(), ""))

    @property
    def criteria_lines(self) -> list[str]:
        """The criteria in their order; the first is number 1."""
        return [line.strip() for line in self.criteria.splitlines() if line.strip()]

    @property
    def ways(self) -> frozenset[Channel]:
        """The ways to vote."""
        return frozenset(map(Channel, self.channels))

    @cached_property
    def area_ids(self) -> list[int]:
        return [area.pk for area in self.areas.all()]

    def eligibility(self, act: str) -> rules.Eligibility:
        """Who may "vote", "propose" or "support" here; who may propose may support."""
        min_age = self.vote_min_age if act == "vote" else self.propose_min_age
        return rules.Eligibility(min_age, self.age_on, frozenset(area.slug for area in self.areas.all()))

    def allocated_ore(self) -> int:
        """What it holds now: set aside, less what has gone back."""
        return sum(allocation.amount_ore for allocation in self.allocations.all())

    def seen_points(self) -> set[rules.Point]:
        """The points of the checklist that the process itself shows to be done."""
        done = set()
        if self.mandate_body and self.mandate_on:
            done.add(rules.Point.MANDATE)
        if sum(row.amount_ore for row in self.allocations.all() if not row.is_return) == self.amount_ore:
            done.add(rules.Point.MONEY)
        if not rules.schedule_problems(self.spans):
            done.add(rules.Point.DATES)
        if any(contact.phone for contact in self.contacts.all()):
            done.add(rules.Point.CONTACTS)
        return done

    @property
    def contact_person(self) -> Contact | None:
        """Whom to call first, of those who can be reached; prefetch `contacts` for lists."""
        reachable = [contact for contact in self.contacts.all() if contact.phone or contact.email]
        return min(reachable, key=lambda contact: contact.pk, default=None)

    def missing_points(self) -> list[rules.Point]:
        """What stands between this process and its opening; prefetch `with_setup` for lists."""
        ticked = {rules.Point(tick.point) for tick in self.ticks.all() if tick.undone_at is None}
        return rules.missing_points(self.seen_points(), ticked)


class Phase(models.Model):
    """One phase of a process, dated to the minute."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=20, choices=PhaseKind.choices)
    name = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["process", "kind"], name="phase_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="phase_ends_after_start"),
        )

    def __str__(self) -> str:
        return self.name


class Allocation(models.Model):
    """Money set aside from a pool for one process. A correction or a return is a further row."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="allocations")
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="allocations")
    amount_ore = models.BigIntegerField()
    at = models.DateTimeField()
    # What was left when everything was paid, given back; why is said.
    is_return = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(amount_ore=0), name="allocation_not_zero"),
            models.CheckConstraint(
                condition=Q(is_return=False) | (Q(amount_ore__lt=0) & ~Q(reason="")), name="allocation_return"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pool}: {self.process}"


class Contact(models.Model):
    """A named person of the municipality or the local council whom residents can call."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class Tick(models.Model):
    """That somebody answers for a point of the checklist, until somebody takes it back and says why."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="ticks")
    point = models.CharField(max_length=20, choices=rules.Point.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    undone_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["process", "point"], condition=Q(undone_at=None), name="tick_once"),
            models.CheckConstraint(condition=Q(undone_at=None) | ~Q(reason=""), name="tick_undone_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.process}: {self.point}"
