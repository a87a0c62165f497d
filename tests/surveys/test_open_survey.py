"""Opened by hand, open from its first day to the end of its last one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests import make
from tests.surveys.asked import QUESTIONS, answered, numbers, opened, written

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.surveys.actions import open_survey
from deltagerbudget.surveys.models import Collection
from deltagerbudget.surveys.rules import Audience

pytestmark = pytest.mark.django_db


def on(days: int) -> date:
    return make.today() + timedelta(days=days)


def test_it_works() -> None:
    collection = opened()
    assert collection.is_open(make.today())
    assert Entry.objects.of(collection.survey).get(act=Act.OPEN_SURVEY).detail == {"audience": "voters"}
    assert set(numbers(collection).values()) == {0}
    assert len(numbers(collection)) == 2 + 5 + 3, "an option each, and none of a text"


def test_who_may_not() -> None:
    survey = written(make.process(PhaseKind.VOTE))
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            open_survey(actor, survey, opens_on=on(0), closes_on=on(9), at=make.now())


@pytest.mark.parametrize("days", [(3, 2), (-9, -1), (0, 400), (-40, 9)])
def test_days_on_which_nobody_could_answer(days: tuple[int, int]) -> None:
    """The last one begins before the vote."""
    survey = written(make.process(PhaseKind.VOTE))
    with pytest.raises(NotPossible):
        open_survey(make.tove(), survey, opens_on=on(days[0]), closes_on=on(days[1]), at=make.now())


def test_nobody_is_asked_before_there_is_something_to_ask_about() -> None:
    process = make.process(PhaseKind.REVIEW)
    for audience in Audience:
        survey = written(process, audience)
        if audience == Audience.STAFF:
            open_survey(make.tove(), survey, opens_on=on(0), closes_on=on(9), at=make.now())
            continue
        with pytest.raises(NotPossible):
            open_survey(make.tove(), survey, opens_on=on(0), closes_on=on(9), at=make.now())


def test_before_its_first_day_and_after_its_last_no_answer_is_taken() -> None:
    survey = written(make.process(PhaseKind.VOTE))
    collection = open_survey(make.tove(), survey, opens_on=on(1), closes_on=on(2), at=make.now())
    with pytest.raises(NotNow):
        answered(collection, {0: 1})
    Collection.objects.update(opens_on=on(-2), closes_on=on(-1))
    with pytest.raises(NotNow):
        answered(collection, {0: 1})
    Collection.objects.update(closes_on=on(0))
    answered(collection, {0: 1})
    assert Collection.objects.get().respondents == 1


def test_once_and_only_where_people_can_see_it() -> None:
    collection = opened()
    with pytest.raises(NotPossible):
        open_survey(make.tove(), collection.survey, opens_on=on(0), closes_on=on(9), at=make.now())
    draft = written(make.draft_process(), Audience.STAFF, QUESTIONS)
    with pytest.raises(NotPossible):
        open_survey(make.tove(), draft, opens_on=on(0), closes_on=on(9), at=make.now())


def test_a_copy_takes_the_questions_along_and_no_answer() -> None:
    from deltagerbudget.processes.preparing import copy_process

    collection = opened(make.process(PhaseKind.EVALUATION))
    answered(collection, {0: 1, 3: "Godt."})
    later = make.today() + timedelta(days=40)
    earlier = Process.objects.get()
    made = copy_process(
        make.tove(), earlier, title="Igen", slug="igen", areas=[make.area()], first_day=later, at=make.now()
    )
    [survey] = made.surveys.all()
    assert survey.asked == list(QUESTIONS)
    assert not survey.is_opened
    assert Collection.objects.count() == 1
