from __future__ import annotations

import pytest
from tests import make
from tests.support import rounds

from deltagerbudget.acts.actor import VISITOR
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.support.actions import withdraw_support

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    row = rounds.proposal()
    rounds.supported(row, 1, 2)
    for _twice in range(2):
        withdraw_support(rounds.neighbour(1), row, at=make.now())
    assert rounds.count(row) == 1
    assert Entry.objects.filter(act=Act.WITHDRAW_SUPPORT).count() == 1


def test_who_may_not() -> None:
    with pytest.raises(NotYours):
        withdraw_support(VISITOR, rounds.proposal(), at=make.now())


@pytest.mark.parametrize("phase", [PhaseKind.REVIEW, PhaseKind.VOTE])
def test_b40_not_after_the_round(phase: PhaseKind) -> None:
    row = rounds.proposal()
    rounds.supported(row, 1)
    make.shift_to(row.process, phase)
    with pytest.raises(NotNow):
        withdraw_support(rounds.neighbour(1), rounds.fresh(row), at=make.now())
    assert rounds.count(row) == 1
