"""The files of a result that anyone can download."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from deltagerbudget.areas.models import Area
from deltagerbudget.ballots.models import Vote
from deltagerbudget.counting.model import Criterion, Election, from_places
from deltagerbudget.counting.money import main_units
from deltagerbudget.counting.outcome import Outcome
from deltagerbudget.counting.pabulib_write import write
from deltagerbudget.counting.rules import count
from deltagerbudget.municipality.card import card
from deltagerbudget.processes.rules import BallotType
from deltagerbudget.ui.danish import COPENHAGEN


class DifferentFileError(Exception):
    """The file to publish would give other winners than the count."""


def pabulib_text(vote: Vote, election: Election, outcome: Outcome) -> str:
    """The election as a canonical Pabulib file: projects, prices and anonymous ballots.

    The format knows no tie chain and no lot: whoever counts the file takes equal projects in the order of the file.
    So the projects stand in the order of the count, and the file is counted before it leaves.
    """
    in_order = _in_order(election, [step.project for step in outcome.steps])
    recount = count(in_order)
    if set(recount.winners) != set(outcome.winners):
        raise DifferentFileError(str(vote.pk))
    return write(in_order, _meta(vote, election), recount).decode()


def _in_order(election: Election, ids: list[str]) -> Election:
    by_id = {project.id: project for project in election.projects}
    projects = tuple(by_id[project_id] for project_id in ids)
    place = {project_id: index for index, project_id in enumerate(ids)}
    keys = Counter({tuple(sorted(place[name] for name in sheet.projects)): sheet.number for sheet in election.ballots})
    return replace(
        election,
        projects=projects,
        ballots=from_places(keys, projects),
        rule=replace(election.rule, ties=(Criterion.FILE_ORDER,), lot_seed=""),
    )


def _meta(vote: Vote, election: Election) -> dict[str, str]:
    """META without what the writer reads from the election. An imported election keeps its own."""
    frozen = vote.frozen
    if "pabulib" in frozen:
        return dict(frozen["pabulib"])
    names = Area.objects.filter(slug__in=frozen["areas"]).in_order().values_list("name", flat=True)
    chain = ", ".join(frozen["tie_chain"])
    draw = f"; public draw: {election.rule.lot_seed}" if election.rule.lot_seed else ""
    return {
        "description": frozen["title"],
        "country": "Denmark",
        "unit": card().name,
        "subunit": ", ".join(names),
        "instance": str(vote.closes_at.astimezone(COPENHAGEN).year),
        "date_begin": _day(vote.opens_at),
        "date_end": _day(vote.closes_at - timedelta(seconds=1)),
        "language": "da",
        "comment": f"#1: Projects stand in the order of the count. Ties were decided by: {chain}{draw}",
    } | _limits(vote)


def _limits(vote: Vote) -> dict[str, str]:
    frozen = vote.frozen
    limits = {"min_length": str(frozen["min_choices"])}
    if frozen["max_choices"] is not None:
        limits["max_length"] = str(frozen["max_choices"])
    if frozen["ballot_type"] == BallotType.KNAPSACK:
        limits["max_sum_cost"] = main_units(frozen["amount_ore"], frozen["currency"])
    return limits


def _day(moment: datetime) -> str:
    return moment.astimezone(COPENHAGEN).strftime("%d.%m.%Y")
