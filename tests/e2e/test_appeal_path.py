"""A refusal that is appealed and reversed: asked for a change, refused by two, and looked at again by a third.

Once at a desk, once without JavaScript on a phone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests import make
from tests.browser import PageAt
from tests.e2e.walker import Walker

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.demo import people
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.actions import assign_review
from deltagerbudget.review.models import Department, Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

WISH = "Der ligger et kabel under træet. Kan huset stå et andet sted?"
WHY = "Huset kan ikke stå oven på et kabel."
APPEAL = "Kablet blev gravet op i foråret. Se på kortet fra elværket."
ANSWER = "Du har ret: kablet er væk, og træet kan bære et hus."


@pytest.fixture
def proposal(transactional_db: None) -> Proposal:
    """Anna's, in review, and Bo's department is asked."""
    process = make.process(title="Et grønt sted")
    people.settle(make.today())
    anna = people.actor("anna")
    sent = make.submitted(process, author=anna, title="Et hus i træet", what="Et hus i det gamle træ.")
    process = make.shift_to(process, PhaseKind.REVIEW)
    department = Department.objects.filter(members=people.account("bo")).order_by("pk")[0]
    assign_review(people.actor("tove"), sent, department, due_on=make.today() + timedelta(days=3), at=make.now())
    return Proposal.objects.get(pk=sent.pk)


@pytest.mark.parametrize(
    ("width", "javascript"),
    [(1280, True), (390, False)],
    ids=["desk", "phone-no-javascript"],
)
def test_a_refusal_is_appealed_and_reversed(
    live_server: LiveServer,
    page_at: PageAt,
    axe: Callable[[Page], None],
    proposal: Proposal,
    *,
    width: int,
    javascript: bool,
) -> None:
    def someone(person: str = "") -> Walker:
        walker = Walker(page_at(width, javascript=javascript), live_server.url)
        if person:
            walker.log_in(person)
        return walker

    def see(walker: Walker, *, also: str = "") -> None:
        if javascript:
            axe(walker.page)
        assert also in walker.text()

    anna, tove, visitor = someone("anna"), someone("tove"), someone()
    public = f"/deltagerbudgetter/{proposal.process.slug}/forslag/{proposal.number}/"
    judge(someone("bo"))
    ask_for_a_change(tove, proposal)
    keep_it(anna, proposal)
    refuse(tove, someone("tom"), proposal)
    visitor.go(public)
    assert WHY not in visitor.text(), "nothing is public before the release"
    tove.go(f"/medarbejder/vurdering/{proposal.process.slug}/forslag/")
    tove.press_in("/offentliggoer/")
    visitor.go(public)
    see(visitor, also=WHY)
    read_the_card_and_appeal(anna, proposal)
    see(anna, also="Din klage har nummer")
    visitor.go(public)
    assert APPEAL not in visitor.text(), "only the municipality reads an appeal"
    take_no_part(tove, proposal)
    reverse(someone("ada"), proposal)
    assert Proposal.objects.get(pk=proposal.pk).stage == Stage.ADMITTED
    visitor.go(public)
    see(visitor, also=ANSWER)
    assert "25.000 kr." in visitor.text()
    anna.go(f"/forslag/{proposal.pk}/klage/")
    see(anna, also=ANSWER)


def judge(bo: Walker) -> None:
    """No, with an answer to one of the criteria and a reason for it."""
    review = Review.objects.get()
    bo.go("/medarbejder/vurdering/")
    bo.press(bo.page.locator(f"a[href$='/medarbejder/vurdering/{review.pk}/']").first)
    bo.tick("verdict", "infeasible")
    bo.write(reason="Der ligger et kabel under træet.")
    named = bo.page.locator("input[name^='answer_']").first.get_attribute("name") or ""
    bo.tick(named, "no")
    bo.write(**{named.replace("answer", "why"): "Der må ikke bygges over kabler."})
    bo.press(bo.page.locator("button[formaction$='/faerdig/']"))
    review.refresh_from_db()
    assert review.finished_at is not None


def ask_for_a_change(tove: Walker, proposal: Proposal) -> None:
    tove.go(f"/medarbejder/vurdering/forslag/{proposal.pk}/")
    tove.press(tove.page.locator("main a[href$='/aendring/']").first)
    tove.write(wish=WISH)
    tove.write_date("until", make.today() + timedelta(days=7))
    tove.press(tove.page.locator("main form button.button-primary").first)


def keep_it(anna: Walker, proposal: Proposal) -> None:
    """From her own page, where it waits for her."""
    anna.go("/min-side/")
    anna.press(anna.page.locator(f"main a[href$='/forslag/{proposal.pk}/svar/']").first)
    assert WISH in anna.text()
    anna.tick("answer", "kept")
    anna.write(words="Træet står, hvor det står.")
    anna.press(anna.page.locator("main form button.button-primary").first)


def refuse(tove: Walker, tom: Walker, proposal: Proposal) -> None:
    """By one person, and approved by another who finds it among what waits."""
    tove.go(f"/medarbejder/vurdering/forslag/{proposal.pk}/")
    tove.tick("ruling", "refuse")
    tove.write(reason=WHY)
    tove.press(tove.page.locator("form[action$='/afgoer/'] button.button-primary").first)
    tom.go("/medarbejder/")
    tom.press(tom.page.locator(f"main a[href$='/forslag/{proposal.pk}/']").first)
    tom.press_in("/godkend/")


def read_the_card_and_appeal(anna: Walker, proposal: Proposal) -> None:
    anna.go("/min-side/")
    anna.press(anna.page.locator(f"main a[href$='/forslag/{proposal.pk}/klage/']").first)
    assert "Der må ikke bygges over kabler." in anna.text(), "the card of criteria, with the reason"
    anna.write(words=APPEAL)
    anna.press(anna.page.locator("main form button.button-primary").first)


def take_no_part(tove: Walker, proposal: Proposal) -> None:
    """Whoever refused it reads the appeal and cannot answer it."""
    tove.go(f"/medarbejder/vurdering/forslag/{proposal.pk}/klage/")
    assert APPEAL in tove.text()
    assert tove.page.locator("input[name='outcome']").count() == 0


def reverse(ada: Walker, proposal: Proposal) -> None:
    ada.go("/medarbejder/")
    ada.press(ada.page.locator(f"main a[href$='/forslag/{proposal.pk}/klage/']").first)
    ada.tick("outcome", "reversed")
    ada.write(answer=ANSWER, price_ore="25.000")
    ada.press(ada.page.locator("main form button.button-primary").first)
