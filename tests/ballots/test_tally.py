"""What is counted of a vote while it runs: by the hour, apart from every ballot."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from tests import make
from tests.ballots.test_secrecy import hidden_rows
from tests.ballots.voter import Login, enter
from tests.promises import by_hand

from deltagerbudget.ballots import canary, keybox, tally
from deltagerbudget.ballots.models import Ballot
from deltagerbudget.ballots.tally_models import Event, Tally

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def sums() -> dict[str, int]:
    return {row.event: row.number for row in Tally.objects.order_by("event")}


def test_it_works(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.get()
    booth.vote(1)
    booth.choose(3)
    booth.hand_in()
    assert not Tally.objects.exists(), "in memory until it is written"
    assert tally.flush() == 5
    assert sums() == {"started": 1, "login_up": 1, "identified": 1, "cast": 1, "changed": 1}
    assert set(Tally.objects.values_list("channel", flat=True)) == {"", "mitid"}
    tally.note(Event.CAST, at=make.now(), vote_id=vote.pk, channel="mitid")
    tally.flush()
    assert sums()["cast"] == 2
    assert tally.flush() == 0


def test_the_same_sheet_handed_in_twice_is_counted_once(login: Login) -> None:
    booth = enter(make.open_vote())
    booth.choose(1)
    booth.log_in()
    sheet = booth.sheet()
    for _again in range(2):
        assert booth.client.post(f"{booth.base}aflever/", sheet).status_code == 302
    tally.flush()
    assert sums()["cast"] == Ballot.objects.count() == 1


def test_t61_handing_in_writes_a_ballot_and_no_count(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.choose(1)
    booth.log_in()
    sheet = booth.sheet()
    with CaptureQueriesContext(connection) as queries:
        booth.client.post(f"{booth.base}aflever/", sheet)
    assert not [query for query in queries if re.search("ballots_tally", query["sql"])]


@pytest.mark.django_db(transaction=True)
def test_t61_no_count_shares_a_transaction_with_a_ballot(login: Login) -> None:
    vote = make.open_vote()
    for name in range(3):
        login.ref = f"oidc:test|{name}"
        enter(vote).vote(1)
    tally.flush()
    if connection.vendor == "postgresql":
        ballots = {row[0][0] for row in hidden_rows(Ballot, "pseudonym")}
        assert not ballots & {row[0][0] for row in hidden_rows(Tally, "event")}


def test_t61_a_count_holds_no_person_no_pseudonym_and_no_minute() -> None:
    fields = {field.name for field in Tally._meta.get_fields()}
    assert fields == {"id", "vote", "hour", "event", "channel", "station", "number"}
    at = make.now().replace(minute=37)
    vote = make.open_vote()
    tally.note(Event.STARTED, at=at, vote_id=vote.pk)
    tally.flush()
    assert Tally.objects.get().hour.minute == 0
    assert apps.is_installed("deltagerbudget.scrutiny")


def test_what_cannot_be_written_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    vote = make.open_vote()
    tally.note(Event.CAST, at=make.now(), vote_id=vote.pk)

    def away(*_args: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(tally, "_write", away)
        assert tally.flush() == 0
    assert tally.flush() == 1
    assert sums() == {"cast": 1}


def test_a_vote_that_is_not_there_is_passed_over() -> None:
    tally.note(Event.FAILED, at=make.now(), slug="findes-ikke")
    tally.flush()
    assert not Tally.objects.exists()


def test_the_canary_stops_handing_in_where_the_box_does_not_open(login: Login) -> None:
    vote = make.open_vote()
    make.cast(vote, "bent", [1])
    booth = enter(vote)
    booth.choose(1)
    booth.log_in()
    with by_hand():
        Ballot.objects.update(ciphertext=b"x" * 200)
    with pytest.raises(canary.BrokenBoxError):
        canary.opens(vote)
    assert booth.hand_in().status_code == 503
    assert Ballot.objects.count() == 1
    tally.flush()
    assert sums()["failed"] == 1


def test_the_canary_is_content_with_an_empty_and_a_whole_box() -> None:
    vote = make.open_vote()
    canary.opens(vote)
    make.cast(vote, "bent", [1])
    canary.opens(vote)
    keybox.destroy_keys(vote.pk)
    with pytest.raises(keybox.KeyMissingError):
        canary.opens(vote)
