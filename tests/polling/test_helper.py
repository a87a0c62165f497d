"""Somebody sits beside the voter: larger, read aloud, and alone before the ballot is handed in."""

from __future__ import annotations

import pytest
from tests import make
from tests.ballots.voter import Booth, Login, enter

from deltagerbudget.ballots import tally
from deltagerbudget.ballots.models import Ballot

pytestmark = pytest.mark.django_db


@pytest.fixture
def booth() -> Booth:
    return enter(make.open_vote())


def say(booth: Booth, who: str) -> None:
    assert booth.client.post(f"{booth.base}hjaelp/", {"hvem": who}).status_code == 302


def test_everything_is_larger_and_can_be_read_aloud(booth: Booth) -> None:
    assert "data-read-forms" not in booth.get().content.decode()
    say(booth, "family")
    page = booth.get().content.decode()
    assert 'class="booth large"' in page
    assert "data-read-forms" in page
    say(booth, "")
    assert "data-read-forms" not in booth.get().content.decode()


def test_the_helper_turns_away_before_the_ballot_is_handed_in(booth: Booth, login: Login) -> None:
    tally.forget()
    say(booth, "staff")
    booth.choose(1)
    booth.log_in()
    turn = booth.get("aflever/").content.decode()
    assert "Hjælperen kigger væk nu" in turn
    assert 'name="noegle"' not in turn
    from tests.ballots.voter import HIDDEN

    fields: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(booth.get("aflever/?alene=1").content.decode()):
        fields.setdefault(name, []).append(value)
    assert booth.client.post(f"{booth.base}aflever/", fields).status_code == 302
    assert Ballot.objects.count() == 1
    counted = {key.event: number for key, number in tally._counts.items()}
    assert counted["helped"] == 1
    tally.forget()


def test_nothing_of_it_is_left(booth: Booth, login: Login) -> None:
    say(booth, "family")
    booth.choose(1)
    booth.client.post(f"{booth.base}forlad/")
    assert booth.client.cookies["hjaelper"].value == ""


def test_what_nobody_can_say_is_nobody(booth: Booth) -> None:
    for wrong in ("x", "<b>", "family "):
        say(booth, wrong)
        assert 'class="booth large"' not in booth.get().content.decode()
