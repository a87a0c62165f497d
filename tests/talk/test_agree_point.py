from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.race import at_once
from tests.talk import said

from deltagerbudget.acts.actor import VISITOR
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.talk.actions import agree_point
from deltagerbudget.talk.models import Agreement

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    made = said.point(said.proposal())
    agree_point(said.viggo(), made, at=make.now())
    assert made.agreements.count() == 1
    assert Entry.objects.of(made).get().act == Act.AGREE_POINT


def test_twice_is_once() -> None:
    made = said.point(said.proposal())
    assert agree_point(said.viggo(), made, at=make.now()) == agree_point(said.viggo(), made, at=make.now())
    assert Entry.objects.filter(act=Act.AGREE_POINT).count() == 1


def test_who_may_not_and_when_not() -> None:
    sent = said.proposal()
    made = said.point(sent)
    with pytest.raises(NotYours):
        agree_point(VISITOR, made, at=make.now())
    with pytest.raises(NotPossible):
        agree_point(said.nina(), made, at=make.now())
    said.later(sent, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        agree_point(said.viggo(), made, at=make.now())


@pytest.mark.both
def test_t31_the_database_knows_each_person_once() -> None:
    made = said.point(said.proposal())
    agree_point(said.viggo(), made, at=make.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(point=made, person_id=said.viggo().person_id, at=make.now())


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_t31_eight_at_once_are_one() -> None:
    made, viggo = said.point(said.proposal()), said.viggo()
    found = at_once(*[lambda: agree_point(viggo, made, at=make.now())] * 8)
    assert not [each for each in found if isinstance(each, Exception) and "locked" not in str(each)]
    assert made.agreements.count() == 1
    assert Entry.objects.filter(act=Act.AGREE_POINT).count() == 1
