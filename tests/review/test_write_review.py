"""Keeping what a department has so far."""

import pytest
from tests import make

from deltagerbudget.acts.models import Entry, Grant
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.review.actions import assign_review, write_review
from deltagerbudget.review.models import Department, Review
from deltagerbudget.review.rules import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    proposal = make.submitted(make.process())
    return assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())


def test_it_works(review: Review) -> None:
    written = write_review(make.bo(), review, values={"reason": "Vi måler op."}, at=make.now())
    assert (written.reason, written.verdict, written.finished_at) == ("Vi måler op.", Verdict.UNDECIDED, None)
    assert written.caseworker_id == make.bo().person_id
    assert Entry.objects.of(review).newest_first()[0].act == Act.WRITE_REVIEW


def test_who_may_not(review: Review) -> None:
    for actor in (make.anna(), make.tove(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            write_review(actor, review, values={"reason": "Nej"}, at=make.now())


def test_b51_not_for_another_department(review: Review) -> None:
    stranger = make.staff("Kim Kultur", Role.CASEWORKER)
    Department.objects.create(name="Kultur").members.add(stranger.person_id)
    assert not Review.objects.visible_to(stranger).exists()
    with pytest.raises(NotYours):
        write_review(stranger, review, values={"reason": "Nej"}, at=make.now())


def test_b51_not_after_the_role_is_taken_away(review: Review) -> None:
    bo = make.bo()
    Grant.objects.filter(person=bo.person_id).delete()
    former = actor_for(bo.person_id or 0)
    assert not Review.objects.visible_to(former).exists()
    with pytest.raises(NotYours):
        write_review(former, review, values={"reason": "Nej"}, at=make.now())


@pytest.mark.parametrize("phase", [PhaseKind.VOTE, PhaseKind.COUNT])
def test_b53_not_after_the_review(review: Review, phase: PhaseKind) -> None:
    make.shift_to(review.proposal.process, phase)
    with pytest.raises(NotNow):
        write_review(make.bo(), review, values={"reason": "For sent"}, at=make.now())


def test_not_of_a_proposal_that_was_withdrawn(review: Review) -> None:
    withdraw_proposal(make.anna(), review.proposal, at=make.now())
    assert not Review.objects.open().exists()
    with pytest.raises(NotPossible):
        write_review(make.bo(), review, values={"reason": "For sent"}, at=make.now())


def test_t20_only_the_review_can_be_written(review: Review) -> None:
    for name in ("proposal", "department", "finished_at", "due_on", "caseworker"):
        with pytest.raises(ValueError, match="not editable"):
            write_review(make.bo(), review, values={name: 1}, at=make.now())


def test_r19_a_cpr_number_is_refused_in_a_note_too(review: Review) -> None:
    with pytest.raises(NotPossible):
        write_review(make.bo(), review, values={"internal_note": "Ejer: 070761-4285"}, at=make.now())
