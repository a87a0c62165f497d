"""A register that answers, one that does not, and one that is slow. The numbers are those of the simulator."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests import make
from tests.ballots.registers import TRANBJERG, Down, Secretive, Slow, cast, come
from tests.ballots.roll import CUT_OFF, HEAD, ref

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Channel, OntoRoll
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.admission import NotEligibleError
from deltagerbudget.ballots.models import PendingCheck, SetAside, Vote
from deltagerbudget.ballots.pending import check_residence, seen_as, votes_to_check, waiting_ballots
from deltagerbudget.ballots.roll import add_to_roll, import_roll
from deltagerbudget.identity import residence
from deltagerbudget.identity.persons import BY_SUB
from deltagerbudget.identity.residence import InventedRegistry
from deltagerbudget.notifications.duties import run_clock

pytestmark = pytest.mark.django_db


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


def test_one_number_on_which_the_register_fails_keeps_nobody_else_waiting(vote: Vote, answers: Any) -> None:
    answers(Down)
    for sub in ("anna", "mehmet"):
        cast(come(vote, sub))
    first = PendingCheck.objects.order_by("pseudonym")[0].pseudonym
    numbers = [BY_SUB[sub].cpr for sub in ("anna", "mehmet")]
    number = next(each for each in numbers if keybox.pseudonym(vote.pk, ref(each)) == first)

    class Faulty(InventedRegistry):
        def lookup(self, cpr: str) -> residence.Residence | None:
            if cpr == number:
                raise OSError
            return super().lookup(cpr)

    answers(Faulty)
    rounds = iter(range(40))
    while PendingCheck.objects.count() > 1 and next(rounds, None) is not None:
        check_residence(SYSTEM, vote, at=make.now())
    assert [row.pseudonym for row in PendingCheck.objects.all()] == [first]


@pytest.mark.both
def test_it_works(vote: Vote, answers: Any) -> None:
    """Down, so it is kept; up again, so the clock looks, and the number goes."""
    answers(Down)
    session = come(vote, "anna")
    cast(session)
    assert seen_as(vote, session.pseudonym) == "waits"
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
    assert seen_as(vote, session.pseudonym) == "waits"


def test_who_comes_again_when_it_answers_waits_no_longer(vote: Vote, answers: Any) -> None:
    answers(Down)
    cast(come(vote, "anna"))
    answers(InventedRegistry)
    assert seen_as(vote, come(vote, "anna").pseudonym) == ""


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
    assert seen_as(make.open_vote(), "a" * 64) == ""
    assert votes_to_check(make.now()) == []


def list_of(*subs: str) -> bytes:
    return (HEAD + "".join(f"{BY_SUB[sub].cpr};Tranbjerg\r\n" for sub in subs)).encode()


def load(vote: Vote, *subs: str) -> None:
    import_roll(make.tove(), vote, list_of(*subs), cut_off=CUT_OFF, at=make.now())


@pytest.mark.both
def test_a_roll_that_is_loaded_answers_at_once_for_those_who_wait(vote: Vote, answers: Any) -> None:
    answers(Down)
    for sub in ("anna", "signe"):
        cast(come(vote, sub))
    load(vote, "anna")
    assert waiting_ballots(vote) == 1
    # Whoever is not on it can still be put on it until the vote closes, by a file or by hand.
    assert check_residence(SYSTEM, vote, at=make.now()).waiting == 1
    vote = make.closed(vote)
    found = check_residence(SYSTEM, vote, at=make.now())
    assert (found.right, found.wrong, found.waiting) == (0, 1, 0)
    assert SetAside.objects.get().reason == "roll"
    assert make.counted(vote).ballots == 1


def test_the_roll_comes_before_what_the_register_said(vote: Vote, answers: Any) -> None:
    answers(Down)
    cast(come(vote, "signe"))
    answers(InventedRegistry)
    check_residence(SYSTEM, vote, at=make.now())
    assert SetAside.objects.get().reason == "registry"
    load(vote, "signe")
    assert not SetAside.objects.exists()
    assert vote.roll.count() == 1


def test_the_clock_comes_to_a_vote_whose_roll_answers_and_whose_register_is_gone(
    vote: Vote, answers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(Down)
    cast(come(vote, "anna"))
    cast(come(vote, "signe"))
    load(vote, "anna")
    vote = make.closed(vote)
    monkeypatch.setattr("deltagerbudget.ballots.pending.registry", lambda: None)
    cache.clear()
    run_clock(at=make.now())
    assert not PendingCheck.objects.exists()


@pytest.mark.both
def test_a_protected_address_that_was_kept_waits_for_somebody_who_sees_an_id(vote: Vote, answers: Any) -> None:
    """Down, and then up and silent about the address: not lost and not counted, until staff have seen it."""
    answers(Down)
    session = come(vote, "beskyttet")
    cast(session)
    answers(Secretive)
    assert check_residence(SYSTEM, vote, at=make.now()).wrong == 1
    assert not PendingCheck.objects.exists()
    assert seen_as(vote, session.pseudonym) == "protected"
    with pytest.raises(NotEligibleError) as refused:
        come(vote, "beskyttet", area="tranbjerg")
    assert refused.value.reason.code == "protected"
    assert list(vote.ballots.current()) == []
    come(vote, "beskyttet", area="tranbjerg", channel=Channel.DESK)
    assert len(list(vote.ballots.current())) == 1
    assert seen_as(vote, session.pseudonym) == ""


def test_where_there_is_no_desk_staff_put_a_protected_address_on_the_list(vote: Vote, answers: Any) -> None:
    answers(Down)
    cast(come(vote, "beskyttet"))
    answers(Secretive)
    check_residence(SYSTEM, vote, at=make.now())
    number = BY_SUB["beskyttet"].cpr
    add_to_roll(make.tove(), vote, number, area="tranbjerg", reason=OntoRoll.PROTECTED, at=make.now())
    assert len(list(vote.ballots.current())) == 1
    assert come(vote, "beskyttet").area == "tranbjerg"
    # The others are still the register's.
    with pytest.raises(NotEligibleError):
        come(vote, "otto", area="tranbjerg")
