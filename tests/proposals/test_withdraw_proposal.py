"""Taking one's own proposal back, until the municipality has answered."""

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import release_decisions

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    proposal = withdraw_proposal(make.anna(), make.submitted(make.process()), at=make.now())
    assert proposal.stage == Stage.WITHDRAWN
    assert not Proposal.objects.public().exists()
    assert Entry.objects.of(proposal).newest_first()[0].act == Act.WITHDRAW_PROPOSAL


def test_who_may_not() -> None:
    proposal = make.submitted(make.process())
    for actor in (make.uffe(), make.tove(), make.administrator()):
        with pytest.raises(NotYours):
            withdraw_proposal(actor, proposal, at=make.now())


def test_b39_until_the_review_ends() -> None:
    process = make.process()
    first, second = make.submitted(process), make.submitted(process)
    make.shift_to(process, PhaseKind.REVIEW)
    assert withdraw_proposal(make.anna(), first, at=make.now()).stage == Stage.WITHDRAWN
    make.shift_to(process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        withdraw_proposal(make.anna(), second, at=make.now())


def test_not_when_the_decisions_are_public() -> None:
    process = make.process()
    proposal = make.submitted(process)
    make.shift_to(process, PhaseKind.REVIEW)
    make.decided(proposal)
    release_decisions(make.tove(), process, at=make.now())
    with pytest.raises(NotPossible):
        withdraw_proposal(make.anna(), proposal, at=make.now())


def test_not_twice() -> None:
    proposal = withdraw_proposal(make.anna(), make.draft(make.process()), at=make.now())
    with pytest.raises(NotPossible):
        withdraw_proposal(make.anna(), proposal, at=make.now())
