"""How the municipality decides, at each step, in words that it can make its own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.municipality.actions import edit_wording
from deltagerbudget.municipality.card import card
from deltagerbudget.municipality.rules import PLACES, STEPS
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.explained import _CAN, _WHO, step_of_process, step_of_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import PUBLIC_STAGES

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    process = make.process()
    proposal = make.submitted(process)
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    for url in (
        f"/deltagerbudgetter/{process.slug}/",
        f"/deltagerbudgetter/{process.slug}/forslag/1/",
        f"/forslag/{proposal.pk}/kvittering/",
    ):
        assert "Sådan beslutter kommunen det her" in client.get(url).text, url


def test_every_phase_and_every_state_has_its_text_and_its_place_for_the_municipalitys_own() -> None:
    assert set(_WHO) == set(_CAN) == set(STEPS)
    assert {str(kind) for kind in PhaseKind} <= set(STEPS)
    assert {f"step.{key}" for key in STEPS} <= {place.key for place in PLACES}


@pytest.mark.parametrize("kind", list(PhaseKind))
def test_a_phase_says_until_when(kind: PhaseKind) -> None:
    process = make.process(kind, kinds=tuple(PhaseKind))
    with translation.override("en"):
        step = step_of_process(process, make.now(), card())
        words = str(_WHO[str(kind)])
    assert step is not None
    assert step.who == words
    assert step.until.startswith("Until ")


def test_each_state_of_a_proposal_has_a_step() -> None:
    process = make.process()
    proposal = make.submitted(process)
    seen = set()
    for stage in PUBLIC_STAGES:
        shown = Proposal(process=process, stage=stage)
        step = step_of_proposal(shown, make.now(), card())
        assert step is not None
        seen.add(step.who)
    assert len(seen) == len(PUBLIC_STAGES)
    for has_won in (True, False):
        step = step_of_proposal(Proposal(process=process, stage="admitted"), make.now(), card(), has_won=has_won)
        assert step is not None
        seen.add(step.who)
    assert len(seen) == len(PUBLIC_STAGES) + 2
    assert step_of_proposal(Proposal(process=process, stage="draft"), make.now(), card()) is None
    assert proposal.pk


def test_b56_the_text_of_the_review_is_the_same_decided_or_not() -> None:
    process = make.process()
    first, second = make.submitted(process), make.submitted(process)
    process = make.shift_to(process, PhaseKind.REVIEW)
    make.decided(first)
    rows = [Proposal.objects.get(pk=row.pk) for row in (first, second)]
    steps = [step_of_proposal(row, make.now(), card()) for row in rows]
    assert steps[0] == steps[1]


def test_the_municipality_writes_its_own(client: Client) -> None:
    process = make.process()
    edit_wording(make.administrator(), "step.ideas", da="Her bestemmer I selv.", en="You decide.", at=make.now())
    assert "Her bestemmer I selv." in client.get(f"/deltagerbudgetter/{process.slug}/").text
    assert "You decide." in client.get(f"/en/deltagerbudgetter/{process.slug}/").text
    assert Process.objects.get(pk=process.pk).slug
