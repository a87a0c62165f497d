"""Who leaves keeps no right; the last one withdraws instead."""

import pytest
from tests import make
from tests.together import states

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.actions import edit_proposal, withdraw_proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.together.actions import leave_proposal

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    proposal = states.coauthored(make.process())
    left = leave_proposal(make.anna(), proposal, at=make.now())
    assert [row.person_id for row in left.authorships.all()] == [make.author(1).person_id]
    assert Entry.objects.of(proposal).newest_first()[0].act == Act.LEAVE_PROPOSAL


def test_who_may_not() -> None:
    proposal = states.coauthored(make.process())
    for actor in (make.uffe(), make.author(2), make.tove()):
        with pytest.raises(NotYours):
            leave_proposal(actor, proposal, at=make.now())


def test_when_not() -> None:
    process = make.process()
    proposal = states.coauthored(process)
    make.shift_to(process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        leave_proposal(make.anna(), states.fresh(proposal), at=make.now())


def test_b48_no_right_is_left() -> None:
    proposal = states.coauthored(make.process())
    leave_proposal(make.author(1), proposal, at=make.now())
    for act in (leave_proposal, withdraw_proposal):
        with pytest.raises(NotYours):
            act(make.author(1), proposal, at=make.now())
    with pytest.raises(NotYours):
        edit_proposal(make.author(1), proposal, values={"why": ""}, at=make.now())


def test_the_last_one_withdraws_and_nobody_takes_it_from_the_others() -> None:
    proposal = states.coauthored(make.process())
    with pytest.raises(NotPossible):
        withdraw_proposal(make.anna(), proposal, at=make.now())
    leave_proposal(make.author(1), proposal, at=make.now())
    with pytest.raises(NotPossible):
        leave_proposal(make.anna(), states.fresh(proposal), at=make.now())
    assert withdraw_proposal(make.anna(), states.fresh(proposal), at=make.now()).stage == Stage.WITHDRAWN
