"""The map in a browser: by keyboard, accessible, and no request leaves the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from tests import make
from tests.browser import PageAt
from tests.places.files import TOWNS, TWO

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.places.actions import import_areas
from deltagerbudget.places.plan import Upload

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_map_works_by_keyboard_and_asks_no_other_server(
    live_server: Any, page_at: PageAt, axe: Callable[[Page], None]
) -> None:
    make.process(PhaseKind.IDEAS)
    import_areas(make.administrator(), Upload(areas=TWO, places=TOWNS), at=make.now())
    page, asked = page_at(1280), set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page.goto(f"{live_server.url}/kort/")
    page.wait_for_selector("figure[data-map-shown]")
    axe(page)
    marker = page.locator(".map-marker.is-open")
    assert marker.get_attribute("aria-label", timeout=5000).startswith("1. Tranbjerg")  # type: ignore[union-attr]
    marker.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/omraader/tranbjerg/")
    assert asked - {""} == {urlsplit(live_server.url).netloc}
