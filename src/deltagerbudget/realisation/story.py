"""What the page of a proposal tells about its realisation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.pictures.shown import photo
from deltagerbudget.realisation.models import Realisation, Report
from deltagerbudget.realisation.rules import Promise, Station, days_late, late_days
from deltagerbudget.ui.danish import day
from deltagerbudget.ui.signatures import Badge, Photo


@dataclass(frozen=True)
class Kept:
    """One promise with everything that happened to its date."""

    pk: int
    title: str
    due_on: date
    reached_on: date | None
    late: str
    moves: tuple[str, ...]


@dataclass(frozen=True)
class News:
    """One piece of news, with its picture where there is one."""

    pk: int
    at: datetime
    text: str
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class Story:
    """Template: `{% include "realisation/_story.html" %}` with `story`."""

    realisation: Realisation
    station: Station
    badge: Badge
    promises: tuple[Kept, ...]
    reports: tuple[News, ...]
    paid_ore: int


def story_of(realisation: Realisation, today: date, *, paid_ore: int | None = None) -> Story:
    """Three queries, or none after `Realisation.objects.with_story()`."""
    moves: dict[int, list[str]] = defaultdict(list)
    reports = list(realisation.reports.all())
    for report in reversed(reports):
        if report.milestone_id is not None:
            moves[report.milestone_id].append(_moved(report))
    milestones = sorted(realisation.milestones.all(), key=lambda row: (row.due_on, row.pk))
    promises = [Promise(row.title, row.due_on, row.reached_on) for row in milestones]
    return Story(
        realisation=realisation,
        station=realisation.station(today),
        badge=badge_of(realisation, today),
        promises=tuple(
            Kept(
                row.pk,
                row.title,
                row.due_on,
                row.reached_on,
                late_words(days_late(promise, today)),
                tuple(moves[row.pk]),
            )
            for row, promise in zip(milestones, promises, strict=True)
        ),
        reports=tuple(_news(report) for report in reports if report.milestone_id is None),
        paid_ore=realisation.paid_ore() if paid_ore is None else paid_ore,
    )


def badge_of(realisation: Realisation | None, today: date) -> Badge:
    """The station of a winner; one that nobody has started yet is planned."""
    station = realisation.station(today) if realisation else Station.PLANNED
    if station == Station.LATE and realisation is not None:
        return Badge("late", late_words(late_days(realisation.promises(), today)))
    kinds = {Station.PLANNED: "waiting", Station.UNDER_WAY: "open", Station.FINISHED: "done"}
    return Badge(kinds[station], str(station.label))  # type: ignore[arg-type]


def late_words(days: int) -> str:
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days} if days else ""


def _news(report: Report) -> News:
    photos = (photo(report.picture),) if report.picture is not None else ()
    return News(report.pk, report.at, report.text, photos)


def _moved(report: Report) -> str:
    language = get_language() or "da"
    old, new = (day(moment, language) for moment in (report.moved_from, report.moved_to) if moment is not None)
    return _("Moved from %(old)s to %(new)s: %(why)s") % {"old": old, "new": new, "why": report.text}
