"""The card of criteria: what departments answer, what a decision keeps of it, and who reads what."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from tests import make
from tests.review.test_pages import as_

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.criteria.models import Criterion
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import (
    approve_refusal,
    assign_review,
    decide_proposal,
    finish_review,
    release_decisions,
    write_review,
)
from deltagerbudget.review.card import Row, Voice, check_card, lines, tally
from deltagerbudget.review.models import Finding, Review
from deltagerbudget.review.rules import Price, Ruling, Verdict, check_spread

pytestmark = pytest.mark.django_db
VALUES = {"verdict": Verdict.FEASIBLE, "price_ore": 3_200_000, "reason": "Det kan lade sig gøre."}
REFUSED = {"verdict": Verdict.INFEASIBLE, "reason": "Jorden er ikke vores."}


@pytest.fixture
def proposal() -> Proposal:
    process = make.process()
    sent = make.submitted(process, title="Drikkepost")
    make.shift_to(process, PhaseKind.REVIEW)
    return sent


@pytest.fixture
def review(proposal: Proposal) -> Review:
    return assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())


def pk_of(proposal: Proposal, code: str) -> int:
    return Criterion.objects.get(process=proposal.process, code=code).pk


def finish(review: Review, values: dict[str, object], **said: tuple[str, str]) -> Review:
    findings = {pk_of(review.proposal, code): answer for code, answer in said.items()}
    return finish_review(make.bo(), review, values=values, findings=findings, at=make.now())


def decide(proposal: Proposal, **values: object) -> None:
    given = {"ruling": Ruling.ADMIT, "reason": "God idé.", "price_ore": 3_200_000} | values
    decide_proposal(make.tove(), proposal, **given, at=make.now())  # type: ignore[arg-type]


def voice(answer: str, reason: str = "", who: str = "Teknik og Miljø") -> Voice:
    return {"who": who, "answer": answer, "reason": reason}


def row(*said: Voice, is_hard: bool = True) -> Row:
    return {"text": "Det ligger her", "text_en": "It lies here", "is_hard": is_hard, "said": list(said)}


def test_it_works_and_everyone_reads_it_when_it_is_published(proposal: Proposal, review: Review) -> None:
    finish(review, VALUES, area=("yes", "Den ligger i parken."), access=("changes", "Stien skal være fast."))
    decide(proposal, price_low_ore=2_800_000, price_high_ore=3_900_000, running_cost_ore=40_000, running_payer="Skolen")
    page = f"/deltagerbudgetter/{proposal.process.slug}/forslag/{proposal.number}/"
    assert "Stien skal være fast." not in Client().get(page).content.decode()
    release_decisions(make.tove(), proposal.process, at=make.now())
    shown = Client().get(page).content.decode()
    for words in ("Stien skal være fast.", "Den ligger i parken.", "Teknik og Miljø", "28.000", "39.000", "Skolen"):
        assert words in shown, words


def test_b52_a_no_needs_a_reason_and_a_yes_with_changes_too(review: Review) -> None:
    for answer in ("no", "changes"):
        with pytest.raises(NotPossible) as refused:
            finish(review, VALUES, access=(answer, " "))
        assert "Alle kan bruge det" in str(refused.value.message)
    write_review(make.bo(), review, values={}, findings={}, at=make.now())
    finish(review, VALUES, access=("no", "Der er trapper."))
    assert review.findings.get().reason == "Der er trapper."


def test_b52_can_be_done_and_no_to_what_must_hold_do_not_fit(review: Review) -> None:
    with pytest.raises(NotPossible):
        finish(review, VALUES, land=("no", "Ejeren siger nej."))
    finish(review, REFUSED, land=("no", "Ejeren siger nej."))


def test_b52_prices_fit_together() -> None:
    check_spread(Price(300, 200, 400, 0))
    check_spread(Price(300, None, None, 20, "Skolen"))
    for wrong in (Price(None, 200), Price(300, 301), Price(300, None, 299), Price(300, None, None, 20, " ")):
        with pytest.raises(NotPossible):
            check_spread(wrong)


@pytest.mark.both
def test_b52_the_database_knows_no_price_outside_its_range(review: Review) -> None:
    for wrong in ({"price_low_ore": 301}, {"price_high_ore": 299}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.filter(pk=review.pk).update(price_ore=300, **wrong)


def test_b52_a_price_that_does_not_fit_keeps_what_was_typed(review: Review) -> None:
    typed = {"verdict": "feasible", "reason": "Der er plads.", "price_ore": "32.000", "price_low_ore": "40.000"}
    typed[f"answer_{pk_of(review.proposal, 'area')}"] = "no"
    page = as_(make.bo()).post(f"/medarbejder/vurdering/{review.pk}/", typed)
    shown = page.content.decode()
    assert page.status_code == 409
    for words in ("Der er plads.", "40.000", 'value="no" id="id_answer_'):
        assert words in shown, words
    wrong = as_(make.bo()).post(f"/medarbejder/vurdering/{review.pk}/", typed | {"price_ore": "mange penge"})
    assert wrong.status_code == 422
    assert "mange penge" in wrong.content.decode()


def test_nothing_goes_on_while_a_department_says_no_to_what_must_hold(proposal: Proposal, review: Review) -> None:
    finish(review, REFUSED, land=("no", "Ejeren siger nej."))
    with pytest.raises(NotPossible):
        decide(proposal)
    check_card(Ruling.ADMIT, [row(voice("no", "Nej."), is_hard=False)])
    check_card(Ruling.REFUSE, [row(voice("no", "Nej."))])


def test_the_strictest_answer_counts_and_each_is_read() -> None:
    (line,) = lines([row(voice("yes", "Ja."), voice("no", "Nej.", who=""))])
    assert (line.answer, len(line.said)) == ("no", 2)
    with translation.override("da"):
        assert tally([row(voice("yes")), row(voice("changes", "Ja."))]) == "2 kriterier: 1 ja, 1 ja med ændringer"


def test_the_second_person_reads_the_same_card_and_says_yes_to_it(proposal: Proposal, review: Review) -> None:
    finish(review, REFUSED, land=("no", "Ejeren siger nej."), area=("not_ours", ""))
    decision = make.refused(proposal, "Jorden er ikke kommunens.")
    shown = as_(make.tom()).get(f"/medarbejder/vurdering/forslag/{proposal.pk}/").content.decode()
    assert "Ejeren siger nej." in shown
    digest = decision.digest
    decision.card[0]["said"][0]["reason"] = "Noget andet."
    assert decision.digest != digest
    approve_refusal(make.tom(), decision, digest=digest, at=make.now())


def test_what_is_said_after_the_decision_is_decided_anew(proposal: Proposal, review: Review) -> None:
    finish(review, VALUES, area=("yes", "Den ligger i parken."))
    decide(proposal)
    at = make.now()
    later = at + make.timedelta(minutes=5)
    assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=at)
    finish_review(make.bo(), review, values=VALUES, findings={}, at=later)
    with pytest.raises(NotPossible):
        release_decisions(make.tove(), proposal.process, at=later)


def test_b54_notes_for_colleagues_and_half_done_answers_are_never_public(proposal: Proposal, review: Review) -> None:
    kim = assign_review(make.tove(), proposal, make.department("Kultur"), due_on=make.today(), at=make.now())
    finish(review, VALUES | {"internal_note": "Ejeren er sur."}, area=("yes", "Den ligger i parken."))
    finish_review(
        make.bo("Kultur"), kim, values=VALUES, findings={pk_of(proposal, "time"): ("not_ours", "Hm.")}, at=make.now()
    )
    decide(proposal)
    release_decisions(make.tove(), proposal.process, at=make.now())
    shown = Client().get(f"/deltagerbudgetter/{proposal.process.slug}/forslag/{proposal.number}/").content.decode()
    assert "Den ligger i parken." in shown
    assert "Ejeren er sur." not in shown
    assert "Hm." not in shown


def test_t14_an_answer_to_another_deltagerbudgets_criterion_is_not_written(proposal: Proposal, review: Review) -> None:
    other = Criterion.objects.fixed(make.process())[0]
    write_review(make.bo(), review, values={}, findings={other.pk: ("no", "Nej.")}, at=make.now())
    assert not Finding.objects.exists()


def test_a_cpr_number_in_an_answer_is_refused(review: Review) -> None:
    with pytest.raises(NotPossible):
        finish(review, VALUES, area=("yes", "Spørg 070761-4285 om det."))


def test_a_reason_is_inserted_and_nothing_is_saved_or_lost(proposal: Proposal, review: Review) -> None:
    typed = {"verdict": "infeasible", "reason": "Kære Anna.", "price_ore": "vist 300", "begrundelse": "Fredet natur"}
    typed |= {f"why_{pk_of(proposal, 'area')}": "Ved søen.", "indsaet": "1"}
    page = as_(make.bo()).post(f"/medarbejder/vurdering/{review.pk}/", typed)
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Kære Anna.\n\nStedet er fredet." in shown
    for words in ("vist 300", "Ved søen."):
        assert words in shown, words
    review.refresh_from_db()
    assert (review.reason, review.findings.count()) == ("", 0)
    finish(review, VALUES)
    desk = as_(make.tove()).post(f"/medarbejder/vurdering/forslag/{proposal.pk}/afgoer/", typed)
    assert "Kære Anna.\n\nStedet er fredet." in desk.content.decode()
    assert not hasattr(Proposal.objects.get(pk=proposal.pk), "decision")
