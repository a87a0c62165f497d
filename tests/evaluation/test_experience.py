"""What the surveys say comes into the evaluation as sums, and only once they are over."""

from __future__ import annotations

import pytest
from tests import make
from tests.surveys import asked

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.evaluation.indicators import Indicator, Key
from deltagerbudget.evaluation.reading import draft, result_of
from deltagerbudget.processes.models import Process
from deltagerbudget.surveys.rules import Audience

pytestmark = pytest.mark.django_db


def found(process: Process, key: Key) -> Indicator:
    result = result_of(process)
    assert result is not None
    return next(each for each in draft(process, result, today=make.today()) if each.key is key)


def finished() -> Process:
    return make.shift_to(make.finished().vote.process, PhaseKind.REALISATION)


def test_the_answers_of_a_survey_that_is_over_stand_in_the_evaluation() -> None:
    process = finished()
    collection = asked.opened(process)
    asked.answered(collection, {0: 1, 1: 5}, 20)
    asked.answered(collection, {0: 1, 1: 4}, 10)
    asked.answered(collection, {0: 2, 1: 2}, 20)
    assert found(process, Key.SATISFIED).why == "not-asked", "it is still open"
    asked.over(collection)
    satisfied, first = found(process, Key.SATISFIED), found(process, Key.FIRST_TIMERS)
    assert (satisfied.number, satisfied.of) == (30, 50)
    assert (first.number, first.of) == (30, 50)


def test_few_answers_stay_hidden_and_the_audiences_stand_apart() -> None:
    process = finished()
    many, few = asked.opened(process), asked.opened(process, Audience.WINNERS)
    asked.answered(many, {0: 1, 1: 4}, 15)
    asked.answered(many, {0: 1, 1: 5}, 10)
    asked.answered(many, {0: 2, 1: 1}, 25)
    asked.answered(few, {0: 1, 1: 5}, 3)
    asked.over(many)
    asked.over(few)
    satisfied = found(process, Key.SATISFIED)
    assert {line.part: (line.number, line.why) for line in satisfied.lines} == {
        "voters": (25, ""),
        "winners": (None, "too-few"),
    }


def test_where_one_of_the_two_best_is_too_few_the_sum_would_give_it_away() -> None:
    process = finished()
    collection = asked.opened(process)
    asked.answered(collection, {1: 5}, 28)
    asked.answered(collection, {1: 4}, 2)
    asked.answered(collection, {1: 1}, 20)
    asked.over(collection)
    assert found(process, Key.SATISFIED).why == "too-few"
