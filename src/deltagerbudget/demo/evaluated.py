"""The finished example is evaluated: who could vote, what it took to run, and what was learnt."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Eligible, Roll, Tally, Vote
from deltagerbudget.ballots.tally_models import Event
from deltagerbudget.demo import people
from deltagerbudget.evaluation.actions import publish_evaluation, record_effort
from deltagerbudget.evaluation.rules import Kind, Words, Work
from deltagerbudget.processes.models import Process

# By age group: how many were on the roll, and how many of them voted.
ROLL = {"15-17": (34, 11), "18-24": (52, 7), "25-39": (96, 15), "40-59": (131, 21), "60-74": (88, 14), "75+": (39, 7)}

# Kind, who writes it down, whole kroner, hours, days before today.
SPENT = (
    (Kind.PREPARATION, "tove", 0, 46, 330),
    (Kind.TELLING, "tove", 14_200, 38, 290),
    (Kind.HELP, "tove", 2_400, 22, 280),
    (Kind.REVIEW, "bo", 0, 54, 262),
    (Kind.VOTE, "tove", 6_300, 31, 245),
    (Kind.FOLLOW_UP, "tove", 0, 40, 60),
)
LEARNT = Words(
    went_well=(
        "Mange unge stemte. Vi var på skolen to gange, og eleverne gik selv rundt og spurgte i byen. "
        "Lyset i tunnelen blev brugt fra den første aften."
    ),
    differently=(
        "Vi lovede broen for tidligt. En tilladelse ved vand tager et halvt år, og det skal med fra begyndelsen. "
        "Fodsporene stoppede, fordi vi ikke vidste, at vejen skulle have ny belægning."
    ),
    advice=(
        "Spørg Veje om alt, der er planlagt de næste tre år, før forslagene kommer på stemmesedlen. "
        "Begynd på brevene tre uger før, og tag på skolen, mens der stilles forslag."
    ),
)


def on_roll(vote: Vote) -> None:
    """A roll like any other, written at once beside the example ballots: no name, no number."""
    area, voter, rows = vote.frozen["areas"][0], 0, []
    for band, (number, voted) in ROLL.items():
        for place in range(number):
            reference = f"example|{voter}" if place < voted else f"example|{band}|{place}"
            voter += place < voted
            rows.append(Eligible(vote=vote, pseudonym=keybox.pseudonym(vote.pk, reference), area=area, band=band))
    Eligible.objects.bulk_create(rows)
    opened = vote.opens_at
    Roll.objects.create(vote=vote, cut_off=localdate(opened), people=len(rows), loaded_at=opened)
    hour = opened.replace(minute=0, second=0, microsecond=0)
    counted = {"vote": vote, "hour": hour, "event": Event.CAST, "channel": Channel.MITID}
    Tally.objects.create(**counted, number=voter)


def evaluated(at: datetime) -> None:
    process = Process.objects.get(slug="trygge-stier-i-harlev-framlev")
    for kind, sub, kroner, hours, days in SPENT:
        when = at - timedelta(days=days)
        last = localdate(when)
        work = Work(kind, kroner * 100, hours * 60, last - timedelta(days=20), last)
        record_effort(people.actor(sub), process, work, at=when)
    publish_evaluation(people.actor("tove"), process, LEARNT, at=at - timedelta(days=12))
