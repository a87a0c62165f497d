"""The page for an address that does not exist, in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.browser import PageAt

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("path", "language"), [("/findes-ikke/", "da"), ("/en/findes-ikke/", "en")])
def test_missing_page_speaks_the_language_of_its_address(
    live_server: LiveServer, page_at: PageAt, axe: Callable[[Page], None], path: str, language: str, width: int
) -> None:
    page = page_at(width)
    response = page.goto(f"{live_server.url}{path}")
    assert response is not None
    assert response.status == 404
    assert page.locator("html").get_attribute("lang") == language
    axe(page)
