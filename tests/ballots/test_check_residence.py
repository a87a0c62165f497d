"""A register that answers, one that does not, and one that is slow. The numbers are those of the simulator."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests import make
from tests.ballots.roll import ref

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Channel
from deltagerbudget.ballots import casting
from deltagerbudget.ballots.actions import new_idempotency_key
from deltagerbudget.ballots.admission import NotEligibleError, admit
from deltagerbudget.ballots.models import PendingCheck, SetAside, Vote, VotingSession
from deltagerbudget.ballots.pending import check_residence, is_pending, votes_to_check, waiting_ballots
from deltagerbudget.identity import residence
from deltagerbudget.identity.persons import BY_SUB
from deltagerbudget.identity.residence import InventedRegistry, Residence
from deltagerbudget.notifications.duties import run_clock

pytestmark = pytest.mark.django_db
TRANBJERG = {"municipality": 751, "road": 9005, "first": 1, "last": 99, "side": "all", "area": "tranbjerg"}


class Down(InventedRegistry):
    def lookup(self, cpr: str) -> Residence | None:
        raise OSError(f"cannot reach the register for {cpr}")


class Slow(InventedRegistry):
    def lookup(self, cpr: str) -> Residence | None:
        time.sleep(0.5)
        return super().lookup(cpr)


class Secretive(InventedRegistry):
    def lookup(self, cpr: str) -> Residence | None:
        return Residence("", "", "", protected=True)


@pytest.fixture
def vote() -> Vote:
    cache.clear()
    return make.open_vote(address_ranges=[TRANBJERG])


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Any:
    def by(kind: type[InventedRegistry]) -> None:
        monkeypatch.setattr("deltagerbudget.ballots.pending.registry", kind)

    by(InventedRegistry)
    return by


def come(vote: Vote, sub: str, **values: Any) -> VotingSession:
    who = {"birth_date": date(1990, 1, 1), "area": None, "channel": Channel.MITID, "at": make.now(), **values}
    session = casting.session_of(admit(vote, person_ref=ref(BY_SUB[sub].cpr), **who), vote, at=make.now())
    assert session is not None
    return session


def cast(session: VotingSession) -> None:
    key = new_idempotency_key()
    casting.cast_ballot(session, raw=["1"], idempotency_key=key, expected_version=0, ticket_at=None, at=make.now())


@pytest.mark.both
def test_it_works(vote: Vote, answers: Any) -> None:
    """Down, so it is kept; up again, so the clock looks, and the number goes."""
    answers(Down)
    session = come(vote, "anna")
    cast(session)
    assert is_pending(vote, session.pseudonym)
    assert waiting_ballots(vote) == 1
    assert check_residence(SYSTEM, vote, at=make.now()).waiting == 1
    answers(InventedRegistry)
    found = check_residence(SYSTEM, vote, at=make.now())
    assert (found.right, found.wrong, found.waiting) == (1, 0, 0)
    assert not PendingCheck.objects.exists()
    assert len(list(vote.ballots.current())) == 1
    assert Entry.objects.get(act=Act.CHECK_RESIDENCE).detail == {"checked": 1}


@pytest.mark.both
def test_who_lives_elsewhere_keeps_the_ballot_and_it_is_not_counted(vote: Vote, answers: Any) -> None:
    answers(Down)
    cast(come(vote, "signe"))
    answers(InventedRegistry)
    assert check_residence(SYSTEM, vote, at=make.now()).wrong == 1
    assert SetAside.objects.get().reason == "registry"
    assert vote.ballots.count() == 1
    assert list(vote.ballots.current()) == []


def test_the_area_is_the_registers_whatever_the_login_says(vote: Vote, answers: Any) -> None:
    assert come(vote, "anna", area="viby").area == "tranbjerg"
    for sub in ("signe", "uffe"):
        with pytest.raises(NotEligibleError) as refused:
            come(vote, sub, area="tranbjerg")
        assert refused.value.reason.code == "area"


def test_who_is_too_young_is_not_even_looked_up(vote: Vote, answers: Any) -> None:
    answers(Down)
    with pytest.raises(NotEligibleError) as refused:
        come(vote, "anna", birth_date=date(2020, 1, 1))
    assert refused.value.reason.code == "age"
    assert not PendingCheck.objects.exists()


def test_a_slow_register_is_left_in_time(vote: Vote, answers: Any, settings: Any) -> None:
    settings.RESIDENCE_SECONDS = 0.05
    answers(Slow)
    began = time.monotonic()
    session = come(vote, "anna")
    assert time.monotonic() - began < 0.4
    assert is_pending(vote, session.pseudonym)


def test_who_comes_again_when_it_answers_waits_no_longer(vote: Vote, answers: Any) -> None:
    answers(Down)
    cast(come(vote, "anna"))
    answers(InventedRegistry)
    assert not is_pending(vote, come(vote, "anna").pseudonym)


def test_a_protected_address_is_judged_by_staff(vote: Vote, answers: Any) -> None:
    assert come(vote, "beskyttet").area == "tranbjerg"
    answers(Secretive)
    with pytest.raises(NotEligibleError) as refused:
        come(vote, "beskyttet", area="tranbjerg")
    assert refused.value.reason.code == "protected"
    assert come(vote, "beskyttet", area="tranbjerg", channel=Channel.DESK).area == "tranbjerg"


def test_t60_a_register_that_fails_leaves_no_number(vote: Vote, answers: Any, caplog: pytest.LogCaptureFixture) -> None:
    answers(Down)
    cast(come(vote, "anna"))
    check_residence(SYSTEM, vote, at=make.now())
    number = BY_SUB["anna"].cpr
    assert number.encode() not in bytes(PendingCheck.objects.get().encrypted_ref)
    with pytest.raises(residence.RegistryDownError) as down:
        residence.looked_up(Down(), number)
    assert number not in repr(down.value) + repr(down.value.__context__) + caplog.text


def test_the_clock_asks_once_a_minute(vote: Vote, answers: Any) -> None:
    answers(Down)
    come(vote, "anna")
    assert len(votes_to_check(make.now())) == 1
    assert votes_to_check(make.now()) == []
    cache.clear()
    answers(InventedRegistry)
    run_clock(at=make.now())
    assert not PendingCheck.objects.exists()


def test_the_count_waits_and_goes_on_when_all_are_looked_up(vote: Vote, answers: Any) -> None:
    answers(Down)
    cast(come(vote, "anna"))
    vote = make.closed(vote)
    with pytest.raises(NotPossible, match="1 "):
        make.counted(vote)
    answers(InventedRegistry)
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    address = f"/medarbejder/afstemning/{vote.process.slug}/"
    assert "1 stemme venter" in client.get(address).content.decode()
    assert client.post(f"{address}bopael/").status_code == 302
    assert make.counted(vote).ballots == 1


def test_a_register_that_still_does_not_answer_is_said(vote: Vote, answers: Any) -> None:
    answers(Down)
    come(vote, "anna")
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    page = client.post(f"/medarbejder/afstemning/{vote.process.slug}/bopael/")
    assert page.status_code == 409
    assert "Intet er tabt" in page.content.decode()
    # How many wait is not said while people vote.
    assert "1 stemme" not in page.content.decode()


@pytest.mark.parametrize("who", [make.anna, make.fie, make.bo])
def test_who_may_not(vote: Vote, who: Any) -> None:
    with pytest.raises(NotYours):
        check_residence(who(), vote, at=make.now())


def test_a_vote_without_roads_asks_nobody() -> None:
    assert not is_pending(make.open_vote(), "a" * 64)
    assert votes_to_check(make.now()) == []
