"""Equal shares from the set-up to what one's own part paid for, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests import make
from tests.browser import PageAt
from tests.e2e.test_all_channels import log_in
from tests.e2e.walker import Walker

from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import BallotType, Completion, CountMethod, Utility

Axe = Callable[[Page], None]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_it_is_chosen_in_the_set_up(live_server: LiveServer, page_at: PageAt, axe: Axe) -> None:
    """The details are folded away until somebody wants them; what is wrong in them is said with all that was typed."""
    draft = make.draft_process(count_method=CountMethod.GREEDY)
    tove = Walker(page_at(1280), live_server.url, by_keyboard=True)
    log_in(tove.page, live_server.url, make.tove())
    address = f"/medarbejder/deltagerbudgetter/{draft.slug}/ret/stemmeseddel/"
    tove.go(address)
    tove.tick("ballot_type", BallotType.APPROVAL)
    tove.tick("count_method", CountMethod.EQUAL_SHARES)
    assert not tove.page.locator("[name='equal_step_ore']").is_visible()
    tove.unfold(tove.page.locator("details.more:has([name='equal_step_ore']) summary"))
    tove.tick("equal_utility", Utility.CARDINALITY)
    tove.tick("equal_completion", Completion.ADD1)
    tove.write(equal_step_ore="1,50")
    save(tove)
    assert "hele kroner" in tove.page.locator("[data-error-summary]").inner_text()
    assert tove.page.locator("[name='equal_utility'][value='cardinality']").is_checked()
    axe(tove.page)
    tove.write(equal_step_ore="2")
    save(tove)
    made = Process.objects.get(pk=draft.pk)
    assert (made.count_method, made.ballot_type) == (CountMethod.EQUAL_SHARES, BallotType.APPROVAL)
    assert (made.equal_utility, made.equal_completion, made.equal_step_ore) == ("cardinality", "add1", 200)
    tove.go(address)
    assert tove.page.locator("[name='equal_step_ore']").input_value() == "2"
    axe(tove.page)


def test_from_the_booth_to_what_ones_part_paid_for(live_server: LiveServer, page_at: PageAt, axe: Axe) -> None:
    """In the booth one ticks all that one wants, whatever it costs together; the result says whose part went where."""
    equal = {"count_method": CountMethod.EQUAL_SHARES, "ballot_type": BallotType.APPROVAL}
    vote = make.open_vote((3_200_000, 7_845_000, 2_000_000), **equal)
    for place in range(30):
        make.cast(vote, f"voter{place}", [1, 2] if place < 15 else [3])
    anna = Walker(page_at(390), live_server.url, by_keyboard=True)
    anna.go(f"/stem/{vote.process.slug}/")
    axe(anna.page)
    for number in ("1", "2", "3"):
        anna.tick("valg", number)
    onward(anna, "main form button.button-primary")
    axe(anna.page)
    onward(anna, "main a.button-primary")
    onward(anna, "main form button.button-primary")
    anna.choose("anna")
    onward(anna, "main form button.button-primary.button-large")
    assert anna.page.url.endswith("/gemt/")
    axe(anna.page)
    make.published(make.closed(vote))
    reader = Walker(page_at(390), live_server.url, by_keyboard=True)
    reader.go(f"/resultat/{vote.process.slug}/")
    axe(reader.page)
    onward(reader, "main a[href$='/min-del/']")
    for number in (1, 2, 3):
        reader.unfold(reader.page.locator(f"#valg-{number}"), key="Space")
    assert "Din del gik til" in reader.page.inner_text("[data-statement-says]")
    axe(reader.page)


def onward(walker: Walker, target: str) -> None:
    walker.press(walker.page.locator(target).last)


def save(walker: Walker) -> None:
    onward(walker, "main form.setup button.button-primary")
