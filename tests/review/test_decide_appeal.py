"""An appeal is decided by somebody who took no part in the refusal."""

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import appeal_refusal, decide_appeal
from deltagerbudget.review.models import Appeal
from deltagerbudget.review.rules import AppealOutcome

pytestmark = pytest.mark.django_db


def ada() -> Actor:
    return make.administrator()


@pytest.fixture
def appeal() -> Appeal:
    """Tove refused, Tom approved."""
    process = make.with_prices([3_200_000, None])
    proposal = process.proposals.get(number=2)
    return appeal_refusal(make.author(1), proposal, words="Grunden er kommunens.", at=make.now())


def decide(appeal: Appeal, actor: Actor | None = None, **values: object) -> Appeal:
    given = {"outcome": AppealOutcome.REVERSED, "answer": "Det er rigtigt.", "price_ore": 2_000_000} | values
    return decide_appeal(actor or ada(), appeal, **given, at=make.now())  # type: ignore[arg-type]


def test_it_works(appeal: Appeal) -> None:
    decided = decide(appeal)
    proposal = Proposal.objects.get(pk=appeal.decision.proposal_id)
    assert (decided.decided_at, decided.outcome) == (make.now(), AppealOutcome.REVERSED)
    assert (proposal.stage, proposal.price_ore) == (Stage.ADMITTED, 2_000_000)
    assert Entry.objects.of(proposal).newest_first()[0].act == Act.DECIDE_APPEAL
    # What was decided first stays to be read.
    appeal.decision.refresh_from_db()
    assert (appeal.decision.ruling, appeal.decision.price_ore) == ("refuse", None)


def test_who_may_not(appeal: Appeal) -> None:
    for actor in (make.uffe(), make.author(1), make.fie()):
        with pytest.raises(NotYours):
            decide(appeal, actor)


@pytest.mark.both
def test_t06_never_one_of_the_two_who_refused(appeal: Appeal) -> None:
    for actor in (make.tove(), make.tom()):
        assert not Appeal.objects.decidable_by(actor).exists()
        with pytest.raises(NotYours):
            decide(appeal, actor)
    assert list(Appeal.objects.decidable_by(ada())) == [appeal]


def test_t06_nor_who_wrote_a_review_of_it() -> None:
    process = make.process()
    sent = [make.submitted(process, author=make.author(number)) for number in (0, 1)]
    process = make.shift_to(process, PhaseKind.REVIEW)
    for proposal in sent:
        make.decided(make.reviewed(proposal, verdict=make.Verdict.INFEASIBLE), price_ore=None)
    colleague = make.staff("Rikke Sagsbehandler", make.Role.CASEWORKER)
    make.department().members.add(Person.objects.get(pk=colleague.person_id))
    make.release_decisions(make.tove(), process, at=make.now())
    made = appeal_refusal(make.author(1), Proposal.objects.get(pk=sent[1].pk), words="Se igen.", at=make.now())
    with pytest.raises(NotYours):
        decide(made, make.bo())
    assert decide(made, colleague).decided_at


def test_when_not(appeal: Appeal) -> None:
    make.shift_to(appeal.decision.proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        decide(appeal)


def test_a_refusal_that_stands_is_final(appeal: Appeal) -> None:
    decide(appeal, outcome=AppealOutcome.UPHELD, answer="Der ligger et kabel.", price_ore=None)
    proposal = Proposal.objects.get(pk=appeal.decision.proposal_id)
    assert (proposal.stage, proposal.price_ore, proposal.appeal_until) == (Stage.REFUSED, None, None)
    with pytest.raises(NotPossible):
        appeal_refusal(make.author(1), proposal, words="Igen.", at=make.now())
    with pytest.raises(NotPossible):
        decide(appeal)
    assert make.froze(Process.objects.get(pk=proposal.process_id)).pk


@pytest.mark.parametrize(
    "values",
    [{"answer": " "}, {"price_ore": None}, {"price_ore": 8_000_001}, {"answer": "Ring til 070761-4285"}],
)
def test_an_answer_has_words_and_a_reversal_a_price(appeal: Appeal, values: dict[str, object]) -> None:
    with pytest.raises(NotPossible):
        decide(appeal, **values)
    assert Proposal.objects.get(pk=appeal.decision.proposal_id).stage == Stage.APPEALED


def test_a_refusal_is_appealed_and_reversed_on_the_pages(appeal: Appeal) -> None:
    tove, adam = Client(), Client()
    tove.force_login(Person.objects.get(pk=make.tove().person_id))
    adam.force_login(Person.objects.get(pk=ada().person_id))
    proposal = appeal.decision.proposal
    url = f"/medarbejder/vurdering/forslag/{proposal.pk}/klage/"
    assert url not in tove.get("/medarbejder/vurdering/").content.decode()
    assert url in adam.get("/medarbejder/vurdering/").content.decode()
    assert url in adam.get("/medarbejder/").content.decode()
    assert "Grunden er kommunens." in adam.get(url).content.decode()
    said = {"outcome": "reversed", "answer": "I har ret.", "price_ore": "20.000", "price_basis": "Tilbud"}
    assert tove.post(url, said).status_code == 409
    missing = adam.post(url, said | {"price_ore": ""})
    assert (missing.status_code, "I har ret." in missing.content.decode()) == (409, True)
    assert adam.post(url, said).status_code == 302
    public = Client().get(f"/deltagerbudgetter/{proposal.process.slug}/forslag/{proposal.number}/").content.decode()
    assert "I har ret." in public
    assert "20.000" in public
