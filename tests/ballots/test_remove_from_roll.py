from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests import make
from tests.ballots.roll import ANNA, BO, frozen, load, opened, ref

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Channel, OffRoll
from deltagerbudget.ballots import casting, keybox
from deltagerbudget.ballots.actions import new_idempotency_key
from deltagerbudget.ballots.admission import NotEligibleError, admit
from deltagerbudget.ballots.models import CodeBatch, Eligible, SetAside, Vote, VotingCode
from deltagerbudget.ballots.roll import remove_from_roll

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote() -> Vote:
    vote = opened()
    load(vote, ANNA, BO)
    return vote


def remove(vote: Vote, number: str = ANNA, who: Any = make.tove) -> None:
    remove_from_roll(who(), vote, number, reason=OffRoll.ELSEWHERE, at=make.now())


def cast(vote: Vote, number: str) -> None:
    born = date(1990, 1, 1)
    sid = admit(vote, person_ref=ref(number), birth_date=born, area="tranbjerg", channel=Channel.MITID, at=make.now())
    session = casting.session_of(sid, vote, at=make.now())
    assert session is not None
    key = new_idempotency_key()
    casting.cast_ballot(session, raw=["1"], idempotency_key=key, expected_version=0, ticket_at=None, at=make.now())


@pytest.mark.both
def test_it_works(vote: Vote) -> None:
    remove(vote)
    assert Eligible.objects.count() == 1
    assert Entry.objects.get(act=Act.REMOVE_FROM_ROLL).detail == {"reason": "elsewhere"}
    with pytest.raises(NotEligibleError):
        cast(vote, ANNA)


@pytest.mark.parametrize("who", [make.anna, make.fie, make.uffe, make.bo])
def test_who_may_not(vote: Vote, who: Any) -> None:
    with pytest.raises(NotYours):
        remove(vote, who=who)


def test_not_when_the_vote_is_closed(vote: Vote) -> None:
    with pytest.raises(NotNow):
        remove(make.closed(vote))


def test_not_before_a_list_is_loaded() -> None:
    with pytest.raises(NotPossible):
        remove(frozen())


def test_somebody_who_is_not_on_the_roll_is_not_taken_off_it(vote: Vote) -> None:
    remove(vote)
    with pytest.raises(NotPossible):
        remove(vote)


@pytest.mark.both
def test_t40_a_ballot_of_who_never_had_the_right_stays_and_is_not_counted(vote: Vote) -> None:
    for number in (ANNA, BO):
        cast(vote, number)
    remove(vote)
    assert vote.ballots.count() == 2
    assert len(list(vote.ballots.current())) == 1
    assert not vote.sessions.filter(pseudonym=SetAside.objects.get().pseudonym).exists()


def test_t40_there_is_no_word_for_having_moved_after_the_day() -> None:
    """Whoever moves, or dies, during the vote keeps the right: it is judged on the cut-off date."""
    assert set(OffRoll.values) == {"elsewhere", "young", "mistake"}


def test_a_newer_file_does_not_bring_back_whom_staff_took_off(vote: Vote) -> None:
    remove(vote)
    load(vote, ANNA, BO)
    assert Eligible.objects.count() == 1


@pytest.mark.both
def test_the_code_of_a_letter_opens_nothing_any_more(vote: Vote) -> None:
    batch = CodeBatch.objects.create(vote=vote, channel=Channel.LETTER, stock=2, issued_at=make.now())
    for handle, number in (("a", ANNA), ("b", BO)):
        pseudonym = keybox.pseudonym(vote.pk, ref(number))
        row = {"vote": vote, "batch": batch, "salt": b"s", "hash": b"h", "area": "tranbjerg"}
        VotingCode.objects.create(handle=handle, pseudonym=pseudonym, **row)
    remove(vote)
    assert set(VotingCode.objects.values_list("handle", "state")) == {("a", "void"), ("b", "valid")}
