from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from deltagerbudget.proposals.models import Authorship, Proposal


def supporters() -> Any:
    """How many different residents support a proposal or one that was put together into it; its authors do not count.

    For the query that reads proposals.
    """
    joint = Proposal.objects.filter(Q(pk=OuterRef(OuterRef("pk"))) | Q(merged_into=OuterRef(OuterRef("pk"))))
    own = Authorship.objects.filter(proposal=OuterRef(OuterRef("pk")), person=OuterRef("person"))
    given = Support.objects.filter(~Exists(own), proposal__in=joint.values("pk")).order_by()
    whole = given.annotate(_all=models.Value(1)).values("_all")
    return Coalesce(Subquery(whole.annotate(number=Count("person", distinct=True)).values("number")), 0)


def with_supporters(proposals: models.QuerySet[Proposal]) -> models.QuerySet[Proposal]:
    """Each with its number as ``supporters``: no query of its own."""
    return proposals.annotate(supporters=supporters())


def number_of(proposal: Proposal) -> int:
    """Of a proposal that was read without it."""
    return int(vars(with_supporters(Proposal.objects.filter(pk=proposal.pk)).get())["supporters"])


def most_supported_first(proposals: models.QuerySet[Proposal]) -> models.QuerySet[Proposal]:
    return proposals.alias(_most=supporters()).order_by(F("_most").desc(), "number")


class SupportQuerySet(models.QuerySet["Support"]):
    def of_joint(self, proposal: Proposal) -> SupportQuerySet:
        """Those of a proposal and of what was put together into it."""
        return self.filter(Q(proposal=proposal) | Q(proposal__merged_into=proposal))

    def by(self, person_id: int | None) -> SupportQuerySet:
        return self.filter(person_id=person_id) if person_id is not None else self.none()


class Support(models.Model):
    """That one person supports one proposal. It stays with the very proposal that it was given to."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="supports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SupportQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["proposal", "person"], name="support_once"),)

    def __str__(self) -> str:
        # SECURITY: who supports what is nobody's business, nor that of a log.
        return f"support {self.pk}"


class Lift(models.Model):
    """Why the municipality took a proposal up again that had too few supporters. Everyone reads it."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="lift")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="lift_says_why"),)

    def __str__(self) -> str:
        return f"lift {self.pk}"
