"""What everyone may see: after closing, from twenty-five on, and no number of few people."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from tests import make
from tests.surveys.asked import QUESTIONS, answered, opened, over

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.surveys.models import Collection, Sum
from deltagerbudget.surveys.results import SurveyResult, results
from deltagerbudget.surveys.rules import Audience

pytestmark = pytest.mark.django_db


def given(collection: Collection, sums: dict[int, list[int]], respondents: int) -> None:
    """By hand: as if so many had answered."""
    for question, numbers in sums.items():
        for option, number in enumerate(numbers, start=1):
            Sum.objects.filter(collection=collection, question=question, option=option).update(number=number)
    Collection.objects.filter(pk=collection.pk).update(respondents=respondents)


def of(collection: Collection) -> SurveyResult:
    [found] = results(collection.survey.process, at=make.now())
    return found


def numbers(found: SurveyResult, place: int) -> list[int | None]:
    return [option.number for option in found.questions[place].options]


def test_it_works() -> None:
    collection = opened()
    answered(collection, {0: 1, 1: 5, 3: "Godt."}, times=20)
    answered(collection, {0: 2, 1: 4}, times=11)
    found = of(over(collection))
    assert (found.audience, found.key, found.respondents) == (Audience.VOTERS, collection.key, 30)
    first = found.question("first_time")
    assert first is not None
    assert (first.words, first.answered) == ("Er det første gang, du er med i sådan noget?", 31)
    assert [(option.words, option.number, option.percent) for option in first.options] == [
        ("Ja", 20, 65),
        ("Nej", 11, 35),
    ]
    assert [question.key for question in found.questions] == ["first_time", "satisfaction", "", ""]
    # Nobody chose one, two or three.
    assert numbers(found, 1)[:3] == [None, None, None]
    assert (found.questions[2].answered, found.questions[3].options) == (None, [])
    with translation.override("en"):
        english = of(collection)
    assert english.questions[2].words == "Where did you hear of it?"


def test_nothing_before_it_is_over() -> None:
    collection = opened()
    answered(collection, {0: 1}, times=26)
    assert results(collection.survey.process, at=make.now()) == []


@pytest.mark.parametrize(
    ("respondents", "sums", "shown"),
    [
        (24, [12, 12], None),
        (60, [12, 12], []),
        (40, [20, 20], [20, 20]),
        (40, [36, 4], [None, None]),
        (40, [40, 0], [None, None]),
        (40, [35, 5], [35, 5]),
    ],
)
def test_few_are_never_shown(respondents: int, sums: list[int], shown: list[Any] | None) -> None:
    """Under twenty-five nothing; of one question neither; and what would give a small number away is hidden too."""
    collection = over(opened())
    given(collection, {0: sums}, respondents)
    found = of(collection)
    if shown is None:
        assert (found.respondents, found.questions) == (None, [])
    else:
        assert numbers(found, 0) == shown


@pytest.mark.parametrize(
    ("sums", "shown"),
    [
        ([20, 10, 3], [20, None, None]),
        ([30, 2, 1], [None, None, None]),
        ([30, 0, 6], [30, None, None]),
        ([12, 12, 12], [12, 12, 12]),
    ],
)
def test_the_next_smallest_is_hidden_with_a_small_one(sums: list[int], shown: list[int | None]) -> None:
    collection = over(opened())
    given(collection, {2: sums}, 50)
    assert numbers(of(collection), 2) == shown


def test_how_many_left_a_question_open_is_never_said() -> None:
    """Down to the nearest five: otherwise one who skipped a question would stand there alone."""
    collection = over(opened())
    given(collection, {0: [20, 10]}, 31)
    assert of(collection).respondents == 30


@pytest.mark.both
def test_queries_are_two_whatever_the_number(django_assert_num_queries: Any) -> None:
    process = make.process(PhaseKind.EVALUATION)
    for audience in Audience:
        over(opened(process, audience, QUESTIONS))
    with django_assert_num_queries(2):
        found = results(process, at=make.now())
    assert [result.audience for result in found] == list(Audience)
