from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import TypeAlias

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.tables import WHEN
from deltagerbudget.acts.vocabulary import Act, Ground, Role
from deltagerbudget.processes.models import Phase, Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.talk.rules import Outcome, Side, Voice


def hidden_says_why(name: str) -> models.CheckConstraint:
    whole = Q(hidden_at=None, hidden_ground="") | Q(hidden_at__isnull=False) & ~Q(hidden_ground="")
    return models.CheckConstraint(condition=whole, name=f"{name}_hidden_says_why")


_OF_ANSWER = ("id", "person_id", "voice", "role", "text", "at", "hidden_ground", "hidden_at")


def _answer_of(row: Question) -> Answer:
    """The answer that a joined row holds beside its question."""
    return Answer(question=row, **{name: getattr(row, f"answer_{name}") for name in _OF_ANSWER})


class QuestionQuerySet(models.QuerySet["Question"]):
    def public(self) -> QuestionQuerySet:
        return self.filter(proposal__in=Proposal.objects.public())

    def newest_first(self) -> QuestionQuerySet:
        return self.order_by("-at", "-pk")

    def threads(self, *, first: int, most: int) -> list[tuple[Question, list[Answer]]]:
        """So many of the newest questions, each with its answers in their order, in one query."""
        some = self.newest_first().values("pk")[first : first + most]
        each = {f"answer_{name}": F(f"answers__{name}") for name in _OF_ANSWER}
        rows = Question.objects.filter(pk__in=some).select_related("person").annotate(**each)
        ordered = rows.order_by("-at", "-pk", "answers__at", "answers__pk")
        found: list[tuple[Question, list[Answer]]] = []
        for _pk, same in groupby(ordered, key=lambda row: row.pk):
            lines = list(same)
            found.append((lines[0], [_answer_of(row) for row in lines if row.answer_id is not None]))  # type: ignore[attr-defined]
        return found

    def waiting(self, at: datetime) -> QuestionQuerySet:
        """Not answered, and in a phase in which somebody can."""
        kinds = WHEN[Act.ANSWER_QUESTION] or ()
        now = Phase.objects.filter(process=OuterRef("proposal__process"), kind__in=kinds)
        unanswered = self.public().filter(answered_at=None, hidden_at=None)
        return unanswered.filter(Exists(now.filter(starts_at__lte=at, ends_at__gt=at)))

    def for_author(self, person_id: int | None, at: datetime) -> QuestionQuerySet:
        if person_id is None:
            return self.none()
        own = Proposal.objects.by_author(person_id)
        return self.waiting(at).filter(proposal__in=own).exclude(voice=Voice.AUTHOR)

    def for_municipality(self, at: datetime) -> QuestionQuerySet:
        return self.waiting(at).exclude(voice=Voice.MUNICIPALITY)


class Question(models.Model):
    """What somebody asks in the open about a proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="questions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voice = models.CharField(max_length=20, choices=Voice.choices)
    # Of the municipality's voice alone.
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    # First name and initial, or "a resident".
    is_named = models.BooleanField(default=False)
    text = models.TextField()
    at = models.DateTimeField()
    # When the first answer came.
    answered_at = models.DateTimeField(null=True)
    hidden_ground = models.CharField(max_length=20, choices=Ground.choices, blank=True)
    hidden_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = (hidden_says_why("question"),)
        indexes = (models.Index(fields=["proposal", "at"]), models.Index(fields=["person", "at"]))

    def __str__(self) -> str:
        return f"question {self.pk}"


class Answer(models.Model):
    """What an author or the municipality answers to a question, in the open."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voice = models.CharField(max_length=20, choices=Voice.choices)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    hidden_ground = models.CharField(max_length=20, choices=Ground.choices, blank=True)
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            hidden_says_why("answer"),
            models.CheckConstraint(condition=~Q(voice=Voice.RESIDENT), name="answer_by_who_is_asked"),
        )
        indexes = (models.Index(fields=["person", "at"]),)

    def __str__(self) -> str:
        return f"answer {self.pk}"


class PointQuerySet(models.QuerySet["Point"]):
    def public(self) -> PointQuerySet:
        return self.filter(proposal__in=Proposal.objects.public())

    def most_agreed_first(self) -> PointQuerySet:
        """By how many agree, then the first said first. A hidden one comes last."""
        agreed = self.annotate(agreed=Count("agreements"))
        return agreed.order_by(F("hidden_at").asc(nulls_first=True), "-agreed", "at", "pk")

    def first_of_each_side(self, most: int) -> PointQuerySet:
        """The most agreed ones for and against, in one query."""
        order = [F("hidden_at").asc(nulls_first=True), F("agreed").desc(), F("at").asc(), F("pk").asc()]
        place = Window(RowNumber(), partition_by=F("side"), order_by=order)
        agreed = self.annotate(agreed=Count("agreements"))
        return agreed.annotate(place=place).filter(place__lte=most).order_by("side", "place")

    def agreed_by(self, person_id: int | None) -> set[int]:
        """The ids of those that this person agrees with."""
        return set(Agreement.objects.filter(point__in=self, person_id=person_id).values_list("point_id", flat=True))


class Point(models.Model):
    """One thing that speaks for or against a proposal, in a resident's few words. Shown without a name."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="points")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    text = models.CharField(max_length=200)
    at = models.DateTimeField()
    hidden_ground = models.CharField(max_length=20, choices=Ground.choices, blank=True)
    hidden_at = models.DateTimeField(null=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        constraints = (hidden_says_why("point"),)
        indexes = (models.Index(fields=["proposal", "side"]), models.Index(fields=["person", "at"]))

    def __str__(self) -> str:
        return f"point {self.pk}"


class Agreement(models.Model):
    """That one person agrees with one point."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="agreements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["point", "person"], name="agreement_once"),)

    def __str__(self) -> str:
        return f"agreement {self.pk}"


THINGS = ("question", "answer", "point", "proposal")
Thing: TypeAlias = Question | Answer | Point | Proposal


def _of_one_thing(name: str) -> models.CheckConstraint:
    one = Q(pk__in=())
    for chosen in THINGS:
        one |= Q(**{f"{each}__isnull": each != chosen for each in THINGS})
    return models.CheckConstraint(condition=one, name=f"{name}_of_one_thing")


_WITH_THINGS = (
    "question__proposal__process",
    "answer__question__proposal__process",
    "point__proposal__process",
    "proposal__process",
)


class ReportQuerySet(models.QuerySet["Report"]):
    def with_things(self) -> ReportQuerySet:
        return self.select_related(*_WITH_THINGS)

    def open_to(self, actor: Actor) -> ReportQuerySet:
        """Those that wait, in the areas that this actor leads."""
        return self.filter(about_what_is_led_by(actor), settled_at=None)


class Report(models.Model):
    """That one person asks the municipality to look at one text, and why. Hides nothing by itself."""

    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="reports")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="reports")
    point = models.ForeignKey(Point, models.CASCADE, null=True, related_name="reports")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, related_name="reports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, choices=Ground.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    # When the municipality hid the text, or left it as it is.
    settled_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = (
            _of_one_thing("report"),
            *(models.UniqueConstraint(fields=[each, "person"], name=f"report_{each}_once") for each in THINGS),
        )
        indexes = (models.Index(fields=["person", "at"]),)

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def thing(self) -> Thing:
        return thing_of(self)


class HidingQuerySet(models.QuerySet["Hiding"]):
    def with_things(self) -> HidingQuerySet:
        return self.select_related(*_WITH_THINGS)

    def appealed_to(self, actor: Actor) -> HidingQuerySet:
        """Appeals that this actor may decide: in the areas led, and never one's own hiding."""
        waiting = self.filter(appealed_at__isnull=False, decided_at=None).exclude(person=actor.person_id)
        return waiting.filter(about_what_is_led_by(actor))

    def of_writer(self, person_id: int | None) -> HidingQuerySet:
        """What is hidden of this person's own texts, the newest first."""
        if person_id is None:
            return self.none()
        own = Proposal.objects.by_author(person_id).values("pk")
        mine = Q(question__person=person_id) | Q(answer__person=person_id) | Q(point__person=person_id)
        return self.filter(mine | Q(proposal__in=own)).order_by("-at", "-pk")


class Hiding(models.Model):
    """That the municipality hid a text, what the writer says to it, and what another person decided on that."""

    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="hidings")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="hidings")
    point = models.ForeignKey(Point, models.CASCADE, null=True, related_name="hidings")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, related_name="hidings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, choices=Ground.choices)
    # To the writer alone.
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    # Of a proposal: where it stood, and where it comes back to.
    stage = models.CharField(max_length=20, blank=True)
    appeal_until = models.DateTimeField()
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = HidingQuerySet.as_manager()

    class Meta:
        constraints = (
            _of_one_thing("hiding"),
            *(
                models.UniqueConstraint(
                    fields=[each], condition=~Q(outcome=Outcome.REVERSED), name=f"hiding_{each}_once"
                )
                for each in THINGS
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("person")), name="hiding_appeal_other_person"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, outcome="")
                | Q(decided_at__isnull=False, decided_by__isnull=False, appealed_at__isnull=False) & ~Q(outcome=""),
                name="hiding_decision_whole",
            ),
        )

    def __str__(self) -> str:
        return f"hiding {self.pk}"

    @property
    def thing(self) -> Thing:
        return thing_of(self)

    def can_be_appealed(self, at: datetime) -> bool:
        return self.appealed_at is None and at <= self.appeal_until


def thing_of(row: Report | Hiding) -> Thing:
    return next(getattr(row, each) for each in THINGS if getattr(row, f"{each}_id") is not None)


def name_of(thing: Thing) -> str:
    """The name of the field that leads to it."""
    return thing._meta.model_name or ""


def about(thing: Thing) -> Proposal:
    """The proposal that it is about."""
    if isinstance(thing, Proposal):
        return thing
    return thing.question.proposal if isinstance(thing, Answer) else thing.proposal


def writer_ids(thing: Thing) -> list[int]:
    return thing.author_ids() if isinstance(thing, Proposal) else [thing.person_id]


def about_what_is_led_by(actor: Actor) -> Q:
    """Rows about proposals of the deltagerbudgetter that this actor leads."""
    led = Process.objects.open_to(Act.HIDE_CONTENT, actor)
    ways = ("question__proposal", "answer__question__proposal", "point__proposal", "proposal")
    found = Q(pk__in=())
    for way in ways:
        found |= Q(**{f"{way}__process__in": led})
    return found
