"""Twenty proposals cleared: at a desk by keyboard alone, and on a phone without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests import make
from tests.browser import PageAt
from tests.e2e.walker import Walker

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.demo import people
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import finish_review
from deltagerbudget.review.models import Decision, Department, Review
from deltagerbudget.review.rules import Verdict

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TWENTY = 20
DEAR = 17


@pytest.fixture
def process(transactional_db: None) -> Process:
    """In review, with twenty proposals that nobody has looked at."""
    made = make.process(PhaseKind.IDEAS)
    for number in range(1, TWENTY + 1):
        make.submitted(made, author=make.author(number), title=f"Bænk nummer {number}")
    people.settle(make.today())
    return make.shift_to(made, PhaseKind.REVIEW)


@pytest.mark.parametrize(
    ("width", "by_keyboard", "javascript"),
    [pytest.param(1280, True, True, marks=pytest.mark.slow), (390, False, False)],
    ids=["desk-keyboard", "phone-no-javascript"],
)
def test_twenty_proposals_are_cleared(
    live_server: LiveServer,
    page_at: PageAt,
    axe: Callable[[Page], None],
    process: Process,
    *,
    width: int,
    by_keyboard: bool,
    javascript: bool,
) -> None:
    tove = Walker(page_at(width, javascript=javascript), live_server.url, by_keyboard=by_keyboard)
    tove.log_in("tove")
    department = ask_them_all(tove, process)
    judged(department)
    let_go_on(tove, process)
    if javascript:
        axe(tove.page)
    think_again(tove, process)
    the_last_one(tove, process)
    tove.go(f"/medarbejder/vurdering/{process.slug}/forslag/")
    assert f"{TWENTY} af {TWENTY}" in tove.text()
    assert tove.page.locator("form[action$='/offentliggoer/']").count() == 1
    assert Decision.objects.filter(proposal__process=process).count() == TWENTY


def ask_them_all(tove: Walker, process: Process) -> Department:
    """One page, one department, one day, for all twenty."""
    department = Department.objects.order_by("name")[0]
    several(tove, process, "Spørg en afdeling")
    tove.select("department", department.name)
    tove.write_date("due_on", localdate(now()) + timedelta(days=5))
    tove.press(tove.page.locator("main form button.button-primary").last)
    assert f"{TWENTY} forslag" in tove.text()
    assert Review.objects.filter(department=department).count() == TWENTY
    return department


def judged(department: Department) -> None:
    """How a review is written, the main path walks."""
    caseworker = actor_for(department.members.order_by("pk")[0].pk)
    for review in Review.objects.select_related("proposal").order_by("pk"):
        values = {"verdict": Verdict.FEASIBLE, "price_ore": 2_000_000, "reason": "Der er plads til den."}
        finish_review(caseworker, review, values=values, at=now())


def let_go_on(tove: Walker, process: Process) -> None:
    """All but one, which should wait; the page says what each will be before anything is done."""
    several(tove, process, "Lad gå videre", "?mangler=afgoerelse")
    assert "20.000 kr." in tove.text()
    assert not Decision.objects.exists()
    waits = Proposal.objects.get(process=process, number=DEAR)
    tove.untick("valgt", str(waits.pk))
    tove.write(reason="Den er til gavn for alle.")
    tove.press(tove.page.locator("main form button.button-primary").last)
    assert f"{TWENTY - 1} forslag" in tove.text()
    assert set(Proposal.objects.exclude(decision=None).values_list("number", flat=True)) == {
        number for number in range(1, TWENTY + 1) if number != DEAR
    }


def think_again(tove: Walker, process: Process) -> None:
    """What is not published yet is undone by one press, and decided anew."""
    proposal = Proposal.objects.get(process=process, number=3)
    tove.go(f"/medarbejder/vurdering/forslag/{proposal.pk}/?liste=1&mangler=afgoerelse")
    tove.press(tove.page.locator("form[action*='/fortryd/'] button").first)
    assert not Decision.objects.filter(proposal=proposal).exists()


def the_last_one(tove: Walker, process: Process) -> None:
    """The two that are left, one after the other; each answer leads on to the next."""
    first = Proposal.objects.get(process=process, number=3)
    tove.go(f"/medarbejder/vurdering/forslag/{first.pk}/?liste=1&mangler=afgoerelse")
    for number, price in ((3, "18.000"), (DEAR, "22.000")):
        assert f"Bænk nummer {number}" in tove.page.locator("h1").inner_text()
        tove.tick("ruling", "admit")
        tove.write(reason="Det kan bygges.", price_ore=price)
        tove.press(tove.page.locator("form[action*='/afgoer/'] button.button-primary").first)
    assert Decision.objects.get(proposal__number=DEAR).price_ore == 2_200_000


def several(tove: Walker, process: Process, deed: str, query: str = "") -> None:
    """From the list: what should be done with all that it shows."""
    tove.go(f"/medarbejder/vurdering/{process.slug}/forslag/{query}")
    label = tove.page.locator("select[name='goer'] option", has_text=deed).first.inner_text()
    tove.select("goer", label)
    tove.press(tove.page.locator("button[name='alle']"))
