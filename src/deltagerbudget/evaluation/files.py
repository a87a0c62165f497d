"""An evaluation as files: the report as a tagged PDF, and data as JSON and CSV. All from the list of figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.evaluation.figures import FULL, Figure, Section, sections
from deltagerbudget.evaluation.indicators import Indicator, to_data
from deltagerbudget.evaluation.rules import Words
from deltagerbudget.evaluation.wording import Wording
from deltagerbudget.letters import typeset
from deltagerbudget.processes.models import Process
from deltagerbudget.ui import danish, sheets
from deltagerbudget.ui.sheets import Cell, Sheet

TYPES = {"pdf": "application/pdf", "json": "application/json", "csv": sheets.TYPES["csv"]}


@dataclass(frozen=True)
class Told:
    """What there is to tell of one deltagerbudget; without words while nobody has written them."""

    process: Process
    indicators: Sequence[Indicator]
    wording: Wording
    words: Words | None
    at: datetime
    is_draft: bool = False


def made(told: Told, kind: str) -> bytes:
    return {"pdf": report, "json": data, "csv": table}[kind](told)


def data(told: Told) -> bytes:
    """For programs: numbers as they are, and each as people read it."""
    known = {each["key"]: each for each in to_data(told.indicators)["indicators"]}
    shown = [_in_words(section, figure, known[figure.key]) for section, figure in _every(told)]
    words = told.words
    learnt = {"went_well": words.went_well, "differently": words.differently, "advice": words.advice} if words else {}
    whole = {
        "t": to_data([])["t"],
        "deltagerbudget": told.process.slug,
        "title": told.process.title,
        "published": told.at.isoformat(),
        "language": get_language() or "da",
        "indicators": shown,
        "learnt": learnt,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _in_words(section: Section, figure: Figure, raw: dict[str, Any]) -> dict[str, Any]:
    lines = [
        line | _said(bar.name, bar.value, bar.why)
        for line, bar in zip(raw["lines"], figure.bars, strict=bool(figure.bars))
    ]
    meaning = {name: getattr(figure, name) for name in ("definition", "source", "number_is", "of_is")}
    return raw | {"group": section.title, **_said(figure.name, figure.value, figure.why), **meaning, "lines": lines}


def _said(name: str, value: str, why: str) -> dict[str, str]:
    return {"name": name, "value": value, "why_words": why}


def table(told: Told) -> bytes:
    return sheets.table([sheet(told)])


def sheet(told: Told) -> Sheet:
    head = (_("Group"), _("Figure"), _("Part"), _("Value"), _("Made from"), _("Why it is missing"), _("As of"))
    rows: list[tuple[Cell, ...]] = []
    for section, figure in _every(told):
        tail = (figure.as_of, figure.source, figure.definition)
        if figure.value or not figure.bars:
            rows.append((section.title, figure.name, "", figure.value, figure.detail, figure.why, *tail))
        rows += [(section.title, figure.name, bar.name, bar.value, bar.detail, bar.why, *tail) for bar in figure.bars]
    return Sheet(_("Evaluation"), (*head, _("Source"), _("What the number means")), tuple(rows))


def report(told: Told) -> bytes:
    title = _("Evaluation of %(title)s") % {"title": told.process.title}
    return typeset.pdf("evaluation", _values(told), title=title, is_draft=told.is_draft)


def _values(told: Told) -> dict[str, Any]:
    day = danish.day(told.at, get_language() or "da")
    texts = list(told.words) if told.words else []
    heads = [_("What went well"), _("What we would do differently"), _("Advice to the next ones")]
    return {
        "process": told.process.title,
        "heading": _("Evaluation"),
        "lead": _("How it went, in figures, as they were on %(day)s. Each says what it means.") % {"day": day},
        "footer": _("%(title)s, evaluation of %(day)s") % {"title": told.process.title, "day": day},
        "is_told": True,
        "sections": [
            {"title": section.title, "figures": [_paper(figure) for figure in section.figures]}
            for section in sections(told.indicators, told.wording)
        ],
        "learnt": [{"title": head, "paragraphs": text.splitlines()} for head, text in zip(heads, texts, strict=False)],
        "words": {
            "figure": _("Figure"),
            "value": _("Value"),
            "made": _("Made from"),
            "part": _("Part"),
            "learnt": _("What we learnt"),
            "means": _("What the numbers mean"),
        },
    }


def _paper(figure: Figure) -> dict[str, Any]:
    """A chart says in words what it draws, for those who cannot see it."""
    bars = [
        {"name": bar.name, "value": bar.value or bar.why, "detail": bar.detail, "length": (bar.length or 0) / FULL}
        for bar in figure.bars
    ]
    alt = "; ".join(f"{bar['name']}: {bar['value']}" for bar in bars)
    return {
        "name": figure.name,
        "value": figure.value or figure.why,
        "detail": figure.detail,
        "means": figure.definition,
        "source": _("Source: %(source)s. As of %(day)s.") % {"source": figure.source, "day": figure.as_of},
        "bars": bars,
        "is_only_parts": bool(bars) and not figure.value,
        "alt": _("Bars. %(text)s") % {"text": alt},
    }


def _every(told: Told) -> list[tuple[Section, Figure]]:
    return [(section, figure) for section in sections(told.indicators, told.wording) for figure in section.figures]
