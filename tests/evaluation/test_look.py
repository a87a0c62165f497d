"""The pages of the evaluation in a browser, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests import make
from tests.browser import PageAt
from tests.evaluation.evaluations import published, told

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_everyone_can_read_them(
    live_server: LiveServer, client: Client, page_at: PageAt, axe: Callable[[Page], None]
) -> None:
    process = told()
    published(process)
    client.force_login(make.person("Tove Tovholder"))
    cookies = [{"name": name, "value": kept.value, "url": live_server.url} for name, kept in client.cookies.items()]
    staff = f"/medarbejder/evaluering/{process.slug}/"
    for width in (1280, 390):
        page = page_at(width)
        for address in ("/evaluering/", f"/evaluering/{process.slug}/", f"/en/evaluering/{process.slug}/"):
            page.goto(f"{live_server.url}{address}")
            axe(page)
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        for address in (staff, f"{staff}tid-og-penge/"):
            page.goto(f"{live_server.url}{address}")
            axe(page)
