from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from deltagerbudget.processes.models import Process
from deltagerbudget.surveys import rules


class Survey(models.Model):
    """What one audience of a deltagerbudget is asked. Nothing of any answer: a copy takes it along as it is."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="surveys")
    audience = models.CharField(max_length=12, choices=rules.Audience.choices)
    # As `rules.Question.stored` writes them, in their order.
    questions = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["process", "audience"], name="survey_once_an_audience"),
            models.CheckConstraint(condition=Q(audience__in=rules.Audience.values), name="survey_known_audience"),
        )

    def __str__(self) -> str:
        return f"survey {self.audience}"

    @property
    def asked(self) -> list[rules.Question]:
        return [rules.question_of(stored) for stored in self.questions]

    @property
    def is_opened(self) -> bool:
        """Then its questions stand as they are."""
        return getattr(self, "collection", None) is not None


class CollectionQuerySet(models.QuerySet["Collection"]):
    def with_surveys(self) -> CollectionQuerySet:
        return self.select_related("survey__process")

    def open_on(self, day: date) -> CollectionQuerySet:
        return self.filter(opens_on__lte=day, closes_on__gte=day, closed_on=None)

    def over_on(self, day: date) -> CollectionQuerySet:
        """Those that take no more answers."""
        return self.filter(Q(closes_on__lt=day) | Q(closed_on__isnull=False))

    def over_since(self, day: date) -> CollectionQuerySet:
        """Those whose last day is this one, or before."""
        return self.annotate(ended_on=Coalesce("closed_on", "closes_on")).filter(ended_on__lte=day)

    def asking(self, audience: rules.Audience) -> CollectionQuerySet:
        return self.filter(survey__audience=audience)

    def of(self, process: Process) -> CollectionQuerySet:
        return self.filter(survey__process=process)

    def in_order(self) -> CollectionQuerySet:
        """By deltagerbudget, and in each by audience as the vocabulary has them."""
        place = Case(
            *(When(survey__audience=each, then=Value(place)) for place, each in enumerate(rules.Audience.values)),
            output_field=models.IntegerField(),
        )
        return self.order_by("survey__process__title", "survey__process_id", place)


class Collection(models.Model):
    """That a survey takes answers, or took them: its address, its days, and how many answered.

    SECURITY: days and no minutes, a number and no names.
    """

    survey = models.OneToOneField(Survey, models.CASCADE, related_name="collection")
    key = models.CharField(max_length=20, unique=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    # Where the process owner closed it before its last day.
    closed_on = models.DateField(null=True)
    respondents = models.PositiveIntegerField(default=0)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(opens_on__lte=F("closes_on")), name="collection_days_in_order"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__lte=F("closes_on")), name="collection_closed_early"
            ),
        )

    def __str__(self) -> str:
        return f"collection {self.key}"

    @property
    def last_day(self) -> date:
        return self.closed_on or self.closes_on

    def is_open(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on and self.closed_on is None

    def is_over(self, day: date) -> bool:
        return self.closed_on is not None or day > self.closes_on


class Sum(models.Model):
    """How many chose one option of one question. There is no row of anybody who answered."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="sums")
    # Its place in the survey, from 0 on.
    question = models.PositiveSmallIntegerField()
    option = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["collection", "question", "option"], name="sum_once_an_option"),)

    def __str__(self) -> str:
        return f"sum {self.question}.{self.option}"


class FreeTextQuerySet(models.QuerySet["FreeText"]):
    def mixed(self) -> FreeTextQuerySet:
        """By the random key: in no order that says anything."""
        return self.order_by("key")


class FreeText(models.Model):
    """What somebody wrote to one question, alone: beside no other answer, with no time and no order."""

    key = models.CharField(max_length=32, primary_key=True)
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="texts")
    question = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=rules.LONGEST_TEXT)

    objects = FreeTextQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="free_text_says_something"),)

    def __str__(self) -> str:
        return "free text"
