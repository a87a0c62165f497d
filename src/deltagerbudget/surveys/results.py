"""What was answered, as everyone may see it. The one file that reads the sums; no number of few people leaves it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from deltagerbudget.processes.models import Process
from deltagerbudget.surveys.models import Collection, CollectionQuerySet, Sum
from deltagerbudget.surveys.rules import Audience, Kind, Question
from deltagerbudget.surveys.words import option_words, question_words
from deltagerbudget.ui.suppression import LEAST_VOTES, coarse, hidden


@dataclass(frozen=True)
class Option:
    """How many chose it, and of a hundred; None where it is too few to be shown."""

    words: str
    number: int | None
    percent: int | None


@dataclass(frozen=True)
class Answers:
    """Of one question. ``key`` is empty unless it is asked alike everywhere."""

    key: str
    kind: Kind
    words: str
    # How many answered this one; None under the limit, and of a text.
    answered: int | None
    options: list[Option]


@dataclass(frozen=True)
class SurveyResult:
    """Of one audience. ``respondents`` is down to the nearest five; None, and no questions, under the limit."""

    process_id: int
    audience: Audience
    key: str
    respondents: int | None
    questions: list[Answers]

    def question(self, key: str) -> Answers | None:
        """The standard question with this key, where it was asked and may be shown."""
        return next((each for each in self.questions if each.key == key and each.answered is not None), None)


def results(process: Process, *, at: datetime) -> list[SurveyResult]:
    """Of the surveys that are over, by audience. Two queries, however many there are."""
    return read(Collection.objects.of(process).over_on(localdate(at)))


def read(collections: CollectionQuerySet) -> list[SurveyResult]:
    """Of many at once; ask for those alone that are over."""
    rows = list(collections.with_surveys().in_order())
    sums: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    for row in Sum.objects.filter(collection__in=rows):
        sums[row.collection_id][row.question, row.option] = row.number
    return [_result(row, sums[row.pk]) for row in rows]


def _result(row: Collection, sums: Mapping[tuple[int, int], int]) -> SurveyResult:
    is_shown = row.respondents >= LEAST_VOTES
    questions = enumerate(row.survey.asked if is_shown else [])
    return SurveyResult(
        row.survey.process_id,
        Audience(row.survey.audience),
        row.key,
        coarse(row.respondents) if is_shown else None,
        [_answers(question, [sums[place, number] for number in question.numbers]) for place, question in questions],
    )


def _answers(question: Question, numbers: list[int]) -> Answers:
    """SECURITY: an option of fewer than five, or with fewer than five beside it, is hidden, and so is the next
    smallest, so that it cannot be worked out. How many left the question open is never said exactly."""
    answered = sum(numbers)
    words = question_words(question)
    if question.kind == Kind.TEXT or answered < LEAST_VOTES:
        return Answers(question.key, question.kind, words, None, [])
    gone = hidden([[number] for number in numbers], [[answered] for _number in numbers])
    options = [
        Option(each, None, None) if (place, 0) in gone else Option(each, number, round(100 * number / answered))
        for place, (each, number) in enumerate(zip(option_words(question), numbers, strict=True))
    ]
    return Answers(question.key, question.kind, words, answered, options)
