from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from deltagerbudget.acts.vocabulary import Channel, Tie
from deltagerbudget.ballots.change_models import Change as Change
from deltagerbudget.ballots.code_rules import CODE_CHANNELS, MOST_WRONG, CodeState
from deltagerbudget.ballots.frozen import paper_in, terms_in
from deltagerbudget.ballots.roll_models import PendingCheck as PendingCheck
from deltagerbudget.ballots.roll_models import Roll as Roll
from deltagerbudget.ballots.roll_models import SetAside as SetAside
from deltagerbudget.ballots.rules import AUDIT_WINDOW, GRACE, Hours, Paper, takes_ballots
from deltagerbudget.ballots.screen_models import Screen as Screen
from deltagerbudget.ballots.tally_models import Tally as Tally
from deltagerbudget.counting.rule import Criterion
from deltagerbudget.places.models import Offers
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.regulation import Clause, clauses_in
from deltagerbudget.processes.residence import AddressRange
from deltagerbudget.processes.rules import Eligibility
from deltagerbudget.processes.terms import Terms
from deltagerbudget.proposals.models import Proposal


class Vote(models.Model):
    """The vote of one process, frozen: list, prices, rules, texts and dates with their hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    process = models.OneToOneField(Process, models.PROTECT, related_name="vote")
    # Canonical JSON of everything that may not change, and its SHA-256, public from the freezing on.
    config = models.TextField()
    config_sha256 = models.CharField(max_length=64)
    # One kind of reference for every voter, so that nobody gets two pseudonyms.
    ref_kind = models.CharField(max_length=20)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    frozen_at = models.DateTimeField()
    # The public draw that decides ties, entered by two persons after the list is frozen.
    lot_seed = models.CharField(max_length=64, blank=True)
    lot_source = models.CharField(max_length=300, blank=True)
    # Numbers of the projects that have left the vote, and when two persons last changed anything in the open.
    withdrawn = models.JSONField(default=list)
    changed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # When all that came by post was entered or set aside; the count waits for it where that way was open.
    post_counted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    keys_destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="vote_closes_after_open"),)

    def __str__(self) -> str:
        return f"vote {self.pk}"

    @property
    def hours(self) -> Hours:
        return Hours(self.opens_at, self.closes_at, self.closed_at)

    def is_open(self, at: datetime) -> bool:
        """Whether a visitor may begin a ballot now."""
        return takes_ballots(self.hours, at=at, ticket_at=None)

    def is_due_to_close(self, at: datetime) -> bool:
        return self.closed_at is None and at >= self.closes_at + GRACE

    @property
    def keys_due_at(self) -> datetime | None:
        """From when the keys may be destroyed; unknown until the result is published."""
        return self.published_at + AUDIT_WINDOW if self.published_at else None

    @property
    def register_until(self) -> datetime | None:
        """Until when the register may answer for those who wait; unknown until the vote has closed."""
        return self.closed_at + timedelta(days=self.frozen["register_days"]) if self.closed_at else None

    @cached_property
    def frozen(self) -> dict[str, Any]:
        """The frozen configuration as values."""
        loaded: dict[str, Any] = json.loads(self.config)
        return loaded

    def eligibility(self) -> Eligibility:
        """Who may vote: the frozen age and areas, whatever the process says by now."""
        frozen = self.frozen
        return Eligibility(frozen["vote_min_age"], date.fromisoformat(frozen["age_on"]), frozenset(frozen["areas"]))

    @cached_property
    def channels(self) -> frozenset[Channel]:
        """The frozen ways to vote."""
        return frozenset(map(Channel, self.frozen["channels"]))

    @cached_property
    def ties(self) -> frozenset[Tie]:
        """What gives the right to vote, frozen."""
        return frozenset(map(Tie, self.frozen["ties"]))

    @cached_property
    def address_ranges(self) -> list[AddressRange]:
        return [AddressRange.of(each) for each in self.frozen["address_ranges"]]

    @cached_property
    def terms(self) -> Terms:
        """Ballot and rule, read from the frozen configuration and nothing else; without the lot."""
        return terms_in(self.frozen)

    @cached_property
    def paper(self) -> Paper:
        """What is on the ballot, and what it may hold."""
        return paper_in(self.frozen)

    @property
    def awaits_paper(self) -> bool:
        """Whether ballots on paper were handed out at a place where they are not counted yet."""
        return self.participations.filter(station__paper_counted_at=None).exists()

    @property
    def awaits_post(self) -> bool:
        """Whether ballots could come by post, and nobody has signed them off."""
        return self.post_counted_at is None and "channels" in self.frozen and Channel.POSTAL in self.channels

    @property
    def awaits_lot(self) -> bool:
        """Whether the public draw can still be needed to decide a tie."""
        return not self.lot_seed and Criterion.LOT in self.terms.rule.ties

    def regulation(self) -> list[Clause]:
        """The frozen regulation in the language of the page."""
        return clauses_in(self.frozen)


class Project(models.Model):
    """One proposal on the frozen list, with the price that counts."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="projects")
    number = models.PositiveIntegerField()
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="project")
    title = models.CharField(max_length=300)
    cost_ore = models.BigIntegerField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["vote", "number"], name="project_number_once"),
            models.CheckConstraint(condition=Q(cost_ore__gt=0), name="project_cost_positive"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Station(Offers):
    """A place where one can vote: with a screen, on paper, or with help."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="stations")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    # In words, as people read them: days and hours.
    hours = models.CharField(max_length=300)
    languages = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_open = models.BooleanField(default=True)
    # When all ballots on paper from here were entered; the count waits for it where any were handed out.
    paper_counted_at = models.DateTimeField(null=True)
    # When somebody last wrote about it, for calendars and feeds.
    updated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["process", "name"], name="station_name_once"),)

    def __str__(self) -> str:
        return self.name


class Eligible(models.Model):
    """That somebody is on the roll of a vote: a pseudonym, an area and an age band. No name, no number."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="roll")
    pseudonym = models.CharField(max_length=64)
    area = models.SlugField(max_length=120)
    band = models.CharField(max_length=10)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["vote", "pseudonym"], name="eligible_once"),)

    def __str__(self) -> str:
        return "eligible"


class Participation(models.Model):
    """That somebody was handed a ballot on paper, which then counts instead of one online. No time, no person."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="participations")
    pseudonym = models.CharField(max_length=64)
    station = models.ForeignKey(Station, models.PROTECT, related_name="participations")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["vote", "pseudonym"], name="participation_once"),)

    def __str__(self) -> str:
        return "participation"


class BallotQuerySet(models.QuerySet["Ballot"]):
    def counting(self) -> BallotQuerySet:
        """Without those of voters who were handed paper, which counts, and of those who had no right to vote."""
        same = {"vote": OuterRef("vote"), "pseudonym": OuterRef("pseudonym")}
        left_out = Exists(Participation.objects.filter(**same)) | Exists(SetAside.objects.filter(**same))
        return self.exclude(left_out)

    def current(self) -> Iterator[tuple[uuid.UUID, str, int, bytes]]:
        """Id, pseudonym, version and ciphertext of the ballot of each voter that counts: the latest version.

        One pass in order: asking for the latest of each voter takes PostgreSQL minutes where it has no statistics yet.
        """
        rows = self.counting().order_by("pseudonym", "version").values_list("pk", "pseudonym", "version", "ciphertext")
        for _voter, versions in groupby(rows.iterator(chunk_size=2000), key=itemgetter(1)):
            *_, (pk, pseudonym, version, ciphertext) = versions
            yield pk, pseudonym, version, bytes(ciphertext)


class Ballot(models.Model):
    """One encrypted ballot under a pseudonym. No time, no person, no order; never updated, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="ballots")
    pseudonym = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    ciphertext = models.BinaryField()
    # The same key again is the same ballot again: a double click, a lost answer.
    idempotency_key = models.CharField(max_length=64)

    objects = BallotQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["vote", "pseudonym", "version"], name="ballot_version_once"),
            models.UniqueConstraint(fields=["vote", "pseudonym", "idempotency_key"], name="ballot_key_once"),
            models.CheckConstraint(condition=Q(version__gt=0), name="ballot_version_positive"),
        )

    def __str__(self) -> str:
        return "ballot"


class VotingSession(models.Model):
    """That a browser may vote under a pseudonym for half an hour. Holds no person."""

    sid_hash = models.CharField(max_length=64, primary_key=True)
    vote = models.ForeignKey(Vote, models.CASCADE, related_name="sessions")
    pseudonym = models.CharField(max_length=64)
    area = models.SlugField(max_length=120)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    # Of a screen at a voting place.
    station = models.ForeignKey(Station, models.CASCADE, null=True, related_name="sessions")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "voting session"


class CodeBatch(models.Model):
    """Voting codes that were made in one go: letters to residents, or cards to hand out. Holds no name."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="code_batches")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    stock = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(stock__gt=0), name="code_batch_not_empty"),
            models.CheckConstraint(condition=Q(channel__in=sorted(CODE_CHANNELS)), name="code_batch_channel"),
        )

    def __str__(self) -> str:
        return f"code batch {self.pk}"


class VotingCode(models.Model):
    """A voting code by its hashes and the pseudonym that it opens. Never updated when it is used.

    SECURITY: the rows are written in an order that is not that of the letters, and neither part of the code is here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="codes")
    batch = models.ForeignKey(CodeBatch, models.PROTECT, related_name="codes")
    handle = models.CharField(max_length=64)
    salt = models.BinaryField()
    hash = models.BinaryField()
    pseudonym = models.CharField(max_length=64)
    area = models.SlugField(max_length=120)
    state = models.CharField(max_length=20, choices=CodeState.choices, default=CodeState.VALID)
    # Wrong secrets since it last rested. At the last one it rests, and opens nothing until then.
    wrong = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["vote", "handle"], name="voting_code_handle_once"),
            models.UniqueConstraint(
                fields=["vote", "pseudonym"], condition=Q(state=CodeState.VALID), name="voting_code_one_each"
            ),
            models.CheckConstraint(condition=Q(wrong__lt=MOST_WRONG), name="voting_code_wrong_limit"),
        )

    def __str__(self) -> str:
        return "voting code"


class WrongCodes(models.Model):
    """How many wrong codes were typed in ten minutes of a vote, whoever typed them."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="wrong_codes")
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["vote", "since"], name="wrong_codes_since_once"),)

    def __str__(self) -> str:
        return f"{self.count} wrong codes"


class SlowTry(models.Model):
    """That the waiting of one who typed a code while many typed wrong ones is used up. No code, no person."""

    ticket = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "slow try"
