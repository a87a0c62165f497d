from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.rules import Ruling, Verdict


class Department(models.Model):
    """One department of the municipality that judges proposals."""

    name = models.CharField(max_length=120, unique=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="departments")

    def __str__(self) -> str:
        return self.name


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, actor: Actor) -> ReviewQuerySet:
        """Owners see every review of their areas, caseworkers those of their departments."""
        areas = {area for role, area in actor.grants if role in {Role.OWNER, Role.ADMINISTRATOR}}
        seen = Q(department__members=actor.person_id)
        if None in areas:
            return self.distinct()
        if areas:
            seen |= Q(proposal__process__areas__in=areas)
        return self.filter(seen).distinct()

    def open(self) -> ReviewQuerySet:
        return self.filter(finished_at=None)

    def most_urgent_first(self) -> ReviewQuerySet:
        return self.order_by("due_on", "pk")


class Review(models.Model):
    """What one department says about one proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="reviews")
    department = models.ForeignKey(Department, models.PROTECT, related_name="reviews")
    due_on = models.DateField()
    verdict = models.CharField(max_length=20, choices=Verdict.choices, default=Verdict.UNDECIDED)
    reason = models.TextField(blank=True)
    price_ore = models.BigIntegerField(null=True, blank=True)
    price_basis = models.TextField(blank=True)
    running_cost_ore = models.BigIntegerField(null=True, blank=True)
    # Never shown outside the staff pages.
    internal_note = models.TextField(blank=True)
    caseworker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["proposal", "department"], name="review_once"),)

    def __str__(self) -> str:
        return f"{self.department}: {self.proposal_id}"


class Decision(models.Model):
    """What the municipality decided about a proposal. Private until all are released together."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="decision")
    ruling = models.CharField(max_length=20, choices=Ruling.choices)
    reason = models.TextField()
    price_ore = models.BigIntegerField(null=True)
    price_basis = models.TextField(blank=True)
    running_cost_ore = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField()
    # A refusal takes a second person; an admission does not.
    approved_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason"),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(ruling=Ruling.ADMIT) | Q(approved_at__isnull=False),
                name="decision_refusal_by_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.ruling}"

    @property
    def waits_for_second(self) -> bool:
        return self.ruling == Ruling.REFUSE and self.approved_at is None
