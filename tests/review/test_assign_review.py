"""Asking a department for a review."""

from datetime import timedelta

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.review.actions import assign_review
from deltagerbudget.review.models import Review

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    proposal, due = make.submitted(make.process()), make.today()
    review = assign_review(make.tove(), proposal, make.department(), due_on=due, at=make.now())
    assert (review.proposal, review.due_on, review.finished_at) == (proposal, due, None)
    entry = Entry.objects.of(review).get()
    assert (entry.act, entry.detail) == (Act.ASSIGN_REVIEW, {"proposal": proposal.pk})


def test_who_may_not() -> None:
    proposal, department = make.submitted(make.process()), make.department()
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            assign_review(actor, proposal, department, due_on=make.today(), at=make.now())


def test_an_owner_of_another_area_may_not() -> None:
    other = make.staff("Viola fra Viby", make.Role.OWNER, make.area("Viby"))
    with pytest.raises(NotYours):
        assign_review(other, make.submitted(make.process()), make.department(), due_on=make.today(), at=make.now())


@pytest.mark.parametrize("phase", [PhaseKind.VOTE, PhaseKind.COUNT, PhaseKind.REALISATION])
def test_b53_not_after_the_review(phase: PhaseKind) -> None:
    process = make.process()
    proposal = make.submitted(process)
    make.shift_to(process, phase)
    with pytest.raises(NotNow):
        assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())


def test_only_what_is_sent_in_and_not_withdrawn() -> None:
    process = make.process()
    draft = make.draft(process)
    withdrawn = withdraw_proposal(make.anna(), make.submitted(process), at=make.now())
    for proposal in (draft, withdrawn):
        with pytest.raises(NotPossible):
            assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())


def test_b51_each_department_once_and_asking_again_sets_the_date_and_opens_it() -> None:
    process = make.process()
    proposal = make.reviewed(make.submitted(process))
    due, later = make.today(), make.today() + timedelta(days=9)
    review = assign_review(make.tove(), proposal, make.department(), due_on=due, at=make.now())
    assert review.finished_at is None
    with pytest.raises(NotPossible):
        assign_review(make.tove(), proposal, make.department(), due_on=due, at=make.now())
    assign_review(make.tove(), proposal, make.department(), due_on=later, at=make.now())
    kept = Review.objects.get()
    assert (kept.due_on, kept.price_ore) == (later, 3_200_000)
