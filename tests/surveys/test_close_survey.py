"""Closed by hand before its last day; by the date in any case."""

from __future__ import annotations

import pytest
from tests import make
from tests.surveys.asked import answered, opened, over

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.surveys.actions import close_survey

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    collection = opened()
    closed = close_survey(make.tove(), collection, at=make.now())
    assert closed.is_over(make.today())
    assert Entry.objects.of(collection.survey).filter(act=Act.CLOSE_SURVEY).count() == 1
    with pytest.raises(NotNow):
        answered(collection, {0: 1})


def test_who_may_not() -> None:
    collection = opened()
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            close_survey(actor, collection, at=make.now())


def test_not_twice_and_not_after_its_last_day() -> None:
    collection = opened()
    close_survey(make.tove(), collection, at=make.now())
    with pytest.raises(NotPossible):
        close_survey(make.tove(), collection, at=make.now())
    other = over(opened())
    with pytest.raises(NotPossible):
        close_survey(make.tove(), other, at=make.now())
