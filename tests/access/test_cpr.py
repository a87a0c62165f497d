"""T60: a CPR number that is typed, claimed or put into an address stays nowhere."""

from __future__ import annotations

import logging
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import transaction
from django.test import Client
from tests import make
from tests.access.deeds import DEEDS, Deed
from tests.access.test_matrix import address, client_of, filled, shown_form
from tests.access.test_web import doers, urls
from tests.access.world import World

from deltagerbudget.accounts.actions import know_person
from deltagerbudget.config.logging import formatter
from deltagerbudget.identity.provider import Identity
from deltagerbudget.notifications.outbox import read_journal, send_mails
from deltagerbudget.site import mine

pytestmark = pytest.mark.django_db
CANARIES = ("070761-4285", "0707614285", "070761 4285")
# A public draw is written exactly as it fell, and ten figures are a likely draw.
FIGURES = {("ballots_staff:draw", "seed")}
TYPED = ("Ring til 070761-4285.", "0707614285", "070761 4285", "070761-4285@example.dk")
DIGITS = ("0707614285", "070761-4285", "070761 4285", "070761%204285")


def everything_stored() -> str:
    """Every value of every row, sessions decoded too."""
    from django.contrib.sessions.models import Session

    found = [repr(row) for model in apps.get_models() for row in model._base_manager.values_list()]
    return "\n".join(found + [repr(session.get_decoded()) for session in Session.objects.all()])


def left_in(text: str) -> list[str]:
    return [form for form in DIGITS if form in text]


def written(caplog: pytest.LogCaptureFixture) -> str:
    """What an installation would have written, in each style."""
    styles = [formatter("json"), formatter("console")]
    return "\n".join(style.format(record) for record in caplog.records for style in styles)


@pytest.mark.slow
@pytest.mark.parametrize("text", TYPED)
def test_t60_no_form_stores_a_cpr_number(world: World, caplog: pytest.LogCaptureFixture, text: str) -> None:
    """Each field of each form in turn, as who may fill it in."""
    caplog.set_level(logging.DEBUG)
    kept = set()
    for deed in DEEDS:
        found = doers(deed, world)
        if not deed.states or not found:
            continue
        role, place = found[0]
        data = filled(deed, place) | (shown_form(world, deed) if deed.form else {})
        client, url = client_of(world, role), str(address(deed, place))
        kept |= {(deed.name, name) for name in data if _stores(client, url, data | {name: text})}
    assert kept <= FIGURES
    assert left_in(written(caplog)) == []


def _stores(client: Client, url: str, data: dict[str, Any]) -> bool:
    """All is as before afterwards, the login too."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        is_done = client.post(url, data).status_code == 302
        found = left_in(everything_stored()) if is_done else []
        transaction.set_rollback(True)
    client.cookies = cookies
    return bool(found)


@pytest.mark.slow
def test_t60_no_address_header_or_error_is_written_down(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    for role in ("visitor", "author", "administrator"):
        client = client_of(world, role)
        for canary in CANARIES:
            client.cookies["orden"] = canary
            headers = {
                "referer": f"http://localhost/?x={canary}",
                "user-agent": canary,
                "hx-current-url": f"/{canary}/",
            }
            for url, values in urls(world):
                client.get(url, {"q": canary, "next": f"/{canary}/", "state": canary, "code": canary}, headers=headers)
                for value in values:
                    client.get(url.replace(f"/{value}/", f"/{canary}/"), headers=headers)
            client.get(f"/{canary}/{canary}", headers={"host": f"{canary}.dk"})

    def broken(*_args: Any) -> None:
        raise ValueError(f"cannot read {CANARIES[0]} of anna@example.dk")

    monkeypatch.setattr(mine, "_mine", broken)
    page = client_of(world, "author").get("/min-side/")
    assert page.status_code == 500
    # T65: and the page tells nothing of what went wrong, nor where.
    assert not any(
        word in page.content.decode() for word in ("ValueError", "Traceback", "cannot read", "deltagerbudget/")
    )
    assert left_in(page.content.decode()) == []
    log = written(caplog)
    assert "cannot read" in log
    assert left_in(log) == []
    assert "anna@example.dk" not in log
    assert left_in(everything_stored()) == []


def test_t60_a_login_by_cpr_leaves_a_keyed_hash(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """The database knows neither the number nor a hash that could be guessed from it."""
    import hashlib

    caplog.set_level(logging.DEBUG)
    identity = Identity(
        "dk:cpr:0707614285", "Ida Prøvegaard", date(1961, 7, 7), "tranbjerg", protected=False, loa="high"
    )
    person, _is_new = know_person(identity, language="da")
    assert len(person.ref) == 64
    guesses = ["0707614285", "dk:cpr:0707614285", "070761-4285"]
    stored = everything_stored()
    assert left_in(stored) == []
    for guess in guesses:
        assert not any(hashlib.new(kind, guess.encode()).hexdigest() in stored for kind in ("md5", "sha1", "sha256"))
    assert left_in(written(caplog) + repr(identity) + repr(person) + str(person)) == []


def test_t60_no_mail_carries_a_number(world: World) -> None:
    while read_journal(at=make.now()):
        pass
    while send_mails(at=make.now()):
        pass
    assert len(mail.outbox) > 20
    assert left_in(repr([(one.subject, one.body, one.to) for one in mail.outbox])) == []


def test_each_form_is_tried() -> None:
    """A form without a field to type in needs no canary; all others have one in the table."""
    empty = {deed.name for deed in DEEDS if deed.states and not deed.data and not deed.form}
    assert all(isinstance(deed, Deed) for deed in DEEDS)
    assert empty == {
        "proposals:check",
        "talk:agree",
        "review_staff:withdraw_review",
        "events:give_up",
        "review_staff:withdraw_decision",
        "talk_staff:leave",
        "surveys_staff:close",
        "events:book",
        "behalf_staff:begin",
        "proposals:remove_picture",
        "proposals:take_file_back",
        "proposals:withdraw",
        "processes_staff:remove_document",
        "processes_staff:remove_picture",
        "realisation_staff:remove_picture",
        "processes_staff:take_over",
        "processes_staff:revoke",
        "processes_staff:tick",
        "processes_staff:open",
        "review_staff:release",
        "polling_staff:close",
        "polling_staff:end_shift",
        "polling_staff:unbind",
        "ballots_staff:close_early",
        "ballots_staff:destroy",
        "results_staff:count",
        "results_staff:publish",
    }
