"""Surveys for tests, by the acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tests import make

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.surveys.actions import answer_survey, open_survey, write_survey
from deltagerbudget.surveys.models import Collection, Survey
from deltagerbudget.surveys.rules import Audience, Kind, Question, Standard, standard

WAY = Question(
    Kind.ONE,
    da="Hvor hørte du om det?",
    en="Where did you hear of it?",
    options=({"da": "Avisen", "en": "The paper"}, {"da": "En nabo", "en": ""}, {"da": "Skolen", "en": "The school"}),
)
WORDS = Question(Kind.TEXT, da="Hvad kunne være bedre?", en="What could be better?")
# First time, satisfaction, a choice, a text.
QUESTIONS = (standard(Standard.FIRST_TIME), standard(Standard.SATISFACTION), WAY, WORDS)


def written(
    process: Process, audience: Audience = Audience.VOTERS, questions: Sequence[Question] = QUESTIONS
) -> Survey:
    return write_survey(make.tove(), process, audience, questions=questions, at=make.now())


def opened(
    process: Process | None = None, audience: Audience = Audience.VOTERS, questions: Sequence[Question] = QUESTIONS
) -> Collection:
    """From today on, for a month."""
    survey = written(process or make.process(PhaseKind.VOTE), audience, questions)
    days = {"opens_on": make.today(), "closes_on": make.today() + timedelta(days=30)}
    return open_survey(make.tove(), survey, **days, at=make.now())


def answered(collection: Collection, given: Mapping[int, Any], times: int = 1) -> None:
    for _time in range(times):
        answer_survey(collection, given, at=make.now())


def over(collection: Collection, days_ago: int = 1) -> Collection:
    """By hand: its last day was so many days ago."""
    last = make.today() - timedelta(days=days_ago)
    Collection.objects.filter(pk=collection.pk).update(opens_on=last - timedelta(days=30), closes_on=last)
    return Collection.objects.get(pk=collection.pk)


def numbers(collection: Collection) -> dict[tuple[int, int], int]:
    return {(row.question, row.option): row.number for row in collection.sums.all()}
