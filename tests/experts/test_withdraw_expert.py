"""Withdrawing the question: the link ends at once."""

import pytest
from django.test import Client
from tests import make
from tests.experts.asked import PAGE, VALUES, asked
from tests.review.test_pages import as_

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.experts.actions import finish_expert_review, usable, withdraw_expert
from deltagerbudget.review.models import Review

pytestmark = pytest.mark.django_db


def test_it_works_at_any_time() -> None:
    expert, token = asked()
    make.shift_to(expert.proposal.process, PhaseKind.VOTE)
    withdraw_expert(make.tove(), expert, at=make.now())
    assert usable(token, at=make.now()) is None
    assert not Review.objects.exists()
    assert Entry.objects.of(expert).newest_first()[0].act == Act.WITHDRAW_EXPERT


def test_t14_nobody_else_may() -> None:
    expert, token = asked()
    viola = make.staff("Viola fra Viby", Role.OWNER, make.area("Viby"))
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator(), viola):
        with pytest.raises(NotYours):
            withdraw_expert(actor, expert, at=make.now())
    assert as_(viola).post(f"/medarbejder/eksterne/{expert.pk}/traek-tilbage/").status_code == 404
    assert usable(token, at=make.now()) == expert


def test_what_is_finished_stays() -> None:
    expert, token = asked()
    finish_expert_review(SYSTEM, expert, token, values=VALUES, at=make.now())
    with pytest.raises(NotPossible):
        withdraw_expert(make.tove(), expert, at=make.now())
    assert Review.objects.get().finished_at is not None


def test_once_by_the_page_and_the_open_page_of_the_expert_says_so() -> None:
    expert, token = asked()
    page = f"/medarbejder/eksterne/{expert.pk}/traek-tilbage/"
    assert as_(make.tove()).post(page).status_code == 302
    assert as_(make.tove()).post(page).status_code == 409
    gone = Client().post(PAGE, {"noegle": token, "gem": "1", "reason": "Ja."})
    assert (gone.status_code, "virker ikke mere" in gone.content.decode()) == (410, True)
