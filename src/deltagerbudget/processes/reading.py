"""The set-up of a deltagerbudget to be read by who may not change it, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.processes.models import Process, Remark
from deltagerbudget.processes.parts import PARTS, Part
from deltagerbudget.processes.setup_form import GROUPS, EditProcessForm, Fact, facts
from deltagerbudget.ui.danish import when


@dataclass(frozen=True)
class Section:
    """One part: what stands in it and what it lacks."""

    word: str
    title: str
    facts: list[Fact]
    lacks: list[str]


def sections(process: Process) -> list[Section]:
    return [
        Section(part.word, str(part.title), [fact for fact in _facts(part, process) if fact.text != "–"], lacks)
        for part in PARTS
        for lacks in [[] if process.opened_at else part.lacks(process)]
    ]


def _facts(part: Part, process: Process) -> list[Fact]:
    found = []
    if part.word in GROUPS:
        form = EditProcessForm(part=part.word, process=process)
        found = [fact for _heading, lines in facts(form) for fact in lines]
    return [*_MORE[part.word](process), *found] if part.word in _MORE else found


def _areas(process: Process) -> list[Fact]:
    return [Fact(_("Where?"), ", ".join(sorted(area.name for area in process.areas.all())))]


def _dates(process: Process) -> list[Fact]:
    language = get_language() or "da"
    return [
        Fact(span.name, f"{when(span.starts_at, language)} – {when(span.ends_at, language)}") for span in process.spans
    ]


def _contacts(process: Process) -> list[Fact]:
    return [
        Fact(row.name, ", ".join(filter(None, (row.title, row.phone, row.email)))) for row in process.contacts.all()
    ]


_MORE = {"opgave": _areas, "datoer": _dates, "kontakter": _contacts}


@dataclass(frozen=True)
class Said:
    """A remark and its answer."""

    remark: Remark
    part: str


def remarks(process: Process) -> list[Said]:
    titles = {part.word: str(part.title) for part in PARTS}
    return [Said(row, titles.get(row.part, "")) for row in reversed(process.remarks.all())]
