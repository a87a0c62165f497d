"""The staff's pages: the queue, the review, the desk of the process owner."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import PhaseKind, Role
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import assign_review, decide_proposal, finish_review, write_review
from deltagerbudget.review.models import Decision, Department, Review
from deltagerbudget.review.rules import Ruling, Verdict

pytestmark = pytest.mark.django_db
QUEUE = "/medarbejder/vurdering/"
SAID = {
    "verdict": "feasible",
    "reason": "Der er plads.",
    "price_ore": "32.000",
    "price_basis": "Tilbud",
    "running_cost_ore": "",
    "internal_note": "Spørg Per.",
}
DECIDED = {"ruling": "admit", "reason": "God idé.", "price_ore": "32.000", "price_basis": "", "running_cost_ore": ""}


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def text_of(response: Any) -> str:
    html: str = response.content.decode()
    return html


def stranger() -> Actor:
    """A caseworker of another department."""
    kim = make.staff("Kim Kultur", Role.CASEWORKER)
    Department.objects.get_or_create(name="Kultur")[0].members.add(kim.person_id)
    return kim


@pytest.fixture
def process() -> Process:
    return make.process()


@pytest.fixture
def proposal(process: Process) -> Proposal:
    return make.submitted(process, title="Drikkepost")


@pytest.fixture
def review(proposal: Proposal) -> Review:
    return assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())


def desk(proposal: Proposal, act: str = "") -> str:
    return f"{QUEUE}forslag/{proposal.pk}/{act}"


def test_it_works_from_the_question_to_the_public_answer(process: Process, proposal: Proposal) -> None:
    tove, bo, department = as_(make.tove()), as_(make.bo()), make.department()
    due = (make.today() + timedelta(days=7)).isoformat()
    assert tove.post(desk(proposal, "spoerg/"), {"department": department.pk, "due_on": due}).status_code == 302
    review = Review.objects.get()
    assert "Drikkepost" in text_of(bo.get(QUEUE))
    assert bo.post(f"{QUEUE}{review.pk}/", SAID).status_code == 302
    assert bo.post(f"{QUEUE}{review.pk}/faerdig/", SAID)["Location"] == QUEUE
    assert "Drikkepost" not in text_of(bo.get(QUEUE))
    make.shift_to(process, PhaseKind.REVIEW)
    assert "32.000" in text_of(tove.get(desk(proposal)))
    assert tove.post(desk(proposal, "afgoer/"), DECIDED).status_code == 302
    assert tove.post(f"{QUEUE}{process.slug}/offentliggoer/").status_code == 302
    proposal.refresh_from_db()
    assert (proposal.stage, proposal.price_ore) == (Stage.ADMITTED, 3_200_000)


def test_b51_a_caseworker_sees_the_own_departments_reviews_each_once(review: Review) -> None:
    make.department().members.add(make.person("En kollega"))
    assert text_of(as_(make.bo()).get(QUEUE)).count("Drikkepost") == 1
    assert "Drikkepost" not in text_of(as_(stranger()).get(QUEUE))


def test_t13_what_is_not_mine_is_not_there(process: Process, proposal: Proposal, review: Review) -> None:
    kim = as_(stranger())
    for page in (f"{QUEUE}{review.pk}/", desk(proposal), f"{QUEUE}{process.slug}/forslag/"):
        assert kim.get(page).status_code == 404, page
    assert kim.post(f"{QUEUE}{review.pk}/", SAID).status_code == 404
    assert kim.post(f"{QUEUE}{review.pk}/faerdig/", SAID).status_code == 404
    assert kim.post(desk(proposal, "godkend/")).status_code == 404
    viola = as_(make.staff("Viola fra Viby", Role.OWNER, make.area("Viby")))
    for page in (desk(proposal), f"{QUEUE}{process.slug}/forslag/"):
        assert viola.get(page).status_code == 404, page
    for act in ("spoerg/", "afgoer/", "godkend/"):
        assert viola.post(desk(proposal, act), DECIDED).status_code == 404, act
    assert viola.post(f"{QUEUE}{process.slug}/offentliggoer/").status_code == 404
    assert "Drikkepost" not in text_of(viola.get(QUEUE))


def test_t14_who_is_no_staff_is_refused(process: Process, proposal: Proposal, review: Review) -> None:
    pages = [QUEUE, f"{QUEUE}{review.pk}/", desk(proposal), f"{QUEUE}{process.slug}/forslag/"]
    for actor in (make.anna(), make.uffe(), make.fie()):
        for page in pages:
            assert as_(actor).get(page).status_code == 403, page
    for page in pages:
        assert Client().get(page).status_code == 302
    bo = as_(make.bo())
    assert bo.get(desk(proposal)).status_code == 200
    for act in ("spoerg/", "afgoer/"):
        assert bo.post(desk(proposal, act), DECIDED).status_code == 403


def test_the_late_ones_come_first_and_say_so_in_words(process: Process) -> None:
    today = make.today()
    for days, title in ((5, "Snart"), (-3, "Forsinket")):
        sent = make.submitted(process, title=title)
        assign_review(make.tove(), sent, make.department(), due_on=today + timedelta(days=days), at=make.now())
    html = text_of(as_(make.bo()).get(f"/en{QUEUE}"))
    assert html.index("Forsinket") < html.index("Late: was due") < html.index("Snart")


def test_b52_a_finished_review_needs_its_parts_and_the_input_is_kept(review: Review) -> None:
    bo = as_(make.bo())
    for wrong in ({"price_ore": ""}, {"verdict": "infeasible", "reason": ""}, {"verdict": "undecided"}):
        answer = bo.post(f"{QUEUE}{review.pk}/faerdig/", SAID | wrong)
        assert answer.status_code == 409
        assert "Spørg Per." in text_of(answer)
    for price in ("mange", "-5", "1e5", "9" * 30, "١٢"):
        answer = bo.post(f"{QUEUE}{review.pk}/", SAID | {"price_ore": price})
        assert answer.status_code == 422, price
        assert price in text_of(answer)
    review.refresh_from_db()
    assert (review.finished_at, review.verdict) == (None, Verdict.UNDECIDED)


def test_b53_a_finished_review_cannot_be_written_again(review: Review) -> None:
    finish_review(make.bo(), review, values={"verdict": "feasible", "price_ore": 100}, at=make.now())
    bo = as_(make.bo())
    page = text_of(bo.get(f"{QUEUE}{review.pk}/"))
    assert "<form" not in page.split("<main")[1]
    assert bo.post(f"{QUEUE}{review.pk}/", SAID).status_code == 409
    review.refresh_from_db()
    assert review.price_ore == 100


def test_b54_nothing_is_public_before_the_release_and_the_note_never(process: Process, proposal: Proposal) -> None:
    public = f"/deltagerbudgetter/{process.slug}/forslag/{proposal.number}/"
    visitor = Client()
    review = assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())
    values = {"verdict": "feasible", "price_ore": 1_234_500, "reason": "Målt op.", "internal_note": "HEMMELIGT"}
    finish_review(make.bo(), review, values=values, at=make.now())
    make.shift_to(process, PhaseKind.REVIEW)
    make.decided(proposal, price_ore=1_234_500, reason="Afgørende grund")
    before = text_of(visitor.get(public))
    assert "12.345" not in before
    assert "Afgørende grund" not in before
    as_(make.tove()).post(f"{QUEUE}{process.slug}/offentliggoer/")
    after = text_of(visitor.get(public))
    assert "12.345" in after
    for page in (public, f"/deltagerbudgetter/{process.slug}/forslag/", f"/deltagerbudgetter/{process.slug}/"):
        assert "HEMMELIGT" not in text_of(visitor.get(page))
    for staff in (make.tove(), make.bo()):
        assert "HEMMELIGT" in text_of(as_(staff).get(desk(proposal)))


def test_b56_the_release_waits_for_all_and_says_what_is_missing(process: Process, proposal: Proposal) -> None:
    make.submitted(process, author=make.author(1), title="Shelter")
    make.shift_to(process, PhaseKind.REVIEW)
    make.decided(proposal)
    tove = as_(make.tove())
    html = text_of(tove.get(f"/en{QUEUE}{process.slug}/forslag/"))
    assert "1 of 2 proposals is not ready" in html
    assert "No department is asked yet" in html
    assert "offentliggoer" not in html
    answer = tove.post(f"{QUEUE}{process.slug}/offentliggoer/")
    assert answer.status_code == 409
    assert not Decision.objects.released().exists()


def test_a_refusal_is_approved_by_another_on_what_was_read(process: Process, proposal: Proposal) -> None:
    make.shift_to(process, PhaseKind.REVIEW)
    tove, tom = as_(make.tove()), as_(make.tom())
    refusal = DECIDED | {"ruling": "refuse", "reason": "Privat jord."}
    assert tove.post(desk(proposal, "afgoer/"), refusal).status_code == 409
    make.heard(proposal)
    assert tove.post(desk(proposal, "afgoer/"), refusal).status_code == 302
    decision = Decision.objects.get()
    assert "godkend/" not in text_of(tove.get(desk(proposal)))
    assert tove.post(desk(proposal, "godkend/"), {"digest": decision.digest}).status_code == 409
    assert "Drikkepost" in text_of(tom.get(QUEUE))
    assert "Privat jord." in text_of(tom.get(desk(proposal)))
    assert tom.post(desk(proposal, "godkend/")).status_code == 409
    assert tom.post(desk(proposal, "godkend/"), {"digest": decision.digest}).status_code == 302
    decision.refresh_from_db()
    assert decision.approved_at is not None


def test_a_decision_keeps_the_input_after_an_error(process: Process, proposal: Proposal) -> None:
    make.shift_to(process, PhaseKind.REVIEW)
    tove = as_(make.tove())
    answer = tove.post(desk(proposal, "afgoer/"), DECIDED | {"reason": "", "price_basis": "Et tilbud"})
    assert (answer.status_code, "Et tilbud" in text_of(answer)) == (422, True)
    answer = tove.post(desk(proposal, "afgoer/"), DECIDED | {"price_ore": "900.000"})
    assert (answer.status_code, "God idé." in text_of(answer)) == (409, True)
    assert tove.post(desk(proposal, "afgoer/"), DECIDED | {"ruling": "maybe"}).status_code == 422
    assert not Decision.objects.exists()


def test_a_decision_begins_from_the_only_review(process: Process, proposal: Proposal) -> None:
    make.reviewed(proposal, price_ore=1_234_500)
    make.shift_to(process, PhaseKind.REVIEW)
    html = text_of(as_(make.tove()).get(desk(proposal)))
    assert 'value="12.345"' in html
    assert "Det kan lade sig gøre.</textarea>" in html


def test_a_question_needs_a_department_and_a_day_to_come(proposal: Proposal) -> None:
    tove, department = as_(make.tove()), make.department()
    yesterday = (make.today() - timedelta(days=1)).isoformat()
    for wrong in ({}, {"department": department.pk, "due_on": yesterday}, {"department": "9999", "due_on": "x"}):
        assert tove.post(desk(proposal, "spoerg/"), wrong).status_code == 422
    assert not Review.objects.exists()


def test_t20_fields_that_are_not_asked_for_are_ignored(process: Process, review: Review) -> None:
    other = make.submitted(process)
    grab = {"proposal": other.pk, "department": "9", "finished_at": "2020-01-01", "caseworker": "1", "due_on": "x"}
    as_(make.bo()).post(f"{QUEUE}{review.pk}/", SAID | grab)
    before = review.due_on
    review.refresh_from_db()
    assert (review.proposal.title, review.finished_at, review.due_on) == ("Drikkepost", None, before)
    assert review.caseworker_id == make.bo().person_id
    make.shift_to(process, PhaseKind.REVIEW)
    as_(make.tove()).post(desk(other, "afgoer/"), DECIDED | {"released_at": "2020-01-01", "stage": "admitted"})
    other.refresh_from_db()
    assert (other.stage, other.price_ore, other.decision.released_at) == (Stage.SUBMITTED, None, None)


@pytest.mark.parametrize(
    "text", ["<svg onload=alert(1)>", "<img src=x onerror=alert(1)>", '"><script>alert(1)</script>']
)
def test_t01_t03_markup_is_inert(process: Process, proposal: Proposal, text: str) -> None:
    department = Department.objects.create(name=text)
    department.members.add(make.bo().person_id)
    review = assign_review(make.tove(), proposal, department, due_on=make.today(), at=make.now())
    values = {"verdict": "feasible", "price_ore": 1, "reason": text, "price_basis": text, "internal_note": text}
    write_review(make.bo(), review, values=values, at=make.now())
    bo, tove = as_(make.bo()), as_(make.tove())
    html = text_of(bo.get(f"{QUEUE}{review.pk}/")) + text_of(bo.get(QUEUE))
    finish_review(make.bo(), review, values=values, at=make.now())
    make.shift_to(process, PhaseKind.REVIEW)
    decision = decide_proposal(
        make.tove(), proposal, ruling=Ruling.ADMIT, reason=text, price_ore=1, price_basis=text, at=make.now()
    )
    html += text_of(tove.get(desk(proposal))) + text_of(tove.get(f"{QUEUE}{process.slug}/forslag/"))
    decision.released_at = make.now()
    html += render_to_string("review/_decision.html", {"decision": decision, "proposal": proposal})
    for raw in ("<svg onload", "<img src=x", "<script>alert"):
        assert raw not in html


def test_the_public_answer_says_price_reason_basis_and_role() -> None:
    process = make.with_prices([3_200_000, None])
    admitted, refused = process.proposals.order_by("number").select_related("decision")
    with translation.override("en"):
        shown = render_to_string("review/_decision.html", {"decision": admitted.decision, "proposal": admitted})
        refusal = render_to_string("review/_decision.html", {"decision": refused.decision, "proposal": refused})
    for part in ("DKK 32,000", "God idé.", "The process owner"):
        assert part in shown
    assert "does not go on" in refusal
    assert "a second person has approved" in refusal
    unreleased = Decision(reason="Hemmelig", ruling=Ruling.ADMIT)
    assert "Hemmelig" not in render_to_string("review/_decision.html", {"decision": unreleased})


def test_bad_addresses_are_not_there(review: Review) -> None:
    tove, bo = as_(make.tove()), as_(make.bo())
    for page in (f"{QUEUE}forslag/99999999999999999999/", f"{QUEUE}findes-ikke/forslag/"):
        assert tove.get(page).status_code == 404
    assert bo.get(f"{QUEUE}99999999999999999999/").status_code == 404
    assert bo.post(f"{QUEUE}{review.pk}/", SAID | {"reason": "a\x00b"}).status_code == 422


def test_queries_do_not_grow_with_the_rows(process: Process) -> None:
    bo, tove, tom = as_(make.bo()), as_(make.tove()), as_(make.tom())

    def fill(places: range) -> None:
        for place in places:
            sent = make.submitted(process, author=make.author(place))
            assign_review(make.tove(), sent, make.department(), due_on=make.today(), at=make.now())
            make.submitted(process, author=make.author(place))

    def counts() -> list[int]:
        pages = ((bo, QUEUE), (tove, QUEUE), (tom, QUEUE), (tove, f"{QUEUE}{process.slug}/forslag/"))
        return [queries(client, page) for client, page in pages]

    fill(range(2))
    few = counts()
    fill(range(2, 12))
    assert counts() == few
    assert max(few) <= 16


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len(caught)
