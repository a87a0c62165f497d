"""Voting codes in letters to some of the simulator's persons, made by two."""

from __future__ import annotations

from datetime import datetime, timedelta

from deltagerbudget.ballots.models import Vote
from deltagerbudget.demo import people
from deltagerbudget.identity.persons import PERSONS
from deltagerbudget.letters.actions import issue_codes
from deltagerbudget.letters.orders import order_of_file

HEAD = "Navn;Adresse;Postnr;By;CPR;Område"


def sent(vote: Vote, at: datetime) -> None:
    """To everyone in the simulator who lives in the area of the vote."""
    area = vote.frozen["areas"][0]
    lines = [
        f"{person.name};Eksempelvej {place};8310;Tranbjerg J;{person.cpr};{area}"
        for place, person in enumerate(PERSONS, start=1)
        if person.area == area and not person.protected
    ]
    order = order_of_file(vote, "\n".join([HEAD, *lines, ""]).encode())
    for place, sub in enumerate(("tove", "tom")):
        issue_codes(people.actor(sub), vote, order=order, at=at + timedelta(hours=place))
