"""What the municipality writes breaks no page, however long its words are."""

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
from deltagerbudget.municipality.actions import edit_brand, edit_contacts, edit_council, edit_wording, rename_area

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What reaches beyond the screen, unless it lies in a frame that scrolls by itself.
TOO_WIDE = """document.documentElement.scrollWidth <= 390 ? [] : [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > 391).map((each) => each.outerHTML.slice(0, 120))"""


def _long() -> None:
    ada, at, area = make.administrator(), make.now(), make.area()
    edit_brand(ada, name="Ø" * 80, primary="#0b5c55", at=at)
    office = {"name": "k" * 120, "role_da": "r" * 120, "hours_da": "t" * 120, "email": f"{'a' * 60}@example.dk"}
    edit_contacts(ada, contacts=[office] * 4, at=at)
    edit_wording(ada, "front.lead", da="l" * 240, en="", at=at)
    edit_wording(ada, "help.proposal.what", da="h" * 300, en="", at=at)
    rename_area(ada, area, name="Å" * 120, at=at)
    council = {"name": "f" * 120, "url": f"https://example.dk/{'x' * 250}", "phone": "", "email": office["email"]}
    edit_council(ada, area, values=council, at=at)


def test_long_words_stay_inside_a_phone(live_server: LiveServer, page_at: PageAt, axe: Callable[[Page], None]) -> None:
    draft = make.draft(make.process())
    _long()
    for name in ("Adam Administrator", "Anna Jensen"):
        make.anna()
        client, page = Client(), page_at(390)
        client.force_login(Person.objects.get(name=name))
        key = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": live_server.url}])
        staff = ["", "omraader/", "kontakt/", "omraader/tranbjerg/faellesraad/"]
        own = [f"/medarbejder/kommunen/{each}" for each in staff]
        for address in (
            own if name.startswith("Adam") else ["/", "/omraader/tranbjerg/", f"/forslag/{draft.pk}/trin/beskriv/"]
        ):
            page.goto(f"{live_server.url}{address}")
            assert page.evaluate(TOO_WIDE) == [], address
    axe(page)
