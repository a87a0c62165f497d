"""The rules of one deltagerbudget in plain lines."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.ballots.frozen import register_days
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.rules import GRACE
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.regulation import Clause, Subject, regulation
from deltagerbudget.processes.rules import Leftover
from deltagerbudget.processes.terms import terms_of
from deltagerbudget.support.reading import line
from deltagerbudget.ui.danish import day


def plain_rules(process: Process, vote: Vote | None) -> list[Clause]:
    """Who can take part, and the regulation: the frozen one if there is a vote."""
    support = line(process)
    return [
        Clause(_("Who can take part"), who(process)),
        *([Clause(_("What is reviewed"), support)] if support else []),
        *(vote.regulation() if vote else _regulation(process)),
    ]


def _regulation(process: Process) -> list[Clause]:
    grace = int(GRACE.total_seconds()) // 60
    leftover = Leftover(process.leftover)
    subject = Subject(
        process.amount_ore,
        process.currency,
        leftover,
        ways=process.ways,
        grace_minutes=grace,
        register_days=register_days(process),
        built_within=(process.start_within_months, process.finish_within_months),
    )
    return regulation(terms_of(process), subject)


def who(process: Process) -> str:
    places = _listed([area.name for area in process.areas.all()])
    words = {
        "places": places,
        "propose": process.propose_min_age,
        "vote": process.vote_min_age,
        "day": _day(process.age_on),
    }
    if process.propose_min_age == process.vote_min_age:
        return _("You live in %(places)s and are at least %(vote)s years old on %(day)s.") % words
    return (
        _("You live in %(places)s. On %(day)s you are at least %(propose)s to make proposals, and %(vote)s to vote.")
        % words
    )


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s or %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _day(moment: date) -> str:
    return day(moment, get_language() or "da")
