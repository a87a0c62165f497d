from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from deltagerbudget.ballots.models import Vote
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
    # Where the ballots that are posted go to.
    return_address = models.TextField(blank=True)
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
        texts = [self.heading_da, self.body_da, self.heading_en, self.body_en, self.return_address]
        return canonical.sha256_hex(canonical.dumps([*texts, sorted(self.areas), sorted(self.bands)]))

    def heading(self, language: str) -> str:
        return self.heading_en if language == "en" else self.heading_da

    def body(self, language: str) -> str:
        return self.body_en if language == "en" else self.body_da


class RunState(models.TextChoices):
    """How far letters or cards with codes are."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FETCHED = "fetched"
    # Nothing was stored: neither a code nor a letter.
    FAILED = "failed"
    # Made, not fetched in time, and thrown away; the codes are there.
    LOST = "lost"


UNDER_WAY = (RunState.WAITING, RunState.MAKING)
_HOLDING = (*UNDER_WAY, RunState.READY)


class PrintRunQuerySet(models.QuerySet["PrintRun"]):
    def under_way(self) -> PrintRunQuerySet:
        return self.filter(state__in=UNDER_WAY)

    def held(self) -> PrintRunQuerySet:
        """Being made, or ready to be fetched."""
        return self.filter(state__in=_HOLDING)


class PrintRun(models.Model):
    """Letters or cards with codes that the worker makes, fetched once by the second person and then forgotten.

    SECURITY: who gets them, and then the file, lie here sealed; the key is outside the database and goes with them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, models.CASCADE, related_name="print_runs")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # "pdf", "large", "csv" or "cards".
    kind = models.CharField(max_length=10)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    sealed = models.BinaryField(null=True)
    # Why it failed, in words for staff.
    why = models.CharField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # By the machine's clock, which a demonstration does not move: when it was asked for, and last got on.
    begun_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    objects = PrintRunQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["vote"], condition=Q(state__in=UNDER_WAY), name="print_run_one_under_way"),
            models.CheckConstraint(
                condition=Q(state__in=_HOLDING, sealed__isnull=False) | ~Q(state__in=_HOLDING) & Q(sealed=None),
                name="print_run_holds_nothing_afterwards",
            ),
        )

    def __str__(self) -> str:
        return f"print run {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY
