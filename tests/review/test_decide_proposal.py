"""Preparing a decision. Nothing is public before the release."""

import pytest
from tests import make

from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import assign_review, decide_proposal
from deltagerbudget.review.models import Decision
from deltagerbudget.review.rules import Ruling

pytestmark = pytest.mark.django_db


@pytest.fixture
def process() -> Process:
    return make.process()


@pytest.fixture
def proposal(process: Process) -> Proposal:
    sent = make.submitted(process)
    make.shift_to(process, PhaseKind.REVIEW)
    return sent


def decide(proposal: Proposal, who: object = None, **values: object) -> Decision:
    said = {"ruling": Ruling.ADMIT, "reason": "God idé.", "price_ore": 3_200_000} | values
    return decide_proposal(who or make.tove(), proposal, at=make.now(), **said)  # type: ignore[arg-type]


def test_it_works(proposal: Proposal) -> None:
    decision = decide(proposal, price_basis="Tilbud", running_payer="Vejafdelingen", running_cost_ore=50_000)
    assert (decision.price_ore, decision.released_at, decision.waits_for_second) == (3_200_000, None, False)
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.price_ore) == (Stage.SUBMITTED, None)
    entry = Entry.objects.of(proposal).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.DECIDE_PROPOSAL, {"ruling": "admit"})


def test_who_may_not(proposal: Proposal) -> None:
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            decide(proposal, actor)


@pytest.mark.parametrize("phase", [PhaseKind.IDEAS, PhaseKind.VOTE, PhaseKind.COUNT])
def test_b53_only_in_the_review(proposal: Proposal, phase: PhaseKind) -> None:
    make.shift_to(proposal.process, phase)
    with pytest.raises(NotNow):
        decide(proposal)


def test_not_while_a_department_is_at_work(proposal: Proposal) -> None:
    assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())
    with pytest.raises(NotPossible):
        decide(proposal)


@pytest.mark.parametrize(
    "values",
    [
        {"reason": " "},
        {"price_ore": None},
        {"price_ore": 0},
        {"price_ore": 8_000_001},
        {"ruling": Ruling.REFUSE, "reason": ""},
        {"reason": "Ring til 070761-4285"},
    ],
)
def test_b52_a_decision_has_a_reason_and_an_admission_a_price_within_the_amount(
    proposal: Proposal, values: dict[str, object]
) -> None:
    assert proposal.process.amount_ore == 8_000_000
    with pytest.raises(NotPossible):
        decide(proposal, **values)
    assert not Decision.objects.exists()


def test_a_refusal_has_no_price_and_waits_for_a_second_person(proposal: Proposal) -> None:
    decision = decide(make.heard(proposal), ruling=Ruling.REFUSE, reason="Grunden er privat.")
    assert (decision.price_ore, decision.waits_for_second) == (None, True)
    assert pending_approval(Act.APPROVE_REFUSAL, decision) is not None


def test_deciding_again_before_the_release_asks_the_second_person_again(proposal: Proposal) -> None:
    make.decided(proposal, price_ore=None)
    decision = decide(proposal, ruling=Ruling.REFUSE, reason="En anden grund.")
    assert decision.waits_for_second
    assert Decision.objects.count() == 1


def test_not_when_it_is_released() -> None:
    process = make.with_prices([3_200_000])
    with pytest.raises(NotPossible):
        decide(process.proposals.get())
