"""What two persons changed of a frozen vote."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from deltagerbudget.acts.vocabulary import Act, Role

CHANGING = (
    *(Act.WITHDRAW_PROJECT, Act.EXTEND_VOTE, Act.REPORT_INCIDENT),
    *(Act.FINISH_PAPER, Act.FINISH_POST, Act.SETTLE_PENDING),
)


class ChangeQuerySet(models.QuerySet["Change"]):
    def public(self) -> ChangeQuerySet:
        """What two persons have done, the newest first."""
        return self.filter(done_at__isnull=False).select_related("station").order_by("-done_at", "-pk")

    def asked(self) -> ChangeQuerySet:
        """What waits for its second person."""
        return self.filter(done_at=None)


class Change(models.Model):
    """A change of a frozen vote, in the open and with its reason; without `done_at` one person has asked for it."""

    vote = models.ForeignKey("ballots.Vote", models.PROTECT, related_name="changes")
    act = models.CharField(max_length=40, choices=[(act, act.label) for act in CHANGING])
    # The project that leaves, or how many sheets are missing; the new closing minute and the one before it.
    number = models.PositiveIntegerField(null=True)
    # The voting place whose sheets are missing.
    station = models.ForeignKey("ballots.Station", models.PROTECT, null=True, related_name="changes")
    closes_at = models.DateTimeField(null=True)
    earlier_at = models.DateTimeField(null=True)
    # Why, or what happened; and of an incident what it means for voters. Without English the Danish stands there too.
    reason_da = models.TextField()
    reason_en = models.TextField(blank=True)
    means_da = models.TextField(blank=True)
    means_en = models.TextField(blank=True)
    first_role = models.CharField(max_length=20, choices=Role.choices)
    second_role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["vote", "act"], condition=Q(done_at=None, station=None), name="change_asked_once"
            ),
            models.UniqueConstraint(
                fields=["station", "act"], condition=Q(done_at=None), name="change_asked_once_of_a_station"
            ),
            models.CheckConstraint(
                condition=Q(act="withdraw_project", number__isnull=False, station=None)
                | Q(act="finish_paper", number__isnull=False, station__isnull=False)
                | Q(act="finish_post", number__isnull=False, station=None)
                | ~Q(act__in=["withdraw_project", "finish_paper", "finish_post"]) & Q(number=None, station=None),
                name="change_names_what",
            ),
            models.CheckConstraint(
                condition=Q(act="extend_vote", closes_at__gt=F("earlier_at"))
                | ~Q(act="extend_vote") & Q(closes_at=None, earlier_at=None),
                name="change_never_shorter",
            ),
            models.CheckConstraint(condition=~Q(reason_da=""), name="change_has_reason"),
            models.CheckConstraint(
                condition=Q(done_at=None, second_role="") | Q(done_at__isnull=False) & ~Q(second_role=""),
                name="change_by_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.vote_id}"

    @property
    def title(self) -> str:
        """Of the project that leaves, as it stands on the frozen list."""
        is_project = self.act == Act.WITHDRAW_PROJECT
        return self.vote.paper.projects[str(self.number)].name if is_project else ""

    @property
    def reason(self) -> str:
        return in_language(self.reason_da, self.reason_en)

    @property
    def means(self) -> str:
        return in_language(self.means_da, self.means_en)


def in_language(danish: str, english: str) -> str:
    """The words in the language of the page."""
    return english if english and (get_language() or "da").startswith("en") else danish
