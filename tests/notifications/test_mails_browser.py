"""Every kind of mail in a browser: readable to everyone at both widths, and nothing is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from deltagerbudget.notifications.examples import EXAMPLES, example

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("width", [390, 1280])
def test_every_mail_can_be_read(page_at: Callable[[int], Page], axe: Callable[[Page], None], width: int) -> None:
    page = page_at(width)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    for name in EXAMPLES:
        for language in ("da", "en"):
            written = example(name, language)
            page.set_content(written.html)
            axe(page)
            assert page.title() == written.subject
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h1").count() == 1
    assert fetched == []


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_text_and_html_say_the_same(name: str) -> None:
    for language in ("da", "en"):
        written = example(name, language)
        addresses = {line for line in written.text.split() if line.startswith("http")}
        assert addresses
        assert all(f'href="{address}"' in written.html for address in addresses)
        assert "class=" not in written.html
        assert "<img" not in written.html
