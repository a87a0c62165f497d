"""The set-up pages in a browser, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests import make
from tests.browser import PageAt

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import PhaseKind

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("ret/opgave", "ret/stemmeseddel", "faser", "penge", "kontakter", "tjekliste")


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 390])
def test_every_page_is_accessible(
    live_server: LiveServer, page_at: PageAt, axe: Callable[[Page], None], width: int
) -> None:
    draft, frozen = make.draft_process(PhaseKind.IDEAS), make.frozen().process
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    page = page_at(width)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    addresses = ["", "nyt/", *[f"{process.slug}/{each}/" for process in (draft, frozen) for each in PAGES]]
    for address in addresses:
        answer = page.goto(f"{live_server.url}/medarbejder/deltagerbudgetter/{address}")
        assert answer is not None
        assert answer.status == 200, address
        axe(page)
    page.goto(f"{live_server.url}/medarbejder/deltagerbudgetter/{draft.slug}/faser/")
    page.get_by_label("Afstemning: navn").fill("")
    page.get_by_role("button", name="Gem", exact=True).click()
    page.locator("[data-error-summary]").wait_for()
    axe(page)
