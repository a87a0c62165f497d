from __future__ import annotations

from django.db import models

from deltagerbudget.ledger import canonical
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
    # Slugs of the areas and the age groups that get it; empty for all.
    areas = models.JSONField(default=list, blank=True)
    bands = models.JSONField(default=list, blank=True)
    # By a second person; gone as soon as a word is changed.
    approved_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["process", "occasion"], name="letter_occasion_once"),)

    def __str__(self) -> str:
        return f"{self.process}: {self.occasion}"

    @property
    def digest(self) -> str:
        """What is approved: the words, and to whom they go."""
        texts = [self.heading_da, self.body_da, self.heading_en, self.body_en]
        return canonical.sha256_hex(canonical.dumps([*texts, sorted(self.areas), sorted(self.bands)]))

    def heading(self, language: str) -> str:
        return self.heading_en if language == "en" else self.heading_da

    def body(self, language: str) -> str:
        return self.body_en if language == "en" else self.body_da
