from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.talk import said

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.talk.actions import decide_hiding_appeal
from deltagerbudget.talk.models import Hiding
from deltagerbudget.talk.rules import Outcome

pytestmark = pytest.mark.django_db


def decided(hiding: Hiding, outcome: Outcome = Outcome.REVERSED, by: Actor | None = None) -> Hiding:
    return decide_hiding_appeal(by or make.tom(), hiding, outcome=outcome, answer="Du har ret.", at=make.now())


def test_it_works() -> None:
    asked = said.question(said.proposal())
    decided(said.appealed(said.hidden(asked)))
    asked.refresh_from_db()
    assert (asked.hidden_at, asked.hidden_ground) == (None, "")
    entry = Entry.objects.newest_first()[0]
    assert (entry.act, entry.detail["outcome"]) == (Act.DECIDE_HIDING_APPEAL, "reversed")
    assert said.hidden(asked).pk


def test_it_can_stay_hidden() -> None:
    asked = said.question(said.proposal())
    decided(said.appealed(said.hidden(asked)), Outcome.UPHELD)
    asked.refresh_from_db()
    assert asked.hidden_at is not None


@pytest.mark.parametrize("phase", [PhaseKind.IDEAS, PhaseKind.REVIEW])
def test_a_proposal_comes_back_to_where_it_stood(phase: PhaseKind) -> None:
    sent = said.proposal(phase)
    hiding = said.hidden(sent)
    decided(said.appealed(hiding, make.anna()))
    back = Proposal.objects.public().get(pk=sent.pk)
    assert (back.stage, back.hidden_at, back.hidden_until) == ("submitted", None, None)


def test_the_days_of_an_appeal_against_a_refusal_stand_still_meanwhile() -> None:
    refused = make.with_prices([None, 3_000_000]).proposals.get(stage="refused")
    before = refused.appeal_until
    hiding = said.appealed(said.hidden(refused), make.author(0))
    decide_hiding_appeal(make.tom(), hiding, outcome=Outcome.REVERSED, answer="Ja.", at=hiding.appeal_until)
    refused.refresh_from_db()
    assert refused.stage == "refused"
    assert before is not None
    assert refused.appeal_until == before + (hiding.appeal_until - hiding.at)


def test_never_the_person_who_hid_it() -> None:
    hiding = said.appealed(said.hidden(said.question(said.proposal())))
    with pytest.raises(NotYours):
        decided(hiding, by=make.tove())


@pytest.mark.both
def test_the_database_wants_another_person() -> None:
    hiding = said.appealed(said.hidden(said.question(said.proposal())))
    with pytest.raises(IntegrityError), transaction.atomic():
        Hiding.objects.filter(pk=hiding.pk).update(
            decided_by=hiding.person, decided_at=make.now(), outcome="upheld", decision="Nej."
        )


def test_t14_who_may_not() -> None:
    hiding = said.appealed(said.hidden(said.question(said.proposal())))
    for actor in (said.nina(), make.bo(), make.staff("Vera Viby", Role.OWNER, make.area("Viby"))):
        with pytest.raises(NotYours):
            decided(hiding, by=actor)


def test_only_what_is_appealed_and_only_once() -> None:
    hiding = said.hidden(said.question(said.proposal()))
    with pytest.raises(NotPossible):
        decided(hiding)
    decided(said.appealed(hiding))
    with pytest.raises(NotPossible):
        decided(hiding)
