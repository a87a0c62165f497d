"""A department that was asked by mistake is un-asked, as long as it has written nothing."""

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.review.actions import assign_review, finish_review, write_review
from deltagerbudget.review.models import Review
from deltagerbudget.review.undoing import withdraw_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    sent = make.submitted(make.process())
    return assign_review(make.tove(), sent, make.department(), due_on=make.today(), at=make.now())


@pytest.mark.both
def test_it_works(review: Review) -> None:
    withdraw_review(make.tove(), review, at=make.now())
    assert not Review.objects.exists()
    entry = Entry.objects.of(review).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.WITHDRAW_REVIEW, {"proposal": review.proposal_id})


def test_who_may_not(review: Review) -> None:
    viola = make.staff("Viola fra Viby", Role.OWNER, make.area("Viby"))
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator(), viola):
        with pytest.raises(NotYours):
            withdraw_review(actor, review, at=make.now())


def test_when_not(review: Review) -> None:
    make.shift_to(review.proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        withdraw_review(make.tove(), review, at=make.now())


def test_what_a_department_has_written_is_never_lost(review: Review) -> None:
    write_review(make.bo(), review, values={"internal_note": ""}, at=make.now())
    with pytest.raises(NotPossible):
        withdraw_review(make.tove(), review, at=make.now())
    finish_review(make.bo(), review, values={"verdict": "feasible", "price_ore": 100}, at=make.now())
    assign_review(make.tove(), review.proposal, review.department, due_on=make.today(), at=make.now())
    with pytest.raises(NotPossible):
        withdraw_review(make.tove(), review, at=make.now())
    assert Review.objects.get().price_ore == 100


def test_a_decided_proposal_keeps_its_reviews(review: Review) -> None:
    make.shift_to(review.proposal.process, PhaseKind.REVIEW)
    review.proposal.stage = "withdrawn"
    review.proposal.save(update_fields=["stage"])
    with pytest.raises(NotPossible):
        withdraw_review(make.tove(), review, at=make.now())


def test_the_way_back_stands_where_the_department_is_shown(review: Review) -> None:
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    page, way = f"/medarbejder/vurdering/forslag/{review.proposal_id}/", f"/medarbejder/vurdering/{review.pk}/fortryd/"
    assert way in client.get(page).content.decode()
    assert client.post(way)["Location"] == page
    assert not Review.objects.exists()
    assert client.post(way).status_code == 404


def test_nothing_is_offered_once_it_is_begun(review: Review) -> None:
    write_review(make.bo(), review, values={"reason": "Måske."}, at=make.now())
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    page = f"/medarbejder/vurdering/forslag/{review.proposal_id}/"
    assert "fortryd" not in client.get(page).content.decode()
    answer = client.post(f"/medarbejder/vurdering/{review.pk}/fortryd/")
    assert (answer.status_code, "alert-error" in answer.content.decode()) == (409, True)
