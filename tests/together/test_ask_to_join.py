"""A resident of the area asks to stand behind a proposal of others."""

import pytest
from tests import make

from deltagerbudget.accounts.models import PublicName
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.actions import Signature
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.together.actions import ask_to_join
from deltagerbudget.together.models import JoinRequest
from deltagerbudget.together.rules import MOST_REQUESTS

pytestmark = pytest.mark.django_db


def ask(proposal: Proposal, who: Actor, words: str = "Må jeg være med?", **signed: object) -> JoinRequest:
    return ask_to_join(who, proposal, words=words, signature=Signature(**signed), at=make.now())  # type: ignore[arg-type]


def test_it_works() -> None:
    process = make.process()
    proposal, own = make.submitted(process), make.draft(process, author=make.author(1))
    request = ask(proposal, make.author(1))
    assert proposal.authorships.count() == 1
    assert Entry.objects.of(request).get().act == Act.ASK_TO_JOIN
    # One's own started draft is kept.
    assert Proposal.objects.filter(pk=own.pk, stage="draft").exists()


def test_who_may_not() -> None:
    proposal = make.submitted(make.process())
    with pytest.raises(NotYours):
        ask(proposal, Actor())
    for actor in (make.uffe(), make.anna()):
        with pytest.raises(NotPossible):
            ask(proposal, actor)


def test_when_not() -> None:
    process = make.process()
    proposal = make.submitted(process)
    make.shift_to(process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        ask(Proposal.objects.get(pk=proposal.pk), make.author(1))


def test_not_a_draft_nor_what_is_decided() -> None:
    draft = make.draft(make.process())
    decided = make.with_prices([3_200_000]).proposals.get()
    for proposal in (draft, decided):
        with pytest.raises(NotPossible):
            ask(proposal, make.author(5))


def test_once_and_without_cpr_and_with_a_whole_name() -> None:
    proposal = make.submitted(make.process())
    with pytest.raises(NotPossible):
        ask(proposal, make.author(1), words="Mit nummer er 070761-4285")
    with pytest.raises(NotPossible):
        ask(proposal, make.author(1), public_name=PublicName.GROUP)
    with pytest.raises(NotPossible):
        ask(proposal, make.author(1), has_consented=False)
    ask(proposal, make.author(1))
    with pytest.raises(NotPossible):
        ask(proposal, make.author(1))


def test_t55_only_so_many_wait_for_an_answer() -> None:
    process = make.process(proposals_per_person=9)
    rows = [make.submitted(process) for _number in range(MOST_REQUESTS + 1)]
    for row in rows[:-1]:
        ask(row, make.author(1))
    with pytest.raises(NotPossible):
        ask(rows[-1], make.author(1))
