"""A member of staff is invited, sets up an app and a key, works, and loses the role while logged in."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from tests import make
from tests.staff.people import LOGIN, newest_code

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.staff import totp
from deltagerbudget.staff.actions import invite_staff, revoke_role
from deltagerbudget.staff.models import Factor
from deltagerbudget.staff.post import write_invitation

pytestmark = pytest.mark.django_db(transaction=True)
CLICK = "main button.button-primary:visible"


def test_from_the_invitation_to_the_end(  # type: ignore[no-untyped-def]
    live_server, page_at, axe: Callable[[Page], None], settings
) -> None:
    settings.STAFF_BY_ONE_CLICK = False
    settings.SITE_URL = live_server.url.replace("127.0.0.1", "localhost")
    page = page_at(390)
    page.goto(settings.SITE_URL + invited())
    axe(page)
    page.click(CLICK)
    secret = page.locator(".secret code").inner_text().replace(" ", "")
    axe(page)
    page.fill("#id_code", totp.code_at(secret, int(time.time()) // totp.SECONDS))
    page.click(CLICK)
    page.click(CLICK)
    assert page.locator(".paper-codes li").count() == 10
    axe(page)
    add_key(page)
    log_in_with_key(page)
    page.goto(settings.SITE_URL + "/medarbejder/deltagerbudgetter/")
    assert page.locator("h1").inner_text() == "Deltagerbudgetter"
    grant = Grant.objects.select_related("person").get(person__email="bente@example.dk")
    revoke_role(make.administrator(), grant, at=make.now())
    answer = page.reload()
    assert answer is not None
    assert answer.status == 403


def invited() -> str:
    invitation, token = invite_staff(
        make.administrator(), address="bente@example.dk", name="Bente Byraad", role=Role.OWNER, area=None, at=make.now()
    )
    write_invitation(invitation, token, language="da", at=make.now())
    return f"/medarbejder/invitation/?til={invitation.pk}&kode={token}"


def add_key(page: Page) -> None:
    """A key that Chromium plays; the same messages as from a real one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})
    page.goto(at(page, "/medarbejder/adgang/noegle/"))
    page.fill("#id_name", "Blå nøgle")
    page.click(CLICK)
    page.wait_for_url("**/medarbejder/adgang/")
    assert page.get_by_text("Blå nøgle", exact=True).is_visible()
    person = Person.objects.get(email="bente@example.dk")
    assert sorted(Factor.objects.filter(person=person).values_list("kind", flat=True)) == ["app", "key"]


def log_in_with_key(page: Page) -> None:
    page.context.clear_cookies()
    page.goto(at(page, LOGIN))
    page.fill("#id_address", "bente@example.dk")
    page.click(CLICK)
    page.fill("#id_code", newest_code("bente@example.dk"))
    page.click(CLICK)
    page.click("form[data-key=get] button")
    page.wait_for_url("**/medarbejder/")


def at(page: Page, path: str) -> str:
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}{path}"
