"""A vote with every way to vote, a library where Bo serves today, and people with numbers that nobody can have."""

from __future__ import annotations

from typing import Any

from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import casting, keybox
from deltagerbudget.ballots.actions import new_idempotency_key
from deltagerbudget.ballots.models import Station, Vote, VotingSession
from deltagerbudget.polling.actions import open_station, plan_shift
from deltagerbudget.polling.rules import Standing
from deltagerbudget.polling.serving import Visitor, check_voter
from deltagerbudget.processes.models import Process

WAYS = ["mitid", "desk", "kiosk", "paper"]
NUMBER = "0101601111"  # fails the check digit: nobody can have it
LIBRARY = {"name": "Tranbjerg Bibliotek", "address": "Torvet 1", "hours": "Hverdage 10-18"}


def number(place: int) -> str:
    """The number of one of many, each of whom was born on 1 January 1960; no check digit is right."""
    digits = f"010160{place:04d}"
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    wrong = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return digits if wrong else number(place + 5000)


def open_vote(**values: Any) -> Vote:
    return make.open_vote(channels=WAYS, **values)


def library(process: Process, **values: str) -> Station:
    return open_station(make.tove(), process, values=LIBRARY | values, at=make.now())


def serving(station: Station, actor: Actor | None = None) -> Actor:
    """Somebody with a shift there today: Bo."""
    actor = actor or make.bo()
    person = Person.objects.get(pk=actor.person_id)
    plan_shift(make.tove(), station, person=person, day=make.today(), at=make.now())
    return actor


def at_desk(vote: Vote) -> tuple[Station, Actor]:
    station = library(vote.process)
    return station, serving(station)


def looked_up(station: Station, actor: Actor, number: str = NUMBER, area: str = "tranbjerg") -> Visitor:
    return check_voter(actor, station, number=number, area=area, at=make.now())


def pseudonym(vote: Vote, number: str = NUMBER) -> str:
    return keybox.pseudonym(vote.pk, f"dk:cpr:{number}")


def online(vote: Vote, number: str = NUMBER) -> VotingSession:
    """In the booth by the login, under the same pseudonym as at the desk."""
    who = {"pseudonym": pseudonym(vote, number), "area": "tranbjerg"}
    session = casting.session_of(
        casting.begin_session(vote, **who, channel=Channel.MITID, at=make.now()), vote, at=make.now()
    )
    assert session is not None
    return session


def cast(session: VotingSession, *numbers: int) -> casting.Stored:
    stored = casting.stored_ballot(session)
    return casting.cast_ballot(
        session,
        raw=[str(one) for one in numbers],
        idempotency_key=new_idempotency_key(),
        expected_version=stored.version if stored else 0,
        ticket_at=None,
        at=make.now(),
    )


def visitor(vote: Vote, number: str = NUMBER, standing: Standing = Standing.FREE) -> Visitor:
    return Visitor(pseudonym(vote, number), "tranbjerg", standing)
