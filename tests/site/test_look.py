"""The public pages in a browser: accessible, no wider than the phone, and the main action in sight."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from tests import make
from tests.browser import PageAt

from deltagerbudget.acts.vocabulary import PhaseKind

pytestmark = pytest.mark.django_db(transaction=True)
Axe = Callable[[Page], None]


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_accessible(live_server: Any, page_at: PageAt, axe: Axe, width: int) -> None:
    vote = make.open_vote()
    start = f"/deltagerbudgetter/{vote.process.slug}/"
    page = page_at(width)
    rest = ("", "forslag/?orden=3", "forslag/?orden=3&q=zzz", "forslag/1/")
    urls = ("/", "/omraader/", "/omraader/tranbjerg/", *(start + end for end in rest), "/puljer/oplandspuljen/", "/om/")
    for url in (*urls, f"/en{start}"):
        page.goto(f"{live_server.url}{url}")
        axe(page)


def test_the_main_action_is_seen_on_a_phone_without_scripts(live_server: Any, page_at: PageAt) -> None:
    process = make.process(PhaseKind.IDEAS)
    page = page_at(390, javascript=False)
    page.set_viewport_size({"width": 390, "height": 844})
    for url in ("/", f"/deltagerbudgetter/{process.slug}/"):
        page.goto(f"{live_server.url}{url}")
        box = page.locator("main .button-primary").first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844


def test_an_area_is_found_without_scripts(live_server: Any, page_at: PageAt) -> None:
    make.process(PhaseKind.IDEAS)
    page = page_at(390, javascript=False)
    page.goto(live_server.url)
    page.fill("#find", "tranbjerg")
    page.locator(".find-area button").click()
    page.wait_for_url("**/omraader/tranbjerg/")
    assert page.locator("h1").inner_text() == "Tranbjerg"
