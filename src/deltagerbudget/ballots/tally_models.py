from __future__ import annotations

from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.vocabulary import Channel


class Event(TextChoices):
    """What is counted of a vote while it runs; never a choice."""

    STARTED = "started", _("Opened the ballot")
    IDENTIFIED = "identified", _("Said who they are")
    CAST = "cast", _("Handed in")
    CHANGED = "changed", _("Changed their vote")
    HELPED = "helped", _("With somebody who helps")
    FAILED = "failed", _("Met an error while handing in")
    LOGIN_DOWN = "login_down", _("Met a login service that did not answer")
    LOGIN_UP = "login_up", _("Came back from the login service")


class Tally(models.Model):
    """How often something happened in one hour, by channel and place. No person, no pseudonym, no minute.

    Of the login service in ten minutes: an outage of it must be seen, and coming back says nothing of voting.
    """

    vote = models.ForeignKey("ballots.Vote", models.PROTECT, related_name="tallies")
    hour = models.DateTimeField()
    event = models.CharField(max_length=12, choices=Event.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    station = models.ForeignKey("ballots.Station", models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["vote", "hour", "event", "channel", "station"], nulls_distinct=False, name="tally_once"
            ),
            models.CheckConstraint(condition=Q(event__in=Event.values), name="tally_known_event"),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.number}"
