"""What the staff's set-up pages show of a process, as plain values with their texts ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes.models import Process, Tick
from deltagerbudget.processes.rules import ANSWERS, SEEN_POINTS, Point, may_tick
from deltagerbudget.ui.signatures import Badge


@dataclass(frozen=True)
class Tab:
    text: str
    url: str
    current: bool


def tabs() -> tuple[tuple[str, Act, str], ...]:
    return (
        ("checklist", Act.TICK_CHECKLIST, _("Checklist")),
        ("edit", Act.EDIT_PROCESS, _("Text and rules")),
        ("limits", Act.EDIT_PROCESS, _("More rules")),
        ("criteria_staff:of_process", Act.EDIT_CRITERIA, _("Judged by")),
        ("fields", Act.EDIT_FIELDS, _("Own questions")),
        ("phases", Act.SCHEDULE_PHASES, _("Phases")),
        ("money", Act.ALLOCATE_MONEY, _("Money")),
        ("contacts", Act.EDIT_PROCESS, _("Contact persons")),
        ("media", Act.ILLUSTRATE_PROCESS, _("Picture and documents")),
    )


@dataclass(frozen=True)
class Row:
    """One process of the list."""

    process: Process
    areas: str
    badge: Badge
    phase: str
    missing: str


def row(process: Process, at: datetime) -> Row:
    span = process.span_at(at)
    return Row(
        process=process,
        areas=", ".join(sorted(area.name for area in process.areas.all())),
        badge=_state(process),
        phase=span.name if span else _("Not begun"),
        missing="" if process.opened_at else _lacks(len(process.missing_points())),
    )


def _state(process: Process) -> Badge:
    if process.frozen_at:
        return Badge("closed", _("Frozen"))
    return Badge("open", _("Open")) if process.opened_at else Badge("waiting", _("Draft"))


def _lacks(number: int) -> str:
    if number == 0:
        return _("Ready to open")
    return ngettext("%(number)s point is missing", "%(number)s points are missing", number) % {"number": number}


@dataclass(frozen=True)
class Step:
    """One point of the checklist."""

    point: Point
    text: str
    answers: str
    is_done: bool
    badge: Badge
    tick: Tick | None
    # Where what is missing is filled in; or whether this person may tick it.
    url: str
    link: str
    may_tick: bool


def steps(process: Process, actor: Actor) -> list[Step]:
    roles = actor.roles(process.area_ids)
    missing = set(process.missing_points())
    ticks = {tick.point: tick for tick in process.ticks.all()}
    leads = may_tick(Point.MANDATE, roles)
    badges = {True: Badge("done", _("In place")), False: Badge("waiting", _("Missing"))}
    links = _links()
    found = []
    for point in Point:
        name, link = links.get(point, ("", ""))
        is_done = point not in missing
        found.append(
            Step(
                point=point,
                text=str(point.label),
                answers=str(ANSWERS[point].label),
                is_done=is_done,
                badge=badges[is_done],
                tick=ticks.get(point),
                url=reverse(f"processes_staff:{name}", args=[process.slug]) if name and leads else "",
                link=link,
                may_tick=point not in SEEN_POINTS and not is_done and may_tick(point, roles),
            )
        )
    return found


def _links() -> dict[Point, tuple[str, str]]:
    return {
        Point.MANDATE: ("edit", _("Write the decision")),
        Point.MONEY: ("money", _("Set money aside")),
        Point.DATES: ("phases", _("Set the dates")),
        Point.CONTACTS: ("contacts", _("Write the contact persons")),
        Point.CRITERIA: ("edit", _("Write the criteria")),
    }
