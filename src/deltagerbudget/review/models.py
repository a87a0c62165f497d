from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Approval
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.criteria.models import Criterion
from deltagerbudget.processes.models import Process, ProcessQuerySet
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.card import Line, lines, tally
from deltagerbudget.review.rules import (
    REMIND_BEFORE,
    Answer,
    AppealOutcome,
    FindingAnswer,
    ReminderKind,
    Ruling,
    Standing,
    Verdict,
    decision_digest,
)

# A range holds its price; a comparison with nothing is neither true nor false, and a check lets that pass.
_RANGE = Q(price_low_ore=None) | Q(price_low_ore__lte=F("price_ore"))
_RANGE &= Q(price_high_ore=None) | Q(price_high_ore__gte=F("price_ore"))


class Department(models.Model):
    """One department of the municipality that judges proposals."""

    name = models.CharField(max_length=120, unique=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="departments")

    def __str__(self) -> str:
        return self.name


def areas_held(actor: Actor, *roles: Role) -> set[int | None]:
    """The areas in which one of the roles is held; None among them means everywhere."""
    return {area for role, area in actor.grants if role in roles}


def led_by(actor: Actor) -> ProcessQuerySet:
    """The deltagerbudgetter whose proposals this actor leads to a decision."""
    areas = areas_held(actor, Role.OWNER, Role.ADMINISTRATOR)
    if None in areas:
        return Process.objects.all()
    theirs = Process.areas.through.objects.filter(process=OuterRef("pk"), area__in=areas)
    return Process.objects.filter(Exists(theirs))


def sent_proposals(actor: Actor) -> QuerySet[Proposal]:
    """What the desk shows: all that was sent in where one leads, and what one's own department judges."""
    own = Review.objects.of_departments(actor).filter(proposal=OuterRef("pk"))
    seen = Q(process__in=led_by(actor)) | Exists(own)
    return Proposal.objects.filter(seen, submitted_at__isnull=False).select_related("process", "decision__appeal")


class ReviewQuerySet(models.QuerySet["Review"]):
    def of_departments(self, actor: Actor) -> ReviewQuerySet:
        """What the caseworker's own departments are asked to judge."""
        areas = areas_held(actor, Role.CASEWORKER)
        mine = Department.members.through.objects.filter(department=OuterRef("department"), person=actor.person_id)
        seen = self.filter(Exists(mine)) if areas and actor.person_id is not None else self.none()
        if None in areas:
            return seen
        theirs = Process.areas.through.objects.filter(process=OuterRef("proposal__process"), area__in=areas)
        return seen.filter(Exists(theirs))

    def visible_to(self, actor: Actor) -> ReviewQuerySet:
        """Owners see every review of their areas, caseworkers those of their departments."""
        own = Review.objects.of_departments(actor).filter(pk=OuterRef("pk"))
        return self.filter(Q(proposal__process__in=led_by(actor)) | Exists(own))

    def open(self) -> ReviewQuerySet:
        return self.filter(finished_at=None, proposal__stage=Stage.SUBMITTED)

    def due_soon(self, today: date) -> ReviewQuerySet:
        """What the clock looks at: open, and due within the days of the first reminder or over."""
        near = self.open().filter(due_on__lte=today + timedelta(days=REMIND_BEFORE))
        return near.select_related("proposal__process").prefetch_related("reminders", "proposal__process__phases")

    def most_urgent_first(self) -> ReviewQuerySet:
        return self.order_by("due_on", "pk")


class Review(models.Model):
    """What one department, or one person from outside, says about one proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="reviews")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="reviews")
    # Who was asked instead of a department, as the process owner wrote it. For staff alone.
    outside = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    verdict = models.CharField(max_length=20, choices=Verdict.choices, default=Verdict.UNDECIDED)
    reason = models.TextField(blank=True)
    # What is likely, which is the price on the ballot, and between what it lies.
    price_ore = models.BigIntegerField(null=True, blank=True)
    price_low_ore = models.BigIntegerField(null=True, blank=True)
    price_high_ore = models.BigIntegerField(null=True, blank=True)
    price_basis = models.TextField(blank=True)
    running_cost_ore = models.BigIntegerField(null=True, blank=True)
    running_payer = models.CharField(max_length=120, blank=True)
    # Never shown outside the staff pages.
    internal_note = models.TextField(blank=True)
    caseworker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal", "department"], name="review_once"),
            models.CheckConstraint(
                condition=Q(department=None) & ~Q(outside="") | Q(department__isnull=False, outside=""),
                name="review_by_one",
            ),
            models.CheckConstraint(condition=_RANGE, name="review_price_within_range"),
        )

    def __str__(self) -> str:
        return f"review {self.pk} of {self.proposal_id}"

    @property
    def said(self) -> str:
        """The verdict for others; a department's draft is its own."""
        return str(Verdict(self.verdict if self.finished_at is not None else Verdict.UNDECIDED).label)

    @property
    def is_begun(self) -> bool:
        """Whether the department has written anything, ever. From somebody outside, the link is withdrawn instead."""
        return self.caseworker_id is not None or self.finished_at is not None or self.outside != ""

    @property
    def who(self) -> str:
        """As staff read it."""
        return self.department.name if self.department else _("%(name)s (external)") % {"name": self.outside}

    @property
    def public_name(self) -> str:
        """As everyone reads it: nobody from outside is named."""
        return self.department.name if self.department else ""


class Reminder(models.Model):
    """That the clock has said once that an answer is due, late, or long late."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=ReminderKind.choices)
    # A new date begins anew.
    due_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["review", "kind", "due_on"], name="reminder_once"),)

    def __str__(self) -> str:
        return f"{self.review_id}: {self.kind}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def finished(self, proposal: Proposal) -> FindingQuerySet:
        """What the departments have said of a proposal, in the order of the criteria. One query."""
        said = self.filter(review__proposal=proposal, review__finished_at__isnull=False)
        said = said.exclude(answer=FindingAnswer.NOT_OURS).select_related("criterion", "review__department")
        return said.order_by("criterion__place", "criterion", "review")


class Finding(models.Model):
    """What one department says about one criterion; the public may read it once the decision is released."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="findings")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="findings")
    answer = models.CharField(max_length=10, choices=FindingAnswer.choices)
    reason = models.TextField(blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["review", "criterion"], name="finding_once"),)

    def __str__(self) -> str:
        return f"{self.review_id}: {self.criterion_id} {self.answer}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def released(self) -> DecisionQuerySet:
        """What everyone may read."""
        return self.filter(released_at__isnull=False)

    def of_the_text(self) -> DecisionQuerySet:
        """Without those prepared before the text was put together with another, or taken apart again."""
        return self.exclude(proposal__joint_at__gt=F("decided_at"))

    def waiting_for_second(self, actor: Actor) -> DecisionQuerySet:
        """Refusals that this actor may approve: never one's own."""
        asked = Approval.objects.filter(
            act=Act.APPROVE_REFUSAL,
            target_type=Decision._meta.label_lower,
            target_id=Cast(OuterRef("pk"), models.CharField()),
            second=None,
        ).exclude(first=actor.person_id)
        waiting = self.of_the_text().filter(ruling=Ruling.REFUSE, approved_at=None, proposal__stage=Stage.SUBMITTED)
        return waiting.filter(Exists(asked), proposal__in=sent_proposals(actor))


class Decision(models.Model):
    """What the municipality decided about a proposal. Private until all are released together."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="decision")
    ruling = models.CharField(max_length=20, choices=Ruling.choices)
    reason = models.TextField()
    price_ore = models.BigIntegerField(null=True)
    price_low_ore = models.BigIntegerField(null=True)
    price_high_ore = models.BigIntegerField(null=True)
    price_basis = models.TextField(blank=True)
    running_cost_ore = models.BigIntegerField(null=True)
    running_payer = models.CharField(max_length=120, blank=True)
    # The criteria and what was said of each, as it stood when it was decided: `card.Row`.
    card = models.JSONField(default=list)
    decided_at = models.DateTimeField()
    # A refusal takes a second person; an admission does not.
    approved_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason"),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(ruling=Ruling.ADMIT) | Q(approved_at__isnull=False),
                name="decision_refusal_by_two",
            ),
            models.CheckConstraint(condition=_RANGE, name="decision_price_within_range"),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.ruling}"

    @property
    def is_of_old_text(self) -> bool:
        """Whether the text was put together with another, or taken apart again, since this was prepared."""
        joint_at = self.proposal.joint_at
        return joint_at is not None and self.decided_at < joint_at

    @property
    def waits_for_second(self) -> bool:
        return self.ruling == Ruling.REFUSE and self.approved_at is None

    @property
    def digest(self) -> str:
        """What the second person of a refusal confirms."""
        return decision_digest(self.ruling, self.reason, self.price_ore, self.card)

    @property
    def card_lines(self) -> list[Line]:
        return lines(self.card)

    @property
    def card_tally(self) -> str:
        return tally(self.card)


class Revision(models.Model):
    """That the municipality asks the authors to change their proposal, and what they answered."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="revisions")
    wish = models.TextField()
    # A text that the authors can take instead of their own; may be empty.
    suggestion = models.TextField(blank=True)
    until = models.DateField()
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=20, choices=Answer.choices, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["proposal"], condition=Q(answered_at=None), name="revision_one_open"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="revision_answer_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.until}"


class AppealQuerySet(models.QuerySet["Appeal"]):
    def decidable_by(self, actor: Actor) -> AppealQuerySet:
        """Those that wait for an answer, where the actor has a say and took no part: no review, no decision, no yes."""
        refused = Approval.objects.filter(
            Q(first=actor.person_id) | Q(second=actor.person_id),
            act=Act.APPROVE_REFUSAL,
            target_type=Decision._meta.label_lower,
            target_id=Cast(OuterRef("decision"), models.CharField()),
        )
        judged = Review.objects.filter(proposal=OuterRef("decision__proposal"), caseworker=actor.person_id)
        waiting = self.filter(decided_at=None, decision__proposal__in=sent_proposals(actor))
        return waiting.filter(~Exists(refused), ~Exists(judged)).order_by("due_on", "pk")


class Appeal(models.Model):
    """That the authors do not agree with a refusal, and what another person than the first two decided."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="appeal")
    # Read by the authors and the staff alone.
    words = models.TextField()
    at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=AppealOutcome.choices, blank=True)
    answer = models.TextField(blank=True)
    price_ore = models.BigIntegerField(null=True)
    price_basis = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="") | Q(decided_at__isnull=False) & ~Q(outcome="") & ~Q(answer=""),
                name="appeal_answer_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.outcome}"


class Note(models.Model):
    """What one of the staff tells colleagues about a proposal. Never public; never updated."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="notes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note {self.pk}"


def standing(proposal: Proposal) -> Standing:
    """Reads what is loaded: select the decision and prefetch the reviews for lists."""
    reviews = list(proposal.reviews.all())
    decision = getattr(proposal, "decision", None)
    if decision is not None and decision.is_of_old_text:
        decision = None
    finished = [review.finished_at for review in reviews if review.finished_at is not None]
    return Standing(
        reviews=len(reviews),
        unfinished=len(reviews) - len(finished),
        # What was said after it was decided is decided on anew.
        is_decided=decision is not None and all(at <= decision.decided_at for at in finished),
        waits_for_second=decision is not None and decision.waits_for_second,
    )
