"""A support round in a browser: supported without scripts on a phone, and accessible to everyone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests import make
from tests.browser import PageAt
from tests.support import rounds

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)


def enter(page: Page, actor: Actor, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def test_it_is_supported_on_a_phone_without_scripts(live_server: LiveServer, page_at: PageAt) -> None:
    row = rounds.proposal()
    page = page_at(390, javascript=False)
    enter(page, rounds.neighbour(1), live_server)
    page.goto(live_server.url + reverse("site:proposal", args=[row.process.slug, row.number]))
    page.get_by_role("link", name="Støt forslaget").click()
    page.get_by_role("button", name="Ja, jeg støtter det").click()
    assert page.locator("h1").inner_text() == "Du støtter forslaget"
    assert rounds.count(row) == 1


def test_every_page_of_it_is_accessible(live_server: LiveServer, page_at: PageAt, axe: Callable[[Page], None]) -> None:
    made = rounds.process(sent=2)
    first, second = rounds.rows(made)
    rounds.supported(first, 1, 2)
    public = [reverse("site:proposal", args=[made.slug, row.number]) for row in (first, second)]
    page = page_at(390)
    for url in (public[0], reverse("site:proposals", args=[made.slug]) + "?orden=stoette"):
        page.goto(live_server.url + url)
        axe(page)
    enter(page, rounds.neighbour(1), live_server)
    for row in (first, second):
        page.goto(live_server.url + reverse("support:support", args=[row.pk]))
        axe(page)
    rounds.over(made)
    page.goto(live_server.url + public[1])
    axe(page)
    enter(page, make.tove(), live_server)
    page.goto(live_server.url + reverse("support_staff:lift", args=[second.pk]))
    page.get_by_role("button", name="Tag det op igen").click()
    page.locator("[data-error-summary]").wait_for()
    axe(page)
    page.goto(live_server.url + reverse("review_staff:proposal", args=[second.pk]))
    axe(page)
