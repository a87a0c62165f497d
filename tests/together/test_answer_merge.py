"""T14: nobody answers a merge that is not theirs."""

from datetime import timedelta

import pytest
from tests import make
from tests.together import states

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.actions import edit_proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.together.actions import leave_proposal
from deltagerbudget.together.merging import answer_merge, settle
from deltagerbudget.together.rules import Answer

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    merge = states.answered(states.offered(states.several()), make.author(0))
    assert merge.is_open
    entry = Entry.objects.of(merge).newest_first()[0]
    assert (entry.act, entry.detail["answer"]) == (Act.ANSWER_MERGE, "yes")


def test_t14_who_may_not() -> None:
    merge = states.offered(states.several())
    make.submitted(merge.process, author=make.author(5))
    for actor in (make.uffe(), make.author(5), make.tove(), make.tom(), make.administrator(), make.bo()):
        for answer in Answer:
            with pytest.raises(NotYours):
                states.answered(merge, actor, answer)
    assert not merge.voices.exists()


def test_when_not() -> None:
    merge = states.offered(states.several())
    late = make.now() + timedelta(days=8)
    with pytest.raises(NotNow):
        answer_merge(make.author(0), merge, answer=Answer.YES, at=late)
    make.shift_to(merge.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        states.answered(states.fresh(merge), make.author(0))


def test_a_no_keeps_ones_own_proposal_out() -> None:
    rows = states.several(3)
    merge = states.offered(rows)
    states.answered(merge, make.author(0))
    states.answered(merge, make.author(1), Answer.NO)
    merge = states.answered(merge, make.author(2))
    assert [states.fresh(row).stage for row in rows] == [Stage.SUBMITTED, Stage.SUBMITTED, Stage.MERGED]
    assert merge.is_standing


def test_the_no_of_the_one_that_stands_on_ends_it() -> None:
    rows = states.several(3)
    merge = states.answered(states.offered(rows), make.author(0), Answer.NO)
    assert merge.ended_at is not None
    with pytest.raises(NotPossible):
        states.answered(merge, make.author(1))


def test_one_can_think_again_until_it_takes_effect() -> None:
    rows = states.several(3)
    merge = states.offered(rows)
    states.answered(merge, make.author(1), Answer.NO)
    for number in (1, 0, 2):
        merge = states.answered(merge, make.author(number))
    assert {states.fresh(row).stage for row in rows[1:]} == {Stage.MERGED}


def test_after_the_last_day_silence_is_a_no() -> None:
    rows = states.several(3)
    merge = states.offered(rows)
    for number in (0, 2):
        merge = states.answered(merge, make.author(number))
    settle(merge, at=make.now() + timedelta(days=7))
    assert states.fresh(merge).is_open
    settle(merge, at=make.now() + timedelta(days=8))
    assert [states.fresh(row).stage for row in rows] == [Stage.SUBMITTED, Stage.SUBMITTED, Stage.MERGED]


def test_who_leaves_is_not_waited_for() -> None:
    process = make.process()
    first, second = states.coauthored(process), make.submitted(process, author=make.author(2))
    merge = states.offered([first, second])
    states.answered(merge, make.anna())
    merge = states.answered(merge, make.author(2))
    assert merge.is_open
    leave_proposal(make.author(1), first, at=make.now())
    settle(merge, at=make.now())
    assert states.fresh(merge).is_standing


def test_a_later_author_is_asked_as_well() -> None:
    rows = states.several()
    merge = states.answered(states.offered(rows), make.author(0))
    states.said(*states.invited(rows[0], make.author(0)), make.author(7))
    merge = states.answered(merge, make.author(1))
    assert merge.is_open
    assert states.answered(merge, make.author(7)).is_standing


def test_ones_own_text_can_be_changed_meanwhile_and_the_joint_text_counts() -> None:
    rows = states.several()
    merge = states.answered(states.offered(rows), make.author(0))
    edit_proposal(make.author(0), rows[0], values={"what": "Noget helt andet."}, at=make.now())
    states.answered(merge, make.author(1))
    assert states.fresh(rows[0]).what == states.TEXTS["what"]
