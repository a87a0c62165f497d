"""A library where one can vote on a screen, with somebody who helps."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate, localtime

from deltagerbudget.ballots.models import Vote
from deltagerbudget.demo import people
from deltagerbudget.events.actions import plan_event
from deltagerbudget.polling.actions import open_station, plan_shift

PLACE = {
    "name": "Biblioteket (eksempel)",
    "address": "Biblioteksvej 1, 1. sal",
    "hours": "Mandag til fredag kl. 10-18, lørdag kl. 10-14",
    "languages": "dansk, engelsk, arabisk",
    "phone": "00 00 00 00",
    "step_free": True,
    "has_toilet": True,
    "has_loop": True,
    "has_parking": True,
    "quiet_hours": "tirsdag kl. 10-12",
}


def served(vote: Vote, at: datetime) -> None:
    """Open as long as the vote is; Bo and Tove serve this week."""
    tove = people.actor("tove")
    days = [localdate(at) + timedelta(days=number) for number in range(1, 15)]
    hours = ["10.00-18.00"] * 5 + ["10.00-14.00"]
    lines = [f"{day.day}.{day.month}.{day.year} {hours[day.weekday()]}" for day in days if day.weekday() < len(hours)]
    station = open_station(tove, vote.process, values=PLACE | {"openings": "\n".join(lines)}, at=at)
    plan_event(tove, vote.process, values=_afternoon(at), at=at)
    for number in range(3):
        for sub in ("bo", "tove"):
            day = localdate(at) + timedelta(days=number)
            plan_shift(tove, station, person=people.account(sub), day=day, at=at)


def _afternoon(at: datetime) -> dict[str, object]:
    """Help to vote where there is no voting place."""
    starts_at = (localtime(at) + timedelta(days=3)).replace(hour=14, minute=0, second=0, microsecond=0)
    return {
        "title": "Få hjælp til at stemme i aktivitetshuset (eksempel)",
        "kind": "help",
        "about": "Vi sidder ved siden af dig, mens du stemmer på din egen eller vores skærm. Vi ser ikke dit valg.",
        "place": "Aktivitetshuset, den lille sal",
        "access": "Der er en lav dørtærskel ved hovedindgangen.",
        "languages": "dansk, somali",
        "host": "Tove Tovtest, tovholder",
        "phone": "00 00 00 00",
        "helps_to_vote": True,
        "step_free": False,
        "has_toilet": True,
        "has_loop": False,
        "has_parking": True,
        "quiet_hours": "",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "capacity": None,
        "slot_minutes": None,
    }
