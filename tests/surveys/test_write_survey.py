"""The process owner writes what an audience is asked."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.surveys.asked import QUESTIONS, WAY, WORDS, opened, written

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.surveys.actions import write_survey
from deltagerbudget.surveys.models import Survey
from deltagerbudget.surveys.rules import Audience, Kind, Question, Standard, standard

pytestmark = pytest.mark.django_db
FIRST = standard(Standard.FIRST_TIME)


def test_it_works() -> None:
    survey = written(make.process())
    assert survey.asked == list(QUESTIONS)
    entry = Entry.objects.of(survey).get(act=Act.WRITE_SURVEY)
    assert entry.detail == {"audience": "voters"}


def test_who_may_not() -> None:
    process = make.process()
    elsewhere = make.staff("Vibeke Viby", Role.OWNER, make.area("Viby"))
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator(), elsewhere):
        with pytest.raises(NotYours):
            write_survey(actor, process, Audience.VOTERS, questions=QUESTIONS, at=make.now())


def test_it_comes_in_place_of_what_stood_there_and_each_audience_has_its_own() -> None:
    process = make.process()
    written(process)
    assert written(process, questions=[WORDS]).asked == [WORDS]
    written(process, Audience.STAFF)
    assert sorted(process.surveys.values_list("audience", flat=True)) == ["staff", "voters"]


def test_what_cannot_be_asked() -> None:
    process = make.process()
    wrong = (
        [],
        [WORDS] * 7,
        [FIRST, FIRST],
        [Question(Kind.TEXT, da=" ")],
        [Question(Kind.TEXT, da="x" * 201)],
        [Question(Kind.TEXT, da="x", en="x" * 201)],
        [Question(Kind.ONE, da="Hvor?", options=WAY.options[:1])],
        [Question(Kind.ONE, da="Hvor?", options=WAY.options * 3)],
        [Question(Kind.ONE, da="Hvor?", options=({"da": "x" * 81, "en": ""}, {"da": "y", "en": ""}))],
        [Question(Kind.YES_NO, da="Hvor?", options=WAY.options)],
        [Question(Kind.TEXT, da="Er du 070761-4285?")],
    )
    for questions in wrong:
        with pytest.raises(NotPossible):
            written(process, questions=questions)
    assert not Survey.objects.exists()


def test_a_standard_question_has_no_words_of_its_own() -> None:
    with pytest.raises(ValueError, match="no words"):
        written(make.process(), questions=[Question(Kind.TEXT, key="first_time", da="Noget andet?")])


def test_questions_are_frozen_when_it_is_opened() -> None:
    collection = opened()
    with pytest.raises(NotPossible):
        written(collection.survey.process, questions=[WORDS])
    assert Survey.objects.get().asked == list(QUESTIONS)


@pytest.mark.both
def test_the_database_holds_one_an_audience_and_none_that_is_unknown() -> None:
    process = make.process(PhaseKind.IDEAS)
    written(process)
    for audience in ("voters", "everybody"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Survey.objects.create(process=process, audience=audience)
