from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry, Look
from deltagerbudget.acts.refusals import NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Purpose, Role
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import assign_review, see_authors

pytestmark = pytest.mark.django_db


def sent() -> Proposal:
    return make.submitted(make.process())


def as_(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(name=name))
    return client


def page_of(proposal: Proposal) -> str:
    return f"/medarbejder/vurdering/forslag/{proposal.pk}/forfattere/"


def test_it_works() -> None:
    proposal = sent()
    (row,) = see_authors(make.tove(), proposal, purpose=Purpose.ASK, at=make.now())
    assert row.subject_id == make.anna().person_id
    assert (row.role, row.process_id, row.target_id) == (Role.OWNER, proposal.process_id, str(proposal.pk))
    assert not Entry.objects.filter(act=Act.SEE_AUTHORS).exists()


def test_t14_nobody_else_may() -> None:
    proposal = sent()
    make.department()
    for actor in (make.anna(), make.uffe(), make.fie(), make.bo(), make.staff("Rie Revisor", Role.AUDITOR)):
        with pytest.raises(NotYours):
            see_authors(actor, proposal, purpose=Purpose.ASK, at=make.now())
    assert not Look.objects.exists()


def test_a_caseworker_may_when_the_department_is_asked() -> None:
    proposal = sent()
    make.shift_to(proposal.process, PhaseKind.REVIEW)
    assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())
    assert see_authors(make.bo(), proposal, purpose=Purpose.ASK, at=make.now())


def test_nothing_is_shown_before_a_purpose_is_given_and_the_look_is_written() -> None:
    proposal = sent()
    tove, page = as_("Tove Tovholder"), page_of(proposal)
    assert "anna-jensen@example.dk" not in tove.get(page).text
    assert tove.post(page, {}).status_code == 422
    assert tove.post(page, {"purpose": "nysgerrig"}).status_code == 422
    assert not Look.objects.exists()
    assert tove.post(page, {"purpose": "ask"}).status_code == 302
    shown = tove.get(page).text
    assert "Anna Jensen" in shown
    assert "anna-jensen@example.dk" in shown
    assert "30 til 64" in shown
    # What one was shown is not shown to a colleague, nor a quarter of an hour later.
    make.tom()
    assert "anna-jensen@example.dk" not in as_("Tom Tovholder").get(page).text
    with time_machine.travel(make.now() + timedelta(minutes=20)):
        assert "anna-jensen@example.dk" not in tove.get(page).text


def test_a_protected_name_is_not_there_to_show() -> None:
    process = make.process()
    hidden = make.person("Hemmelig Hansen", is_protected=True)
    Person.objects.filter(pk=hidden.pk).update(name="")
    proposal = make.submitted(process, author=make.actor_for(hidden.pk))
    see_authors(make.tove(), proposal, purpose=Purpose.ASK, at=make.now())
    shown = as_("Tove Tovholder").get(page_of(proposal)).text
    assert "Hemmelig" not in shown.replace("hemmelig-hansen@example.dk", "")
    assert "Navn og adresse er beskyttet" in shown
