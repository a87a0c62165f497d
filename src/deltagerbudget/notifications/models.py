from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from deltagerbudget.acts.models import Entry
from deltagerbudget.areas.models import Area
from deltagerbudget.notifications.rules import Pace
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import PUBLIC_STAGES
from deltagerbudget.realisation.models import Initiative


def new_nonce() -> str:
    return secrets.token_hex(16)


class Handled(models.Model):
    """That an entry of the journal has been turned into letters. The claim is the insert."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="handled")

    def __str__(self) -> str:
        return f"handled {self.entry_id}"


class About(models.TextChoices):
    """What of an entry is told to followers: the act itself, or what the clock makes of it later."""

    ACT = "act"
    SUPPORT = "support"
    CLOSING = "closing"
    LATE = "late"


class Heard(models.Model):
    """That followers have been given this news. The claim is the insert."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="heard")
    about = models.CharField(max_length=10, choices=About.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry", "about"], name="heard_once"),)

    def __str__(self) -> str:
        return f"heard {self.entry_id} {self.about}"


class FollowerQuerySet(models.QuerySet["Follower"]):
    def following(self, wanted: Q) -> FollowerQuerySet:
        """Those with a confirmed following like that; each once."""
        confirmed = Following.objects.filter(wanted, follower=OuterRef("pk"), confirmed_at__isnull=False)
        return self.filter(Exists(confirmed))


class Follower(models.Model):
    """One who has asked for news: a person with an account, or an address without one."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="follower")
    # In small letters; empty where there is a person, whose own address is used.
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="da")
    pace = models.CharField(max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)
    nonce = models.CharField(max_length=32, default=new_nonce)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="follower_address_once"),
            models.CheckConstraint(
                condition=Q(person=None) & ~Q(email="") | Q(person__isnull=False, email=""), name="follower_is_one"
            ),
        )

    def __str__(self) -> str:
        # SECURITY: no address in logs.
        return f"follower {self.pk}"

    @property
    def address(self) -> str:
        """Where mails go; empty when there is nowhere."""
        if self.person is None:
            return self.email
        return self.person.email if self.person.is_active else ""

    @property
    def written_language(self) -> str:
        return self.person.language if self.person else self.language


class FollowingQuerySet(models.QuerySet["Following"]):
    def of_person(self, person_id: int | None) -> FollowingQuerySet:
        return self.filter(follower__person_id=person_id).shown() if person_id is not None else self.none()

    def with_results(self) -> FollowingQuerySet:
        """With what the count said of each proposal, or of the one that it was put together with."""
        return self.select_related("proposal__project_result", "proposal__merged_into__project_result")

    def shown(self) -> FollowingQuerySet:
        """Confirmed ones of what everyone may still see, with all that a list of them asks for."""
        seen = Q(proposal__stage__in=PUBLIC_STAGES, proposal__process__opened_at__isnull=False)
        # What was put together with another lives on there.
        seen |= Q(proposal__merged_into__stage__in=PUBLIC_STAGES, proposal__process__opened_at__isnull=False)
        seen |= Q(process__opened_at__isnull=False) | Q(area__isnull=False)
        seen |= Q(initiative__realisation__isnull=False) | Q(is_overview=True)
        joined = ("follower", "process", "area", "proposal__process", "initiative")
        return self.filter(seen, confirmed_at__isnull=False).select_related(*joined).order_by("pk")


def _only(name: str) -> Q:
    """That one thing is followed by the row, and nothing else."""
    rows = ("process", "area", "proposal", "initiative")
    return Q(is_overview=name == "overview", **{f"{other}__isnull": other != name for other in rows})


class Following(models.Model):
    """That a follower wants to hear about one deltagerbudget, area, proposal or initiative, or the whole each month."""

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="followings")
    process = models.ForeignKey(Process, models.CASCADE, null=True, related_name="followings")
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="followings")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, related_name="followings")
    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, related_name="followings")
    # The overview for politicians and the press, once a month.
    is_overview = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    # Empty until the owner of the address has pressed the button.
    confirmed_at = models.DateTimeField(null=True)
    nonce = models.CharField(max_length=32, default=new_nonce)

    objects = FollowingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["follower", "process"], name="following_process_once"),
            models.UniqueConstraint(fields=["follower", "area"], name="following_area_once"),
            models.UniqueConstraint(fields=["follower", "proposal"], name="following_proposal_once"),
            models.UniqueConstraint(fields=["follower", "initiative"], name="following_initiative_once"),
            models.UniqueConstraint(fields=["follower"], condition=Q(is_overview=True), name="following_overview_once"),
            models.CheckConstraint(
                condition=_only("process")
                | _only("area")
                | _only("proposal")
                | _only("initiative")
                | _only("overview"),
                name="following_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"following {self.pk}"


class Monthly(models.Model):
    """The figures of the overview on the first of a month, as they were mailed. The claim is the insert."""

    month = models.DateField(unique=True)
    figures = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"overview of {self.month}"


class State(models.TextChoices):
    WAITING = "waiting"
    # Claimed by a worker; if the worker dies here the mail is sent once more, with the same Message-ID.
    SENDING = "sending"
    SENT = "sent"
    # When its turn came, nothing was left to tell: stopped, hidden or over.
    DROPPED = "dropped"


class Kind(models.IntegerChoices):
    """What a mail is. The least number is sent first: somebody waits for it."""

    CONFIRM = 1
    LETTER = 2
    NEWS = 3


class Mail(models.Model):
    """One mail to one person or follower.

    A letter is kept as it was or will be sent. What followers read is written in the moment it is sent, so that
    nothing that was hidden meanwhile is told, and no link that opens a door lies in the database.
    """

    kind = models.PositiveSmallIntegerField(choices=Kind.choices, default=Kind.LETTER)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="mails")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="mails")
    follower = models.ForeignKey(Follower, models.CASCADE, null=True, related_name="mails")
    # Without e-mail, so that it goes to the staff who pass it on; empty otherwise.
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    # What is to be confirmed.
    following = models.ForeignKey(Following, models.CASCADE, null=True, related_name="mails")
    # Whose figures it tells.
    monthly = models.ForeignKey(Monthly, models.CASCADE, null=True, related_name="mails")
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # When it was made, claimed or sent; and not before when it is tried again.
    at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["entry", "receiver", "resident"],
                condition=Q(entry__isnull=False, receiver__isnull=False),
                nulls_distinct=False,
                name="mail_once",
            ),
            models.CheckConstraint(
                condition=Q(receiver=None, follower__isnull=False) | Q(receiver__isnull=False, follower=None),
                name="mail_to_one",
            ),
        )
        indexes = (models.Index(fields=["state", "at"]),)

    def __str__(self) -> str:
        # SECURITY: no address and no subject in logs.
        return f"mail {self.pk}"


class News(models.Model):
    """That one follower is to hear of one entry. Goes when its mail goes."""

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="news")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="news")
    about = models.CharField(max_length=10, choices=About.choices)
    # News of one bundle become one mail: a process, an area below nought, or 0 for a digest.
    bundle = models.BigIntegerField()
    due_at = models.DateTimeField()
    mail = models.ForeignKey(Mail, models.CASCADE, null=True, related_name="news")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["follower", "entry", "about"], name="news_once"),)
        indexes = (models.Index(fields=["mail", "due_at"]),)

    def __str__(self) -> str:
        return f"news {self.pk}"


class Reminded(models.Model):
    """That a process owner has had the list of promises of this month. The claim is the insert."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminded")
    # Its first day.
    month = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "month"], name="reminded_once_a_month"),)

    def __str__(self) -> str:
        return f"reminded {self.person_id}: {self.month:%Y-%m}"
