"""All evaluations side by side as data: the same figures as the page, each with what it meant when it was published."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.evaluation.across import Across, Cell, Row
from deltagerbudget.ui import danish, sheets
from deltagerbudget.ui.sheets import Sheet

FORMAT = "evaluations/v1"
TYPES = {"csv": sheets.TYPES["csv"], "json": "application/json"}


def made(found: Across, kind: str) -> bytes:
    return {"csv": table, "json": data}[kind](found)


def table(found: Across) -> bytes:
    """One line a figure, so that lines can be chosen and sorted."""
    first = (_("Participatory budget"), _("Year"), _("Figure"), _("Value"), _("Made from"), _("Why it is missing"))
    head = (*first, _("Published"), _("What the number means"))
    lines: list[tuple[sheets.Cell, ...]] = [
        (row.title, row.year, name, *_said(cell), danish.day(row.at, get_language() or "da"), cell.means)
        for row in found.rows
        for name, cell in zip(found.heads, row.cells, strict=True)
    ]
    lines += [
        (_("All together"), None, name, *_said(cell), None, "")
        for name, cell in zip(found.heads, found.totals, strict=True)
    ]
    return sheets.table([Sheet(_("How it went"), head, tuple(lines))])


def _said(cell: Cell) -> tuple[str, str, str]:
    return cell.value, cell.detail, cell.why


def data(found: Across) -> bytes:
    """For programs: numbers as they are, in øre and minutes, and each as people read it."""
    whole = {
        "t": FORMAT,
        "language": get_language() or "da",
        "evaluations": [_row(found, row) for row in found.rows],
        "all": _figures(found, found.totals),
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _row(found: Across, row: Row) -> dict[str, Any]:
    return {
        "deltagerbudget": row.slug,
        "title": row.title,
        "year": row.year,
        "url": settings.SITE_URL + reverse("evaluation:evaluation", args=[row.slug]),
        "published": row.at.isoformat(),
        "figures": _figures(found, row.cells),
    }


def _figures(found: Across, cells: list[Cell]) -> list[dict[str, Any]]:
    return [
        {
            "key": cell.key,
            "name": name,
            "number": cell.number,
            "of": cell.of,
            "value": cell.value,
            "made_from": cell.detail,
            "why_words": cell.why,
            "definition": cell.means,
        }
        for name, cell in zip(found.heads, cells, strict=True)
    ]
