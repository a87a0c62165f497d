from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from deltagerbudget.accounts.models import PublicName
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.proposals.rules import LIMITS
from deltagerbudget.together.rules import Answer, Standpoint

MOST_WORDS = 600


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self, at: datetime) -> InvitationQuerySet:
        return self.filter(answered_at=None, cancelled_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """A one-time link with which an author asks one more person to stand behind the proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # SECURITY: of purpose, proposal and token; the token itself is shown once and kept nowhere. No address is kept.
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False, cancelled_at=None) & ~Q(answer=""),
                name="coauthor_invitation_answer_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: invitation {self.pk}"


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def waiting(self) -> JoinRequestQuerySet:
        return self.filter(answered_at=None)

    def for_author(self, person_id: int | None) -> JoinRequestQuerySet:
        """Those at the proposals of this author."""
        if person_id is None:
            return self.none()
        own = Authorship.objects.filter(proposal=OuterRef("proposal"), person_id=person_id)
        return self.filter(Exists(own)).select_related("proposal__process", "person")


class JoinRequest(models.Model):
    """That a resident asks to stand behind a proposal of others, and what an author answered. Asked once."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    # Read by the authors alone.
    words = models.TextField(max_length=MOST_WORDS, blank=True)
    public_name = models.CharField(max_length=20, choices=PublicName.choices)
    group_name = models.CharField(max_length=120, blank=True)
    # The consent to the chosen name being shown once an author says yes.
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "person"], name="join_request_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="join_request_answer_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: join request {self.pk}"

    @property
    def shown_name(self) -> str:
        """As the public would see it."""
        return Authorship(person=self.person, public_name=self.public_name, group_name=self.group_name).shown_name


class MergeQuerySet(models.QuerySet["Merge"]):
    def open(self) -> MergeQuerySet:
        """Those that can be answered, or wait for the clock to settle them."""
        return self.filter(ended_at=None, merged_at=None)

    def standing(self) -> MergeQuerySet:
        """Those in effect."""
        return self.filter(merged_at__isnull=False, split_at=None)

    def of(self, proposal: Proposal) -> MergeQuerySet:
        return self.filter(Exists(Part.objects.filter(merge=OuterRef("pk"), proposal=proposal)))

    def for_author(self, person_id: int | None) -> MergeQuerySet:
        """Those about a proposal of this author."""
        if person_id is None:
            return self.none()
        own = Part.objects.filter(merge=OuterRef("pk"), proposal__authorships__person_id=person_id)
        return self.filter(Exists(own))

    def with_parts(self) -> MergeQuerySet:
        read = ("parts__proposal__authorships__person", "voices", "process__areas", "process__phases")
        return self.select_related("process", "standing").prefetch_related(*read)


class Merge(models.Model):
    """A joint text with which several proposals could become one; and, from `merged_at` on, that they are."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="merges")
    # The one that stands on, at its own address and with its own number.
    standing = models.ForeignKey(Proposal, models.CASCADE, related_name="merges")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # What every author says yes or no to. Never changed afterwards.
    title = models.CharField(max_length=LIMITS["title"])
    what = models.TextField(max_length=LIMITS["what"])
    why = models.TextField(max_length=LIMITS["why"], blank=True)
    for_whom = models.CharField(max_length=LIMITS["for_whom"], blank=True)
    place = models.CharField(max_length=LIMITS["place"], blank=True)
    words = models.TextField(max_length=MOST_WORDS, blank=True)
    # The last day to answer; silence is a no afterwards.
    until = models.DateField()
    at = models.DateTimeField()
    merged_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    split_at = models.DateTimeField(null=True)
    # What stood at the standing proposal in the moment of the merge, to the letter: see merging.snapshot.
    before = models.JSONField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(merged_at=None) | Q(ended_at=None), name="merge_ends_or_stands"),
            models.CheckConstraint(
                condition=Q(merged_at=None, before=None, split_at=None)
                | Q(merged_at__isnull=False, before__isnull=False),
                name="merge_can_be_split",
            ),
        )

    def __str__(self) -> str:
        return f"merge {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.merged_at is None and self.ended_at is None

    @property
    def is_standing(self) -> bool:
        return self.merged_at is not None and self.split_at is None

    def is_over(self, day: date) -> bool:
        """Whether the last day to answer has passed."""
        return day > self.until

    def can_be_answered(self, at: datetime) -> bool:
        return self.is_open and not self.is_over(localdate(at))

    def voice_of(self, person_id: int | None) -> str:
        """What a person has answered; empty before that. Load the voices for lists."""
        return next((voice.answer for voice in self.voices.all() if voice.person_id == person_id), "")

    def standpoints(self) -> list[Standpoint]:
        """Load `with_parts` for lists."""
        return [
            Standpoint(
                part.proposal_id,
                part.proposal.stage == "submitted",
                tuple(self.voice_of(person) for person in part.proposal.author_ids()),
            )
            for part in self.parts.all()
        ]

    def author_ids(self) -> set[int]:
        return {person for part in self.parts.all() for person in part.proposal.author_ids()}


class Part(models.Model):
    """One of the proposals of a merge."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="parts")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="parts")
    # While its authors are asked. A proposal is in one suggestion at a time.
    is_asked = models.BooleanField(default=True)
    # Whether it went into the one that stands on.
    is_merged = models.BooleanField(default=False)

    class Meta:
        ordering = ("proposal__number",)
        constraints = (
            models.UniqueConstraint(fields=["merge", "proposal"], name="part_once"),
            models.UniqueConstraint(fields=["proposal"], condition=Q(is_asked=True), name="part_one_open"),
        )

    def __str__(self) -> str:
        return f"{self.merge_id}: {self.proposal_id}"


class Voice(models.Model):
    """What one author answers to a merge; a yes is the consent to stand behind the joint text."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="voices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["merge", "person"], name="voice_once"),)

    def __str__(self) -> str:
        return f"{self.merge_id}: {self.answer}"
