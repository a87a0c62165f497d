"""Registers that answer, are down, are slow, and keep an address to themselves. The numbers are the simulator's."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from tests import make
from tests.ballots.roll import ref

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import casting
from deltagerbudget.ballots.actions import new_idempotency_key
from deltagerbudget.ballots.admission import admit
from deltagerbudget.ballots.models import Vote, VotingSession
from deltagerbudget.identity.persons import BY_SUB
from deltagerbudget.identity.residence import InventedRegistry, Residence

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


def come(vote: Vote, sub: str, **values: Any) -> VotingSession:
    """In the booth, let in by what the register says."""
    who = {"birth_date": date(1990, 1, 1), "area": None, "channel": Channel.MITID, "at": make.now(), **values}
    session = casting.session_of(admit(vote, person_ref=ref(BY_SUB[sub].cpr), **who), vote, at=make.now())
    assert session is not None
    return session


def cast(session: VotingSession) -> None:
    key = new_idempotency_key()
    casting.cast_ballot(session, raw=["1"], idempotency_key=key, expected_version=0, ticket_at=None, at=make.now())
