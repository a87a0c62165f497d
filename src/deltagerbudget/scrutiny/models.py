from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deltagerbudget.ballots.models import Vote


class AlarmKind(models.TextChoices):
    """What the process owner is written to about."""

    BOX = "box", _("A ballot cannot be opened, so nobody can hand in")
    CODES = "codes", _("Many wrong codes were typed")
    OUTAGE = "outage", _("Voters could not vote for so long that the vote ought to end later")
    CHECKS = "checks", _("Ballots have waited for more than a day to be looked up in the register")


class Alarm(models.Model):
    """That something is wrong with a vote: since when, and when the process owner was told; once a kind."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=10, choices=AlarmKind.choices)
    since = models.DateTimeField()
    raised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["vote", "kind"], name="alarm_once"),
            models.CheckConstraint(condition=Q(kind__in=AlarmKind.values), name="alarm_known_kind"),
        )

    def __str__(self) -> str:
        return f"alarm {self.kind}"
