"""Finishing a review by a link: once."""

import pytest
from django.test import Client
from tests import make
from tests.experts.asked import PAGE, TYPED, VALUES, asked, finding

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.experts.actions import finish_expert_review
from deltagerbudget.review.actions import decide_proposal, release_decisions
from deltagerbudget.review.models import Review
from deltagerbudget.review.rules import Ruling

pytestmark = pytest.mark.django_db


def test_it_works_once() -> None:
    expert, token = asked()
    review = finish_expert_review(SYSTEM, expert, token, values=VALUES, at=make.now())
    assert review.finished_at is not None
    assert Entry.objects.of(expert).newest_first()[0].act == Act.FINISH_EXPERT_REVIEW
    with pytest.raises(NotPossible):
        finish_expert_review(SYSTEM, expert, token, values=VALUES, at=make.now())
    assert Client().get(PAGE, {"noegle": token}).status_code == 410


def test_who_may_not_and_not_after_the_review() -> None:
    expert, token = asked()
    for actor in (make.anna(), make.bo(), make.tove()):
        with pytest.raises(NotYours):
            finish_expert_review(actor, expert, token, values=VALUES, at=make.now())
    make.shift_to(expert.proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        finish_expert_review(SYSTEM, expert, token, values=VALUES, at=make.now())


def test_b52_the_same_rules_hold_as_for_a_department() -> None:
    expert, token = asked()
    typed = TYPED | {"noegle": token, "faerdig": "1", "price_ore": ""}
    assert Client().post(PAGE, typed).status_code == 409
    said, values = finding(expert, "no", ""), VALUES | {"verdict": "infeasible"}
    with pytest.raises(NotPossible):
        finish_expert_review(SYSTEM, expert, token, values=values, findings=said, at=make.now())
    done = Client().post(PAGE, typed | {"price_ore": "32.000"})
    assert (done.status_code, "Tak." in done.content.decode()) == (200, True)


def test_the_decision_shows_what_was_said_and_not_by_whom() -> None:
    process = make.process()
    expert, token = asked(make.submitted(process, title="Drikkepost"))
    make.shift_to(process, PhaseKind.REVIEW)
    said = finding(expert, "yes", "Rødderne kan holde til det.")
    finish_expert_review(SYSTEM, expert, token, values=VALUES, findings=said, at=make.now())
    decide_proposal(
        make.tove(), expert.proposal, ruling=Ruling.ADMIT, reason="God idé.", price_ore=3_200_000, at=make.now()
    )
    release_decisions(make.tove(), process, at=make.now())
    page = Client().get(f"/deltagerbudgetter/{process.slug}/forslag/1/").content.decode()
    assert "Rødderne kan holde til det." in page
    assert "En ekstern fagperson" in page
    assert "Ellen" not in page
    assert Review.objects.get().department is None
