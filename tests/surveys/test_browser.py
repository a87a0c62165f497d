"""Answered in a browser: by keyboard on a phone, and without scripts on a wide screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from tests import make
from tests.ballots.test_booth_browser import press
from tests.browser import PageAt
from tests.surveys.asked import numbers, opened, over
from tests.surveys.test_results import given

from deltagerbudget.surveys.models import Collection, FreeText
from deltagerbudget.ui import guard

Axe = Callable[[Page], None]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_from_the_booth_s_last_page_by_keyboard(
    live_server: Any, page_at: PageAt, axe: Axe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LEAST_SECONDS", 0)
    vote = make.open_vote()
    collection = opened(vote.process)
    page = page_at(390)
    page.goto(f"{live_server.url}/stem/farvel/")
    axe(page)
    press(page, f'a[href="/spoergeskema/{collection.key}/"]', "Enter")
    page.wait_for_url("**/spoergeskema/**")
    axe(page)
    press(page, "form.narrow button", "Enter")
    page.wait_for_selector(".error-summary")
    axe(page)
    # A group is one stop of the Tab key; the arrows choose in it.
    press(page, "#id_q1_0", "Space")
    page.keyboard.press("ArrowDown")
    press(page, "#id_q4", "End")
    page.keyboard.type("Mere lys.")
    press(page, "form.narrow button", "Enter")
    page.wait_for_url("**/tak/")
    axe(page)
    assert numbers(collection)[0, 2] == 1
    assert FreeText.objects.get().text == "Mere lys."
    page.goto(f"{live_server.url}/spoergeskema/{collection.key}/")
    assert page.locator("form.narrow").count() == 0
    axe(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_without_scripts_and_the_answers(
    live_server: Any, page_at: PageAt, axe: Axe, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(guard, "LEAST_SECONDS", 0)
    collection = opened()
    page = page_at(width, javascript=False)
    address = f"{live_server.url}/spoergeskema/{collection.key}/"
    page.goto(address)
    page.check("#id_q1_0")
    page.click("form.narrow button")
    page.wait_for_url("**/tak/")
    assert Collection.objects.get().respondents == 1
    given(over(collection), {0: [20, 15], 1: [0, 0, 1, 17, 17], 2: [12, 12, 12]}, 36)
    page = page_at(width)
    page.goto(f"{address}svar/")
    axe(page)
