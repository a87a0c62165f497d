"""The figures of the roll, and a sample that the auditor can ask. Nothing of it is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests import make
from tests.ballots.roll import ANNA, BO, KAJ, file_of, load, opened, ref

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Channel, OffRoll, Role
from deltagerbudget.ballots import casting
from deltagerbudget.ballots.actions import new_idempotency_key
from deltagerbudget.ballots.admission import admit
from deltagerbudget.ballots.models import Ballot, Roll, Vote
from deltagerbudget.ballots.roll import remove_from_roll
from deltagerbudget.ballots.roll_audit import audit, draw_sample

pytestmark = pytest.mark.django_db


def rune() -> Any:
    return make.staff("Rune Revisor", Role.AUDITOR)


def cast(vote: Vote, number: str) -> None:
    who = {"birth_date": date(1990, 1, 1), "area": "tranbjerg", "channel": Channel.MITID, "at": make.now()}
    session = casting.session_of(admit(vote, person_ref=ref(number), **who), vote, at=make.now())
    assert session is not None
    key = new_idempotency_key()
    casting.cast_ballot(session, raw=["1"], idempotency_key=key, expected_version=0, ticket_at=None, at=make.now())


@pytest.fixture
def vote() -> Vote:
    """Anna and Bo have voted and Kaj has not; Bo should never have been on the roll."""
    vote = opened()
    load(vote, ANNA, BO, KAJ)
    for number in (ANNA, BO):
        cast(vote, number)
    remove_from_roll(make.tove(), vote, BO, reason=OffRoll.ELSEWHERE, at=make.now())
    return make.closed(vote)


@pytest.mark.both
def test_it_works(vote: Vote) -> None:
    sample = draw_sample(rune(), vote, file_of(BO, ANNA, KAJ), size=30, at=make.now())
    assert (sample.voted, sample.stayed) == ((3,), (4,))
    assert Entry.objects.get(act=Act.DRAW_SAMPLE).detail == {"size": 5}


@pytest.mark.both
def test_the_figures_count_voters_and_name_nobody(vote: Vote) -> None:
    found = audit(vote)
    assert (found.people, found.voters, found.on_roll, found.off_roll, found.set_aside) == (2, 2, 1, 0, 1)
    Ballot.objects.create(vote=vote, pseudonym="f" * 64, version=1, ciphertext=b"x", idempotency_key="k")
    assert audit(vote).off_roll == 1


def test_the_figures_are_kept_by_the_count_and_outlive_the_roll(vote: Vote) -> None:
    make.published(vote)
    assert Roll.objects.get().audit["off_roll"] == 0
    vote.roll.all().delete()
    page = Client().get(reverse("results:result", args=[vote.process.slug])).content.decode()
    assert "Personer på valglisten" in page


@pytest.mark.parametrize("who", [make.tove, make.tom, make.administrator, make.anna, make.bo])
def test_who_may_not(vote: Vote, who: Any) -> None:
    """None of those who run the vote: the sample is there to control them."""
    with pytest.raises(NotYours):
        draw_sample(who(), vote, file_of(ANNA, KAJ), size=30, at=make.now())


def test_not_before_the_vote_is_closed() -> None:
    vote = opened()
    load(vote, ANNA)
    with pytest.raises(NotPossible):
        draw_sample(rune(), vote, file_of(ANNA), size=30, at=make.now())


def test_nobody_can_be_asked_for_alone(vote: Vote) -> None:
    """A file with one line would say whether this one person has voted."""
    for content in (file_of(ANNA), file_of(BO), file_of()):
        with pytest.raises(NotPossible):
            draw_sample(rune(), vote, content, size=30, at=make.now())


def test_the_same_list_gives_the_same_people_in_whatever_order(vote: Vote) -> None:
    first = draw_sample(rune(), vote, file_of(ANNA, KAJ), size=30, at=make.now())
    second = draw_sample(rune(), vote, file_of(KAJ, ANNA), size=30, at=make.now())
    assert (first.voted, second.voted) == ((2,), (3,))


def test_not_when_the_keys_are_gone(vote: Vote) -> None:
    Vote.objects.filter(pk=vote.pk).update(keys_destroyed_at=make.now())
    with pytest.raises(NotPossible):
        draw_sample(rune(), vote, file_of(ANNA, KAJ), size=30, at=make.now())


def test_the_page_says_lines_and_no_number(vote: Vote) -> None:
    client = Client()
    client.force_login(Person.objects.get(pk=rune().person_id))
    base = f"/medarbejder/afstemning/{vote.process.slug}/valgliste/stikproeve/"
    assert "Træk stikprøven" in client.get(base).content.decode()
    file = SimpleUploadedFile("valgliste.csv", file_of(ANNA, KAJ), "text/csv")
    page = client.post(f"{base}traek/", {"file": file, "size": "30"})
    assert page.status_code == 200
    assert ANNA not in page.content.decode()
    file = SimpleUploadedFile("valgliste.csv", file_of(ANNA), "text/csv")
    assert client.post(f"{base}traek/", {"file": file, "size": "30"}).status_code == 409
    assert "Passer stemmerne" in client.get(f"/medarbejder/afstemning/{vote.process.slug}/").content.decode()
