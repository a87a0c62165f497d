"""A refusal takes two persons."""

import pytest
from django.db import IntegrityError, transaction
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import approve_refusal, decide_proposal
from deltagerbudget.review.models import Decision
from deltagerbudget.review.rules import Ruling

pytestmark = pytest.mark.django_db


def refuse(proposal: Proposal, reason: str = "Grunden er privat.") -> Decision:
    return make.refused(proposal, reason)


@pytest.fixture
def decision() -> Decision:
    process = make.process()
    proposal = make.submitted(process)
    make.shift_to(process, PhaseKind.REVIEW)
    return refuse(proposal)


def test_it_works(decision: Decision) -> None:
    approved = approve_refusal(make.tom(), decision, at=make.now(), digest=decision.digest)
    assert (approved.approved_at, approved.waits_for_second) == (make.now(), False)
    assert Entry.objects.of(decision.proposal).newest_first()[0].act == Act.APPROVE_REFUSAL


def test_who_may_not(decision: Decision) -> None:
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            approve_refusal(actor, decision, at=make.now())


def test_never_the_one_who_decided(decision: Decision) -> None:
    with pytest.raises(NotPossible):
        approve_refusal(make.tove(), decision, at=make.now())
    decision.refresh_from_db()
    assert decision.approved_at is None
    assert list(Decision.objects.waiting_for_second(make.tom())) == [decision]
    assert not Decision.objects.waiting_for_second(make.tove()).exists()


def test_not_after_the_review(decision: Decision) -> None:
    make.shift_to(decision.proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        approve_refusal(make.tom(), decision, at=make.now())


def test_not_another_text_than_the_one_that_was_read(decision: Decision) -> None:
    read = decision.digest
    other = "En helt anden grund."
    decide_proposal(make.tove(), decision.proposal, ruling=Ruling.REFUSE, reason=other, price_ore=None, at=make.now())
    with pytest.raises(NotPossible):
        approve_refusal(make.tom(), decision, at=make.now(), digest=read)


def test_not_an_admission_and_not_twice(decision: Decision) -> None:
    approve_refusal(make.tom(), decision, at=make.now())
    with pytest.raises(NotPossible):
        approve_refusal(make.administrator(), decision, at=make.now())
    make.decided(decision.proposal)
    with pytest.raises(NotPossible):
        approve_refusal(make.tom(), decision, at=make.now())


@pytest.mark.both
def test_the_database_releases_no_refusal_by_one(decision: Decision) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(released_at=make.now())


def test_deciding_the_same_again_is_not_the_second_persons_yes(decision: Decision) -> None:
    again = decide_proposal(
        make.tom(), decision.proposal, ruling=Ruling.REFUSE, reason=decision.reason, price_ore=None, at=make.now()
    )
    assert again.waits_for_second
    with pytest.raises(NotPossible):
        approve_refusal(make.tom(), again, at=make.now())
    assert not approve_refusal(make.tove(), again, at=make.now()).waits_for_second
