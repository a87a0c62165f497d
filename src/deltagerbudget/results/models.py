from __future__ import annotations

from functools import cached_property

from django.db import models

from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.rules import MIN_PUBLISHED_BALLOTS
from deltagerbudget.counting.outcome import WON, Decision, Outcome
from deltagerbudget.proposals.models import Proposal


class ResultQuerySet(models.QuerySet["Result"]):
    def published(self) -> ResultQuerySet:
        return self.filter(published_at__isnull=False)

    def for_page(self) -> ResultQuerySet:
        """With its vote and process, without the ballots' file, which may be megabytes."""
        return self.select_related("vote__process", "vote__roll_loaded").defer("pb")


class Result(models.Model):
    """The count of one vote: the outcome with every step, and the digest of what was counted."""

    vote = models.OneToOneField(Vote, models.PROTECT, related_name="result")
    # counting.Outcome as canonical JSON, and its SHA-256.
    outcome = models.TextField()
    outcome_sha256 = models.CharField(max_length=64)
    ballots = models.PositiveIntegerField()
    # The anonymous ballots as a Pabulib file; empty where there are too few to publish.
    pb = models.TextField(blank=True)
    pb_sha256 = models.CharField(max_length=64)
    # Where a register answered: ballots that lie in the box and were not counted, as `uncounted` says.
    uncounted = models.JSONField(null=True)
    counted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects = ResultQuerySet.as_manager()

    def __str__(self) -> str:
        return f"result of {self.vote}"

    @property
    def has_pb(self) -> bool:
        """Whether there are ballots enough to publish them."""
        return self.ballots >= MIN_PUBLISHED_BALLOTS

    @cached_property
    def explained(self) -> Outcome:
        return Outcome.from_json(self.outcome)


class ProjectResultQuerySet(models.QuerySet["ProjectResult"]):
    def published(self) -> ProjectResultQuerySet:
        return self.filter(result__published_at__isnull=False)

    def funded(self) -> ProjectResultQuerySet:
        return self.filter(decision__in=WON)


class ProjectResult(models.Model):
    """What the count decided about one proposal, copied from the outcome's step for lists."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="projects")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="project_result")
    # Place in the counting order, from 1.
    place = models.PositiveIntegerField()
    votes = models.PositiveIntegerField()
    # Votes, or points where ballots have them.
    score = models.PositiveBigIntegerField()
    cost_ore = models.BigIntegerField()
    # Money left before its turn; of what equal shares did not buy, what its supporters have together.
    left_ore = models.BigIntegerField()
    # What it gets: its price, a part of it, or a prize; 0 for those who did not win.
    granted_ore = models.BigIntegerField()
    decision = models.CharField(max_length=20, choices=[(word.value, word.value) for word in Decision])

    objects = ProjectResultQuerySet.as_manager()

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=["result", "place"], name="project_result_place_once"),)

    def __str__(self) -> str:
        return f"{self.place}: {self.decision}"

    @property
    def is_funded(self) -> bool:
        return self.decision in WON
