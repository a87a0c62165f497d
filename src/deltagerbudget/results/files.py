"""The files of a result that anyone can download."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from deltagerbudget.areas.models import Area
from deltagerbudget.ballots.models import Vote
from deltagerbudget.counting.model import Criterion, Election
from deltagerbudget.counting.outcome import Outcome
from deltagerbudget.counting.pabulib_write import TEXTS, write
from deltagerbudget.counting.rule import Method
from deltagerbudget.counting.rules import count
from deltagerbudget.counting.ties import Chain
from deltagerbudget.municipality.card import card
from deltagerbudget.ui.danish import COPENHAGEN


class DifferentFileError(Exception):
    """The file to publish would give other winners than the count."""


def pabulib_text(vote: Vote, election: Election, outcome: Outcome) -> str:
    """The election as a canonical Pabulib file: projects, prices and anonymous ballots.

    The format knows no tie chain and no lot: whoever counts the file takes equal projects in the order of the file.
    So the projects stand in the order of the count, or of the chain, and the file is counted before it leaves.
    """
    in_order = replace(
        election.in_order(_order(election, outcome)),
        rule=replace(election.rule, ties=(Criterion.FILE_ORDER,), lot_seed=""),
    )
    recount = count(in_order)
    if set(recount.winners) != set(outcome.winners):
        raise DifferentFileError(str(vote.pk))
    return write(in_order, _meta(vote, election), recount).decode()


def _order(election: Election, outcome: Outcome) -> list[str]:
    """Equal shares counts many times, and what is bought late in one step can stand equal with the first in another."""
    if election.rule.method is not Method.EQUAL_SHARES:
        return [step.project for step in outcome.steps]
    chain = Chain.of(election, election.tally())
    return [project.id for project in sorted(election.projects, key=chain.order)]


def _meta(vote: Vote, election: Election) -> dict[str, str]:
    """META without what the writer reads from the election. An imported election keeps its own."""
    frozen = vote.frozen
    if "pabulib" in frozen:
        return {key: value for key, value in frozen["pabulib"].items() if key in TEXTS}
    names = Area.objects.filter(slug__in=frozen["areas"]).in_order().values_list("name", flat=True)
    chain = ", ".join(election.rule.ties)
    draw = f"; public draw: {election.rule.lot_seed}" if election.rule.lot_seed else ""
    order = "ties" if election.rule.method is Method.EQUAL_SHARES else "the count"
    return {
        "description": frozen["title"],
        "country": "Denmark",
        "unit": card().name,
        "subunit": ", ".join(names),
        "instance": str(vote.closes_at.astimezone(COPENHAGEN).year),
        "date_begin": _day(vote.opens_at),
        "date_end": _day(vote.closes_at - timedelta(seconds=1)),
        "language": "da",
        "comment": f"#1: Projects stand in the order of {order}. Ties were decided by: {chain}{draw}",
    }


def _day(moment: datetime) -> str:
    return moment.astimezone(COPENHAGEN).strftime("%d.%m.%Y")
