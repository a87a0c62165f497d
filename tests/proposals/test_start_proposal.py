"""A draft that only its author sees: by whom, where, until when, and how many."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from tests import make

from deltagerbudget.accounts.models import PublicName
from deltagerbudget.acts.actor import VISITOR
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import Signature, start_proposal, withdraw_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage

pytestmark = pytest.mark.django_db
TEXTS = {"title": "En gynge", "what": "En stor gynge", "why": "", "for_whom": "", "place": ""}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def start(process: Process, who: object = None, **values: object) -> Proposal:
    actor = make.anna() if who is None else who
    return start_proposal(actor, process, values=TEXTS | values, signature=Signature(), at=make.now())  # type: ignore[arg-type]


def test_it_works() -> None:
    process = make.process()
    proposal = start(process, wish_ore=5_000_00)
    assert (proposal.stage, proposal.number, proposal.wish_ore) == (Stage.DRAFT, None, 5_000_00)
    assert proposal.author_names == ["Anna J."]
    entry = Entry.objects.of(proposal).get()
    assert (entry.act, entry.detail) == (Act.START_PROPOSAL, {})


def test_a_visitor_may_not() -> None:
    with pytest.raises(NotYours):
        start(make.process(), VISITOR)


@pytest.mark.parametrize("phase", [kind for kind in PhaseKind if kind != PhaseKind.IDEAS])
def test_b39_only_while_proposals_are_open(phase: PhaseKind) -> None:
    with pytest.raises(NotNow):
        start(make.process(phase, kinds=tuple(PhaseKind)))


def test_not_before_the_process_is_opened() -> None:
    with pytest.raises(NotNow):
        start(make.draft_process(PhaseKind.IDEAS))


def test_b21_who_lives_elsewhere_is_told_what_to_do_instead() -> None:
    with pytest.raises(NotPossible) as refused:
        start(make.process(), make.uffe())
    assert "You can read and follow" in refused.value.message


def test_b21_who_is_too_young_is_told_what_to_do_instead() -> None:
    child = actor_for(make.person("Bodil Barn", age=9).pk)
    with pytest.raises(NotPossible) as refused:
        start(make.process(), child)
    assert "Ask an adult" in refused.value.message


def test_b49_no_more_than_the_limit_and_a_withdrawal_frees_a_place() -> None:
    process = make.process(proposals_per_person=2)
    first = start(process)
    make.submitted(process)
    with pytest.raises(NotPossible):
        start(process)
    withdraw_proposal(make.anna(), first, at=make.now())
    assert start(process).stage == Stage.DRAFT


def test_t20_number_stage_price_and_process_cannot_be_written() -> None:
    process, anna = make.process(), make.anna()
    for name in ("stage", "price_ore", "number", "process", "process_id", "submitted_at"):
        with pytest.raises(ValueError, match="not editable"):
            start_proposal(anna, process, values=TEXTS | {name: 1}, signature=Signature(), at=make.now())
    assert not Proposal.objects.exists()


def test_r19_a_cpr_number_is_refused() -> None:
    with pytest.raises(NotPossible):
        start(make.process(), why="Ring til 070761-4285")


def test_a_draft_can_wait_with_the_consent() -> None:
    signature = Signature(PublicName.GROUP, "Søens venner", has_consented=False)
    proposal = start_proposal(make.anna(), make.process(), values=TEXTS, signature=signature, at=make.now())
    assert proposal.authorships.get().consent_at is None
    assert proposal.author_names == ["Søens venner"]


def test_a_protected_name_is_never_shown() -> None:
    hidden = actor_for(make.person("Petra Privat", is_protected=True).pk)
    signature = Signature(PublicName.FULL)
    proposal = start_proposal(hidden, make.process(), values=TEXTS, signature=signature, at=make.now())
    assert proposal.author_names == ["A resident"]
