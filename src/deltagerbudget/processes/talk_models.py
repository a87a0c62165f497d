"""The models of the preparation: what the local council says, and the links to the preview."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from deltagerbudget.areas.models import Area


class RemarkQuerySet(models.QuerySet["Remark"]):
    def open(self) -> RemarkQuerySet:
        return self.filter(answered_at=None)


class Remark(models.Model):
    """What the local council says about one part of the set-up, and what the owner answers. Kept."""

    process = models.ForeignKey("processes.Process", models.CASCADE, related_name="remarks")
    # The word of a part, from `parts.PARTS`.
    part = models.CharField(max_length=30)
    text = models.TextField(max_length=2000)
    # The areas that the council proposes instead; none where it proposes nothing.
    areas = models.ManyToManyField(Area, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(condition=Q(answered_at=None) | ~Q(answer=""), name="remark_answer_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.process}: {self.part}"

    @property
    def proposed(self) -> str:
        """The names of the areas that it proposes; prefetch them."""
        return ", ".join(sorted(area.name for area in self.areas.all()))


class PreviewQuerySet(models.QuerySet["Preview"]):
    def valid(self, at: datetime) -> PreviewQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=at)


class Preview(models.Model):
    """A secret link that shows the draft to whoever holds it. Only a hash of the secret is kept."""

    process = models.ForeignKey("processes.Process", models.CASCADE, related_name="previews")
    digest = models.CharField(max_length=64, unique=True)
    # Whom it is for, as the owner calls them.
    label = models.CharField(max_length=120)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="preview_expires_after_it_is_made"),
        )

    def __str__(self) -> str:
        return f"{self.process}: {self.label}"
