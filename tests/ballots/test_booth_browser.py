"""The whole booth in a browser: by keyboard on a phone, and without scripts on a wide screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route
from tests import make
from tests.browser import PageAt

from deltagerbudget.ballots.models import Ballot, Vote

Axe = Callable[[Page], None]
pytestmark = pytest.mark.django_db(transaction=True)


def press(page: Page, selector: str, key: str) -> None:
    """Tab until the focus is there, then press: no mouse."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            page.keyboard.press(key)
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def to_the_ballot_box(page: Page, axe: Axe, go: Callable[[str], None]) -> None:
    """From the filled-in list to the stored ballot; ``go`` presses the main action."""
    go("form#ballot .actions button")
    page.wait_for_url("**/tjek/")
    axe(page)
    go(".actions .button-primary")
    page.wait_for_url("**/log-ind/")
    axe(page)
    go("form .button-primary")
    page.wait_for_url("**/simulator/**")
    go('a[href*="person=anna"]')
    page.wait_for_url("**/aflever/")
    axe(page)
    go(".actions .button-primary")
    page.wait_for_url("**/gemt/")
    axe(page)


def test_by_keyboard_on_a_phone(live_server: Any, page_at: PageAt, axe: Axe) -> None:
    vote = make.open_vote()
    page = page_at(390)
    page.goto(f"{live_server.url}/stem/{vote.process.slug}/?orden=4")
    axe(page)
    says = page.locator("[data-pot-says]")
    press(page, "#valg-1", "Space")
    assert "48.000" in (says.text_content() or "")
    assert "30.450" in (page.locator("#mangler-2").text_content() or "")
    assert page.locator("#mangler-2").is_visible()
    assert not page.locator("#mangler-3").is_visible()
    axe(page)
    to_the_ballot_box(page, axe, lambda selector: press(page, selector, "Enter"))
    assert vote.projects.get(number=1).title in page.content()
    press(page, ".booth-leave button", "Enter")
    page.wait_for_url("**/stem/farvel/")
    axe(page)
    page.go_back()
    assert vote.projects.get(number=1).title not in page.content()
    assert Ballot.objects.count() == 1


def test_without_scripts_on_a_wide_screen(live_server: Any, page_at: PageAt, axe: Axe) -> None:
    vote = make.open_vote()
    page = page_at(1280, javascript=False)
    page.goto(f"{live_server.url}/stem/{vote.process.slug}/?orden=4")
    for number in (1, 2):
        page.locator(f"label[for=valg-{number}]").click()
    page.locator("form#ballot .actions button").click()
    assert page.locator("[data-error-summary]").is_visible()
    page.locator("label[for=valg-2]").click()
    to_the_ballot_box(page, lambda _page: None, lambda selector: page.locator(selector).first.click())
    assert vote.projects.get(number=1).title in page.content()
    assert Ballot.objects.count() == 1


def test_the_pages_at_the_door(live_server: Any, page_at: PageAt, axe: Axe) -> None:
    early, shut = make.frozen(), make.open_vote()
    make.closed(shut)
    unfrozen = make.with_prices([3_200_000])
    page = page_at(390)
    for slug in (early.process.slug, shut.process.slug, unfrozen.slug):
        page.goto(f"{live_server.url}/stem/{slug}/")
        axe(page)


def test_leaving_an_unfinished_ballot_warns(live_server: Any, page_at: PageAt) -> None:
    """B23: the browser asks before something ticked is lost."""
    vote: Vote = make.open_vote()
    page = page_at(1280)
    page.goto(f"{live_server.url}/stem/{vote.process.slug}/")
    page.locator("label[for=valg-1]").click()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator(".way-out").click()
    page.wait_for_load_state()
    assert asked == ["beforeunload"]


def test_places_and_points_by_keyboard(live_server: Any, page_at: PageAt, axe: Axe) -> None:
    """A place that is given again is taken from whoever had it, and said; points are counted while they are given."""
    ranked = make.open_vote(ballot_type="ordinal", rank_scores=[3, 2, 1])
    page = page_at(390)
    page.goto(f"{live_server.url}/en/stem/{ranked.process.slug}/?orden=4")
    says = page.locator("[data-count]")
    for number, key in ((1, "ArrowDown"), (3, "ArrowDown")):
        page.locator(f"#valg-{number}").focus()
        page.keyboard.press(key)
    assert page.locator("#valg-1").input_value() == ""
    assert page.locator("#valg-3").input_value() == "3:1"
    assert says.text_content() == "1 of 3 chosen"
    moved = page.locator(".ballot-moved")
    assert moved.get_attribute("role") == "status"
    assert ranked.projects.get(number=1).title in (moved.text_content() or "")
    axe(page)
    pointed = make.open_vote(ballot_type="cumulative", points=3)
    page.goto(f"{live_server.url}/en/stem/{pointed.process.slug}/?orden=4")
    page.locator("#valg-1").select_option("1:3")
    assert says.text_content() == "3 of 3 points given"
    page.locator("#valg-2").select_option("2:1")
    assert says.text_content() == "4 points, at most 3"
    axe(page)


def test_fi_20_the_network_goes_between_handing_in_and_the_answer(live_server: Any, page_at: PageAt, axe: Axe) -> None:
    """Once the ballot has arrived and the answer is lost, once nothing has arrived: both end with one ballot."""
    vote = make.open_vote()
    for lost_is_the_answer in (True, False):
        page = page_at(390)
        ready_to_hand_in(
            page, f"{live_server.url}/stem/{vote.process.slug}/", "anna" if lost_is_the_answer else "mehmet"
        )

        def cut(route: Route, *, arrives: bool = lost_is_the_answer) -> None:
            if arrives:
                route.fetch(max_redirects=0)
            route.abort("aborted")

        page.route("**/aflever/", cut)
        page.click("[data-hand-in] .button-primary")
        unknown = page.locator("#hand-in-unknown")
        unknown.wait_for()
        assert "Vi ved ikke endnu" in unknown.inner_text()
        axe(page)
        page.unroute("**/aflever/")
        unknown.locator("button").click()
        page.wait_for_url("**/gemt/")
        assert vote.projects.get(number=1).title in page.content()
    assert sorted(vote.ballots.values_list("version", flat=True)) == [1, 1]


def ready_to_hand_in(page: Page, booth: str, who: str) -> None:
    page.goto(booth)
    page.check("#valg-1")
    page.click("form#ballot .actions button")
    page.click(".actions .button-primary")
    page.click("form .button-primary")
    page.click(f'a[href*="person={who}"]')
    page.wait_for_url("**/aflever/")
