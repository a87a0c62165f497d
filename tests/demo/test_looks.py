"""The demonstration's own pages in a browser, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.browser import PageAt

from deltagerbudget.acts.models import ClockOffset

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_pages_are_accessible_and_the_clock_moves(
    demonstration: None, live_server: LiveServer, page_at: PageAt, axe: Callable[[Page], None]
) -> None:
    for width in (1280, 390):
        page = page_at(width)
        for address in ("/demo/", "/demo/post/", "/en/demo/", "/en/demo/post/"):
            page.goto(f"{live_server.url}{address}")
            axe(page)
    page.goto(f"{live_server.url}/demo/")
    page.get_by_role("button", name="Gå frem til").first.click()
    page.wait_for_url("**/deltagerbudgetter/**")
    assert ClockOffset.objects.get().seconds > 0
