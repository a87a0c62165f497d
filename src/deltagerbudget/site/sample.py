"""A trial ballot: the rules as they are set up now, and invented proposals. Stores nothing, asks no vote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from deltagerbudget.ballots.booth import blocks, counter, kind_of, lines_of, rows_of, topic_limits
from deltagerbudget.ballots.models import Project
from deltagerbudget.ballots.rules import InvalidChoice, Paper, Sheet, filled_in, left_ore, readable
from deltagerbudget.counting.model import Project as Counted
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.terms import Terms, problems, terms_of

# In per cent of the amount: two that do not fit together, and some that do.
_PRICES = (60, 45, 30, 25, 15, 10, 8, 5)
_FIRST_ORDER = 1


@dataclass(frozen=True)
class Invented:
    """What stands on the ballot about a proposal that nobody has made."""

    shuffle: str
    what: str
    place: str = ""
    why: str = ""
    for_whom: str = ""
    language: str = ""


@dataclass(frozen=True)
class Entry:
    number: int
    title: str
    cost_ore: int
    proposal: Invented


def entries(process: Process, terms: Terms) -> dict[int, Entry]:
    titles, what = _titles(), _("This proposal is invented, so that you can try the ballot.")
    number = max(len(_PRICES), terms.limits.least)
    found = {}
    for place in range(number):
        share = process.amount_ore * _PRICES[place] // 100 if place < len(_PRICES) else 0
        # So many must fit within the amount together.
        cost = min(share or process.amount_ore, process.amount_ore // max(terms.limits.least, 1))
        cost = max(cost - cost % 10_000 if cost > 1_000_000 else cost, 1)
        title = titles[place % len(titles)] + (f" {place // len(titles) + 1}" if place >= len(titles) else "")
        found[place + 1] = Entry(place + 1, title, cost, Invented(f"{place + 1:04x}" * 16, what))
    return found


def _titles() -> list[str]:
    return [
        _("A shelter by the wood"),
        _("Lights along the path"),
        _("A wall for ball games"),
        _("A table for chess in the square"),
        _("A bench in the sun"),
        _("A bed of wild flowers"),
        _("A tap with drinking water"),
        _("A shelf for swapping books"),
    ]


def _paper(process: Process, terms: Terms, found: dict[int, Entry]) -> Paper:
    topics, area = process.categories, next((area.name for area in process.areas.all()), "")
    projects = {
        str(entry.number): Counted(
            str(entry.number),
            entry.cost_ore,
            entry.title,
            (topics[entry.number % len(topics)],) if topics else (),
            area,
        )
        for entry in found.values()
    }
    return Paper(terms.vote_type, terms.limits, projects)


def trial(request: HttpRequest, process: Process, frame: dict[str, Any]) -> HttpResponse:
    """Choose, check, done: three pages at one address, all by GET. ``frame``: address, what to send along, way out."""
    frame = frame | {"process": process, "amount_ore": process.amount_ore}
    wrong = problems(process)
    if wrong:
        return render(request, "site/sample_missing.html", frame | {"missing": wrong})
    terms = terms_of(process)
    found = entries(process, terms)
    paper, raw = _paper(process, terms, found), request.GET.getlist("valg")
    projects = cast(dict[int, Project], found)
    step, sheet, error = request.GET.get("trin", ""), readable(raw, paper), ""
    if step:
        try:
            sheet = filled_in(raw, paper)
        except InvalidChoice as refusal:
            step, error = "", refusal.message
    lines = lines_of(projects, paper, sheet)
    context = frame | {
        "kind": kind_of(paper),
        "lines": lines,
        "blocks": blocks(lines),
        "count": counter(paper, sheet),
        "values": sheet.values(paper),
        "left_ore": left_ore(sheet.numbers, paper),
        "error": error,
    }
    if step in {"tjek", "slut"}:
        return render(request, "site/sample_check.html" if step == "tjek" else "site/sample_done.html", context)
    return _choose(request, paper, sheet, projects, context)


def _choose(
    request: HttpRequest, paper: Paper, sheet: Sheet, projects: dict[int, Project], context: dict[str, Any]
) -> HttpResponse:
    shown = {"rows": rows_of(projects, paper, sheet, _FIRST_ORDER), "topic_limits": topic_limits(paper)}
    return render(request, "site/sample_choose.html", context | shown, status=422 if context["error"] else 200)
