from __future__ import annotations

from django.db import models

from deltagerbudget.letters.rules import Occasion
from deltagerbudget.processes.models import Process


class LetterQuerySet(models.QuerySet["Letter"]):
    def approved(self) -> LetterQuerySet:
        return self.filter(approved_at__isnull=False)


class Letter(models.Model):
    """What the residents of a deltagerbudget are written on one occasion, in both languages, with merge fields."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="letters")
    occasion = models.CharField(max_length=20, choices=Occasion.choices)
    heading_da = models.CharField(max_length=120)
    body_da = models.TextField()
    heading_en = models.CharField(max_length=120)
    body_en = models.TextField()
    # The age groups that get it; empty for all.
    bands = models.JSONField(default=list, blank=True)
    # By a second person; gone as soon as a word is changed.
    approved_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["process", "occasion"], name="letter_occasion_once"),)

    def __str__(self) -> str:
        return f"{self.process}: {self.occasion}"

    def heading(self, language: str) -> str:
        return self.heading_en if language == "en" else self.heading_da

    def body(self, language: str) -> str:
        return self.body_en if language == "en" else self.body_da
