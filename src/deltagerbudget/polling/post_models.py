"""Ballots that come by post: what was read on each until it is handed in, and how many met which end."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deltagerbudget.ballots.models import Vote, VotingCode


class Fate(models.TextChoices):
    """What becomes of a ballot that came by post."""

    CAST = "cast", _("In the ballot box")
    VOTED = "voted", _("The resident had voted in another way, or got paper at a voting place")
    UNREADABLE = "unreadable", _("Cannot be read")
    INVALID = "invalid", _("Breaks the rules of the ballot")
    CODE = "code", _("Without a code that is valid")
    RIGHT = "right", _("The resident has no right to vote here")
    LATE = "late", _("Came too late, or was not entered before the vote closed")


class PostCount(models.Model):
    """How many ballots that came by post met one end; without one, how many came. A number, tied to no voter."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="post_counts")
    fate = models.CharField(max_length=20, choices=Fate.choices, blank=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["vote", "fate"], name="post_count_once"),
            models.CheckConstraint(condition=Q(fate__in=["", *Fate.values]), name="post_count_known_fate"),
        )

    def __str__(self) -> str:
        return f"{self.number} by post"


class FormEntry(models.Model):
    """What one person read on one ballot that came by post, encrypted by the keybox; gone once it is handed in."""

    FIRST, SECOND, THIRD = "first", "second", "third"

    code = models.ForeignKey(VotingCode, models.CASCADE, related_name="form_entries")
    side = models.CharField(max_length=10)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "side"], name="form_entry_once"),
            # SECURITY: nobody reads the same ballot twice.
            models.UniqueConstraint(fields=["code", "entered_by"], name="form_entry_by_another"),
            models.CheckConstraint(condition=Q(side__in=["first", "second", "third"]), name="form_entry_side"),
        )

    def __str__(self) -> str:
        return "form entry"
