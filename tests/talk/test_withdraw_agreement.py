from __future__ import annotations

import pytest
from tests import make
from tests.talk import said

from deltagerbudget.acts.actor import VISITOR
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.talk.actions import agree_point, withdraw_agreement

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    made = said.point(said.proposal())
    agree_point(said.viggo(), made, at=make.now())
    agree_point(make.uffe(), made, at=make.now())
    for _twice in range(2):
        withdraw_agreement(said.viggo(), made, at=make.now())
    assert list(made.agreements.values_list("person", flat=True)) == [make.uffe().person_id]
    assert Entry.objects.filter(act=Act.WITHDRAW_AGREEMENT).count() == 1


def test_who_may_not_and_when_not() -> None:
    sent = said.proposal()
    made = said.point(sent)
    agree_point(said.viggo(), made, at=make.now())
    with pytest.raises(NotYours):
        withdraw_agreement(VISITOR, made, at=make.now())
    said.later(sent, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        withdraw_agreement(said.viggo(), made, at=make.now())
