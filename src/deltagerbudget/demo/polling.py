"""A library where one can vote on a screen, with somebody who helps."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from deltagerbudget.ballots.models import Vote
from deltagerbudget.demo import people
from deltagerbudget.polling.actions import open_station, plan_shift

PLACE = {
    "name": "Biblioteket (eksempel)",
    "address": "Biblioteksvej 1, 1. sal. Der er elevator",
    "hours": "Mandag til fredag kl. 10-18, lørdag kl. 10-14",
}


def served(vote: Vote, at: datetime) -> None:
    """Open as long as the vote is; Bo and Tove serve this week."""
    tove = people.actor("tove")
    station = open_station(tove, vote.process, values=PLACE, at=at)
    for days in range(3):
        for sub in ("bo", "tove"):
            day = localdate(at) + timedelta(days=days)
            plan_shift(tove, station, person=people.account(sub), day=day, at=at)
