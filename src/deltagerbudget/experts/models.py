from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.models import Review

_USES = (Act.OPEN_EXPERT_LINK, Act.WRITE_EXPERT_REVIEW, Act.FINISH_EXPERT_REVIEW)
# The address is kept so long after the link has run out.
KEPT = timedelta(days=30)


class ExpertQuerySet(models.QuerySet["Expert"]):
    def usable(self, at: datetime) -> ExpertQuerySet:
        """Whose link still opens something: not withdrawn, not run out, not finished, and the proposal undecided."""
        waiting = Q(review__finished_at=None, review__isnull=False, proposal__stage=Stage.SUBMITTED)
        return self.filter(waiting, withdrawn_at=None, expires_at__gt=at)

    def with_address_to_forget(self, at: datetime) -> ExpertQuerySet:
        return self.filter(expires_at__lte=at - KEPT).exclude(address="")


class Expert(models.Model):
    """Somebody from outside who is asked about one proposal, and the link that lets them answer."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="experts")
    # Goes when the question is withdrawn before it is answered.
    review = models.OneToOneField(Review, models.SET_NULL, null=True, related_name="expert")
    # As the process owner wrote them. For staff alone.
    name = models.CharField(max_length=90)
    title = models.CharField(max_length=90)
    address = models.CharField(max_length=254, blank=True)
    # SECURITY: of purpose and token; the token itself stands in the mail alone.
    digest = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["proposal", "address"],
                condition=Q(withdrawn_at=None) & ~Q(address=""),
                name="expert_asked_once",
            ),
        )

    def __str__(self) -> str:
        # SECURITY: no name and no address in logs.
        return f"expert {self.pk}"


def uses_of(experts: Iterable[Expert]) -> Counter[int]:
    """How often each link was opened, written by or finished with. One query."""
    targets = [str(expert.pk) for expert in experts]
    used = Entry.objects.filter(target_type=Expert._meta.label_lower, target_id__in=targets, act__in=_USES)
    return Counter(int(target) for target in used.values_list("target_id", flat=True))
