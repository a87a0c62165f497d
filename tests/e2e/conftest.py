"""The demonstration as a whole, for tests that walk through it."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page
from tests.browser import PageAt


def client_of(person: str | None) -> Client:
    """A client that is logged in as one of the invented people, or a visitor."""
    from deltagerbudget.demo.people import account

    client = Client()
    if person:
        client.force_login(account(person))
    return client


@pytest.fixture
def page_as(page_at: PageAt) -> Callable[..., Page]:
    """`page_as("tove", url, 390)`: a page that is already logged in."""

    def open_page(person: str | None, url: str, width: int = 1280) -> Page:
        page = page_at(width)
        cookies = client_of(person).cookies
        page.context.add_cookies(
            [{"name": name, "value": cookie.value, "url": url} for name, cookie in cookies.items()]
        )
        return page

    return open_page
