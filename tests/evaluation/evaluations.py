"""Deltagerbudgetter that are evaluated, and one with something to tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests import make
from tests.realisation.initiatives import paid
from tests.remembered import remembered

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots.models import Eligible, Roll, Vote
from deltagerbudget.evaluation.actions import publish_evaluation, record_effort
from deltagerbudget.evaluation.models import Effort, Evaluation
from deltagerbudget.evaluation.rules import Words, Work
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.actions import (
    finish_realisation,
    plan_milestone,
    reach_milestone,
    start_realisation,
)

WORDS = Words("Mange unge kom.", "Vi ville begynde før ferien.", "Spørg skolen først.")
# By area and age group how many stand on the roll, and how many of them vote.
GROUPS = {
    ("tranbjerg", "15-17"): (12, 2),
    ("tranbjerg", "18-39"): (30, 16),
    ("viby", "15-17"): (20, 9),
    ("viby", "18-39"): (40, 23),
}


def work(**values: Any) -> Work:
    given = {"kind": "vote", "amount_ore": 0, "minutes": 450, "from_on": make.today(), "to_on": make.today()}
    return Work(**(given | values))


def spent(process: Process, by: make.Actor | None = None, **values: Any) -> Effort:
    return record_effort(by or make.tove(), process, work(**values), at=make.now())


def published(process: Process, words: Words = WORDS) -> Evaluation:
    return publish_evaluation(make.tove(), process, words, at=make.now())


def evaluated(process: Process) -> Evaluation:
    spent(process)
    return published(process)


@remembered()
def told() -> Process:
    """Fifty of a hundred and two voted. Two winners: one finished and paid, one not started; one refused."""
    make.area("Viby")
    vote = make.froze(make.settled([3_200_000, 7_845_000, 2_000_000, None]))
    make.shift_to(vote.process, PhaseKind.VOTE)
    vote = Vote.objects.select_related("process").get(pk=vote.pk)
    on_roll(vote)
    result = make.published(make.closed(vote))
    process = make.shift_to(result.vote.process, PhaseKind.REALISATION)
    make.released(process)
    first = process.proposals.get(number=1)
    built(first)
    spent(process, amount_ore=1_000_000, minutes=0)
    spent(process, minutes=3000, kind="review")
    return Process.objects.get(pk=process.pk)


def on_roll(vote: Vote) -> None:
    Roll.objects.create(vote=vote, cut_off=make.today(), people=102, loaded_at=make.now())
    for (area, band), (on, voted) in GROUPS.items():
        for place in range(on):
            name = f"{area} {band} {place}"
            Eligible.objects.create(vote=vote, pseudonym=make.pseudonym(vote, name), area=area, band=band)
            if place < voted:
                make.cast(vote, name, [1, 3] if place % 5 else [2])


def built(proposal: Proposal) -> None:
    words = {"owner_title": "Tovholder", "carried_out_by": "Teknik og Miljø"}
    row = start_realisation(make.tove(), proposal, **words, at=make.now())
    milestone = plan_milestone(
        make.tove(), row, title="Bænken står der", due_on=make.today() + timedelta(days=5), at=make.now()
    )
    reach_milestone(make.tove(), milestone, reached_on=make.today(), at=make.now())
    paid(row, 3_000_000, "Bænk")
    finish_realisation(make.tove(), row, finished_on=make.today(), at=make.now())
