"""How a result falls on voters, topics and areas, in words, from the outcome's figures. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.counting.outcome import Outcome, Spending
from deltagerbudget.results.why import money
from deltagerbudget.ui import danish


@dataclass(frozen=True)
class Figure:
    label: str
    text: str


def figures(outcome: Outcome, *, with_voters: bool) -> list[Figure]:
    """Without the figures on voters where there are too few ballots to tell. SPEC §6.4 of docs/counting.md"""
    said = [_of_part(part, outcome.currency) for part in outcome.figures.spending]
    return [*_of_voters(outcome), *said] if with_voters and outcome.voters else said


def _of_voters(outcome: Outcome) -> list[Figure]:
    language, found = get_language() or "da", outcome.figures
    pleased = outcome.voters - found.without_winner
    share = _("%(number)s of %(all)s") % {
        "number": danish.number(pleased, language),
        "all": danish.number(outcome.voters, language),
    }
    tenths = (found.winners_named * 10 + outcome.voters // 2) // outcome.voters
    mark = "." if language == "en" else ","
    figures = [
        Figure(_("Voters who chose at least one winner"), share),
        Figure(_("Winners on a ballot, on average"), f"{tenths // 10}{mark}{tenths % 10}"),
    ]
    if found.blank:
        figures.append(Figure(_("Blank votes"), danish.number(found.blank, language)))
    return figures


def _of_part(part: Spending, currency: str) -> Figure:
    label = _("Topic: %(name)s") if part.kind == "category" else _("Area: %(name)s")
    words = {"funded": part.funded, "projects": part.projects, "money": money(part.money, currency)}
    return Figure(label % {"name": part.name}, _("%(funded)s of %(projects)s won, %(money)s") % words)
