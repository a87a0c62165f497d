from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from tests import make
from tests.promises import by_hand

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.actions import destroy_keys
from deltagerbudget.ballots.forgetting import voter_rows, voter_tables
from deltagerbudget.ballots.models import Ballot, Eligible, Participation, SetAside, Station, Vote, VotingSession

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def vote() -> Vote:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    vote = make.closed(vote)
    # The counting stands on a floor above; here it is enough that a result was published.
    Vote.objects.filter(pk=vote.pk).update(published_at=make.now())
    return Vote.objects.select_related("process").get(pk=vote.pk)


def test_it_works(vote: Vote) -> None:
    at = make.now() + WEEK
    assert not destroy_keys(make.tove(), vote, at=at)
    assert keybox.has_keys(vote.pk)
    assert destroy_keys(make.tom(), vote, at=at)
    assert not keybox.has_keys(vote.pk)
    assert Vote.objects.get().keys_destroyed_at == at
    assert not VotingSession.objects.exists()
    assert Entry.objects.of(vote).filter(act=Act.DESTROY_KEYS).count() == 1


def test_t59_afterwards_no_ballot_opens_and_no_person_matches(vote: Vote) -> None:
    at = make.now() + WEEK
    for who in (make.tove(), make.tom()):
        destroy_keys(who, vote, at=at)
    ballot = vote.ballots.get()
    with pytest.raises(keybox.KeyMissingError):
        keybox.decrypt(vote.pk, ballot.pseudonym, ballot.version, bytes(ballot.ciphertext))
    with pytest.raises(keybox.KeyMissingError):
        keybox.pseudonym(vote.pk, "oidc:test|anna")


def test_t59_the_roll_and_every_other_row_of_a_voter_go_with_the_keys(vote: Vote) -> None:
    Eligible.objects.create(vote=vote, pseudonym="a" * 64, area="tranbjerg", band="25-39")
    SetAside.objects.create(vote=vote, pseudonym="b" * 64, reason="mistake")
    station = Station.objects.create(process=vote.process, name="Biblioteket", address="Torvet 1", hours="10-16")
    Participation.objects.create(vote=vote, pseudonym="c" * 64, station=station)
    for who in (make.tove(), make.tom()):
        destroy_keys(who, vote, at=make.now() + WEEK)
    assert not any(rows.exists() for rows in voter_rows(vote))
    assert vote.ballots.count() == 1


def test_t59_no_table_can_be_forgotten() -> None:
    """Whatever holds a pseudonym holds its vote as well, so that it goes with the keys."""
    holding = {model for model in apps.get_models() if "pseudonym" in {field.name for field in model._meta.fields}}
    reached = {model for model, _path in voter_tables()} | {Ballot}
    assert holding >= {Ballot, Eligible, Participation, SetAside, VotingSession}
    assert holding <= reached


@pytest.mark.parametrize("who", [make.anna, make.fie])
def test_who_may_not(vote: Vote, who: Any) -> None:
    with pytest.raises(NotYours):
        destroy_keys(who(), vote, at=make.now() + WEEK)


def test_one_person_alone_cannot(vote: Vote) -> None:
    destroy_keys(make.tove(), vote, at=make.now() + WEEK)
    with pytest.raises(NotPossible):
        destroy_keys(make.tove(), vote, at=make.now() + WEEK)
    assert keybox.has_keys(vote.pk)


def test_not_before_the_days_for_complaints_are_over(vote: Vote) -> None:
    with pytest.raises(NotNow):
        destroy_keys(make.tove(), vote, at=make.now() + WEEK - timedelta(minutes=1))


def test_not_before_the_result_is_published(vote: Vote) -> None:
    with by_hand():
        Vote.objects.update(published_at=None)
    with pytest.raises(NotPossible):
        destroy_keys(make.tove(), vote, at=make.now() + WEEK)


def test_not_twice(vote: Vote) -> None:
    for who in (make.tove(), make.tom()):
        destroy_keys(who, vote, at=make.now() + WEEK)
    with pytest.raises(NotPossible):
        destroy_keys(make.tove(), vote, at=make.now() + WEEK)
