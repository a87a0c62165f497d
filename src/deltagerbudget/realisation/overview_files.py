"""The overview as data: tables for a spreadsheet, and JSON. The same figures as its page, and nothing about persons."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.pools.rules import Year
from deltagerbudget.realisation.account import Account
from deltagerbudget.realisation.board import WORDS, Winner
from deltagerbudget.realisation.models import url_of
from deltagerbudget.realisation.overview import Election, Overview, phase_of
from deltagerbudget.ui.sheets import Cell, Ore, Sheet


def phase_words(kind: PhaseKind | None) -> str:
    return str(kind.label) if kind else _("Not begun")


def sheets(found: Overview) -> list[Sheet]:
    return [
        _figures(found),
        _money(found),
        _years(found),
        _processes(found),
        _projects(_("All projects"), found.winners),
        _projects(_("Late projects"), found.late),
        _turnout(found),
    ]


def _figures(found: Overview) -> Sheet:
    rows = tuple((name, Ore(value) if name.endswith("_ore") else value) for name, value in found.figures().items())
    return Sheet(_("Key figures"), (_("Figure"), _("Number")), rows)


def _money(found: Overview) -> Sheet:
    head = (_("Pool"), _("Given"), _("Bound"), _("Paid"), _("Left"))
    rows = tuple(
        (row.pool.name, Ore(row.given_ore), Ore(row.bound_ore), Ore(row.spent_ore), Ore(row.left_ore))
        for row in found.accounts
    )
    return Sheet(_("The money"), head, rows)


def _years(found: Overview) -> Sheet:
    head = (_("Pool"), _("Year"), _("Carried over"), _("Given"), _("Set aside"), _("Came back"), _("Paid"), _("Left"))
    rows: list[tuple[Cell, ...]] = [
        (
            row.pool.name,
            year.year,
            Ore(year.carried_in_ore),
            Ore(year.given_ore),
            Ore(year.set_aside_ore),
            Ore(year.returned_ore),
            Ore(year.paid_ore),
            Ore(year.left_ore),
        )
        for row in found.accounts
        for year in row.years
    ]
    return Sheet(_("Year by year"), head, tuple(rows))


def _processes(found: Overview) -> Sheet:
    rows = tuple((row.title, phase_words(phase_of(row))) for row in found.processes)
    return Sheet(_("Deltagerbudgetter"), (_("Deltagerbudget"), _("Phase")), rows)


def _projects(title: str, winners: list[Winner]) -> Sheet:
    head = (_("Project"), _("Deltagerbudget or initiative"), _("How far it is"), _("Days late"), _("Price"), _("Paid"))
    rows = tuple(
        (
            row.about.title,
            row.source.title,
            str(row.station.label),
            row.days,
            Ore(row.price_ore),
            Ore(row.paid_ore),
        )
        for row in winners
    )
    return Sheet(title, head, rows)


def _turnout(found: Overview) -> Sheet:
    head = (_("Deltagerbudget"), _("Area"), _("Age"), _("Voted"), _("Could vote"))
    rows: list[tuple[Cell, ...]] = [
        (row.process.title, line.name, band, share.voted, share.of if share.voted is not None else None)
        for row in found.elections
        for line in row.turnout.lines
        for band, share in zip(row.turnout.heads[1:], line.shares, strict=True)
    ]
    return Sheet(_("Turnout"), head, tuple(rows))


def data(found: Overview) -> dict[str, Any]:
    """For programs. Amounts in øre; what is hidden with the result is null."""
    return {
        "t": "overview/v1",
        "day": found.today.isoformat(),
        "figures": found.figures(),
        "pools": [_pool(row) for row in found.accounts],
        "processes": [
            {"title": row.title, "url": _full(reverse("site:process", args=[row.slug])), "phase": phase_of(row)}
            for row in found.processes
        ],
        "projects": [_project(row) for row in found.winners],
        "turnout": [_election(row) for row in found.elections],
        "reports": {str(ground): number for ground, number in found.complaints.grounds.items()},
    }


def _full(path: str) -> str:
    return settings.SITE_URL + path


def _pool(row: Account) -> dict[str, Any]:
    sums = {name: getattr(row, name) for name in ("given_ore", "bound_ore", "spent_ore", "left_ore")}
    url = _full(reverse("site:pool", args=[row.pool.slug]))
    return {"name": row.pool.name, "url": url} | sums | {"years": [_year(year) for year in row.years]}


def _year(year: Year) -> dict[str, int]:
    names = ("carried_in_ore", "given_ore", "set_aside_ore", "returned_ore", "paid_ore", "left_ore")
    return {"year": year.year} | {name: getattr(year, name) for name in names}


def _project(row: Winner) -> dict[str, Any]:
    return {
        "title": row.about.title,
        "url": _full(url_of(row.about)),
        "of": row.source.title,
        "station": WORDS[row.station],
        "days_late": row.days,
        "price_ore": row.price_ore,
        "paid_ore": row.paid_ore,
        "currency": row.currency,
    }


def _election(row: Election) -> dict[str, Any]:
    return {
        "process": row.process.title,
        "url": _full(reverse("results:result", args=[row.process.slug])),
        "voted": row.voted,
        "of": row.of,
        "area_gap": row.area_gap,
        "band_gap": row.band_gap,
        "bands": row.turnout.heads[1:],
        "areas": [
            {"name": line.name, "cells": [[s.voted, s.of] if s.voted is not None else None for s in line.shares]}
            for line in row.turnout.lines
        ],
    }
