"""Writing a review by a link, half done."""

import pytest
from django.test import Client
from tests import make
from tests.experts.asked import PAGE, TYPED, VALUES, asked, finding

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.experts.actions import write_expert_review
from deltagerbudget.review.models import Review

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    expert, token = asked()
    said = finding(expert, "no", "Rødderne ligger for højt.")
    review = write_expert_review(SYSTEM, expert, token, values=VALUES, findings=said, at=make.now())
    assert (review.reason, review.caseworker, review.finished_at) == ("Jorden kan bære det.", None, None)
    assert review.findings.get().reason == "Rødderne ligger for højt."
    assert Entry.objects.of(expert).newest_first()[0].act == Act.WRITE_EXPERT_REVIEW


def test_who_may_not_and_not_after_the_review() -> None:
    expert, token = asked()
    for actor in (make.anna(), make.bo(), make.tove()):
        with pytest.raises(NotYours):
            write_expert_review(actor, expert, token, values=VALUES, at=make.now())
    make.shift_to(expert.proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        write_expert_review(SYSTEM, expert, token, values=VALUES, at=make.now())


def test_t14_another_proposals_link_writes_nothing() -> None:
    (_first, token), (other, _token) = asked(), asked()
    with pytest.raises(NotPossible):
        write_expert_review(SYSTEM, other, token, values=VALUES, at=make.now())
    assert Review.objects.get(pk=other.review_id).reason == ""


def test_the_page_saves_and_what_cannot_be_saved_is_not_lost() -> None:
    expert, token = asked()
    page = Client().post(PAGE, TYPED | {"noegle": token, "gem": "1"})
    assert (page.status_code, "Gemt" in page.content.decode()) == (200, True)
    wrong = Client().post(PAGE, TYPED | {"noegle": token, "gem": "1", "price_ore": "mange", "reason": "Nye ord."})
    assert wrong.status_code == 422
    assert "Nye ord." in wrong.content.decode()
    assert Review.objects.get(pk=expert.review_id).reason == "Jorden kan bære det."


def test_a_reason_is_inserted_and_nothing_is_saved() -> None:
    expert, token = asked()
    typed = {"noegle": token, "indsaet": "1", "begrundelse": "Fredet natur", "reason": "Kære alle."}
    assert "Kære alle.\n\nStedet er fredet." in Client().post(PAGE, typed).content.decode()
    assert Review.objects.get(pk=expert.review_id).reason == ""


def test_a_form_from_elsewhere_is_refused() -> None:
    _expert, token = asked()
    assert Client(enforce_csrf_checks=True).post(PAGE, {"noegle": token}).status_code == 403
