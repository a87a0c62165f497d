import pytest
from tests import make
from tests.together import states

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.together.merging import end_merge, settle

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    rows = states.several()
    merge = end_merge(make.author(0), states.offered(rows, make.author(0)), at=make.now())
    assert merge.ended_at is not None
    assert Entry.objects.of(merge).newest_first()[0].act == Act.END_MERGE
    assert states.offered(rows)


def test_who_may_not() -> None:
    merge = states.offered(states.several(), make.author(0))
    for actor in (make.author(1), make.uffe(), make.bo(), make.administrator()):
        with pytest.raises(NotYours):
            end_merge(actor, merge, at=make.now())
    assert end_merge(make.tom(), merge, at=make.now()).ended_at


def test_not_twice_and_not_when_it_stands() -> None:
    merge = states.merged(states.several())
    with pytest.raises(NotPossible):
        end_merge(make.tove(), merge, at=make.now())


def test_the_clock_ends_what_cannot_come_to_anything() -> None:
    rows = states.several()
    merge = states.offered(rows)
    settle(merge, at=make.now())
    assert states.fresh(merge).is_open
    withdraw_proposal(make.author(1), rows[1], at=make.now())
    settle(merge, at=make.now())
    assert states.fresh(merge).ended_at is not None


def test_the_clock_ends_what_nobody_can_answer_any_more() -> None:
    merge = states.offered(states.several())
    make.shift_to(merge.process, PhaseKind.VOTE)
    settle(merge, at=make.now())
    assert states.fresh(merge).ended_at is not None
