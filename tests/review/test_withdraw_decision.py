"""What staff decided can be taken back until it is published."""

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import approve_refusal, release_decisions
from deltagerbudget.review.models import Decision
from deltagerbudget.review.undoing import withdraw_decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal() -> Proposal:
    process = make.process()
    sent = make.submitted(process)
    make.shift_to(process, PhaseKind.REVIEW)
    return make.decided(sent)


@pytest.mark.both
def test_it_works(proposal: Proposal) -> None:
    withdraw_decision(make.tove(), proposal, at=make.now())
    assert not Decision.objects.exists()
    entry = Entry.objects.of(proposal).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.WITHDRAW_DECISION, {"ruling": "admit"})


def test_who_may_not(proposal: Proposal) -> None:
    viola = make.staff("Viola fra Viby", Role.OWNER, make.area("Viby"))
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator(), viola):
        with pytest.raises(NotYours):
            withdraw_decision(actor, proposal, at=make.now())


def test_when_not(proposal: Proposal) -> None:
    make.shift_to(proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        withdraw_decision(make.tove(), proposal, at=make.now())


def test_what_is_published_stands(proposal: Proposal) -> None:
    release_decisions(make.tove(), proposal.process, at=make.now())
    with pytest.raises(NotPossible):
        withdraw_decision(make.tove(), proposal, at=make.now())
    assert Decision.objects.released().count() == 1


def test_without_a_decision_there_is_nothing_to_take_back(proposal: Proposal) -> None:
    withdraw_decision(make.tove(), proposal, at=make.now())
    with pytest.raises(NotPossible):
        withdraw_decision(make.tove(), proposal, at=make.now())


def test_a_refusal_that_is_taken_back_cannot_be_approved() -> None:
    process = make.process()
    sent = make.submitted(process)
    make.shift_to(process, PhaseKind.REVIEW)
    decision = make.refused(sent)
    withdraw_decision(make.tove(), sent, at=make.now())
    assert pending_approval(Act.APPROVE_REFUSAL, decision) is None
    with pytest.raises(NotPossible):
        approve_refusal(make.tom(), decision, at=make.now())
    sent.refresh_from_db()
    assert sent.stage == Stage.SUBMITTED


def test_the_way_back_stands_where_the_decision_is_shown(proposal: Proposal) -> None:
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    page = f"/medarbejder/vurdering/forslag/{proposal.pk}/"
    assert f"{page}fortryd/" in client.get(page).content.decode()
    assert client.post(f"{page}fortryd/")["Location"] == page
    assert not Decision.objects.exists()
    again = client.post(f"{page}fortryd/")
    assert (again.status_code, "alert-error" in again.content.decode()) == (409, True)
    assert f"{page}fortryd/" not in client.get(page).content.decode()


def test_a_published_decision_offers_no_way_back() -> None:
    process = make.with_prices([3_200_000])
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    page = f"/medarbejder/vurdering/forslag/{process.proposals.get().pk}/"
    assert "fortryd" not in client.get(page).content.decode()
