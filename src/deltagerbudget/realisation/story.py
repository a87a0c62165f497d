"""What the page of a proposal tells about its realisation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.events.cards import when_of
from deltagerbudget.events.models import Event
from deltagerbudget.pictures.shown import photo
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import Leftover
from deltagerbudget.realisation.models import Realisation, Report
from deltagerbudget.realisation.rules import Moment, Promise, Station, days_late, late_days
from deltagerbudget.ui.danish import day, money
from deltagerbudget.ui.signatures import Badge, Photo


@dataclass(frozen=True)
class Opening:
    """When and where one can come and see it."""

    url: str
    when: str
    place: str
    is_cancelled: bool


@dataclass(frozen=True)
class Kept:
    """One promise with everything that happened to its date."""

    pk: int
    title: str
    due_on: date
    reached_on: date | None
    late: str
    pays_ore: int | None
    # What was said of its date, in the order in which it was said.
    moves: tuple[str, ...]
    is_opening: bool = False
    opening: Opening | None = None


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
    # Said by the clock: how late the whole is against the rule, and since when nothing was told.
    end_late: str
    quiet: str
    # What becomes of the money of a stopped project.
    money_left: str
    # The newest picture from before and the newest from after, where there are both.
    pair: tuple[tuple[str, Photo], ...]


def story_of(realisation: Realisation, today: date, *, paid_ore: int | None = None) -> Story:
    """Three queries, or none after `Realisation.objects.with_story()`."""
    moves: dict[int, list[str]] = defaultdict(list)
    reports = list(realisation.reports.all())
    for report in reversed(reports):
        if report.milestone_id is not None:
            moves[report.milestone_id].append(_said(report))
    milestones = sorted(realisation.milestones.all(), key=lambda row: (row.due_on, row.pk))
    promises = [Promise(row.title, row.due_on, row.reached_on) for row in milestones]
    paid_ore = realisation.paid_ore() if paid_ore is None else paid_ore
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
                "" if realisation.is_over else late_words(days_late(promise, today)),
                row.pays_ore,
                tuple(moves[row.pk]),
                row.is_opening,
                opening_of(row.event),
            )
            for row, promise in zip(milestones, promises, strict=True)
        ),
        reports=tuple(_news(report) for report in reports if report.milestone_id is None),
        paid_ore=paid_ore,
        end_late=_end_late(realisation, today),
        quiet=quiet_words(realisation, today),
        money_left=money_left(realisation, paid_ore),
        pair=_pair(reports),
    )


def opening_of(event: Event | None) -> Opening | None:
    if event is None:
        return None
    url = reverse("events:event", args=[event.pk])
    return Opening(url, when_of(event.starts_at, event.ends_at), event.place, event.cancelled_at is not None)


def badge_of(realisation: Realisation | None, today: date) -> Badge:
    """The station of a winner; one that nobody has started yet is planned."""
    station = realisation.station(today) if realisation else Station.PLANNED
    if station == Station.LATE and realisation is not None:
        return Badge("late", late_words(late_days(realisation.promises(), today)))
    kinds = {
        Station.PLANNED: "waiting",
        Station.UNDER_WAY: "open",
        Station.FINISHED: "done",
        Station.STOPPED: "stopped",
    }
    return Badge(kinds[station], str(station.label))  # type: ignore[arg-type]


def late_words(days: int) -> str:
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days} if days else ""


def _pair(reports: list[Report]) -> tuple[tuple[str, Photo], ...]:
    """`reports` with the newest first."""
    found: dict[Moment, Photo] = {}
    for report in reports:
        if report.moment and report.picture is not None:
            found.setdefault(Moment(report.moment), photo(report.picture))
    return tuple((str(moment.label), found[moment]) for moment in Moment) if len(found) == len(Moment) else ()


def quiet_words(realisation: Realisation, today: date) -> str:
    """Said by the clock, where nothing was told for too long."""
    since = realisation.quiet_since(today)
    return _("No news since %(day)s") % {"day": day(since, get_language() or "da")} if since else ""


def start_words(start_by: date, today: date) -> str:
    """Of a winner that nobody has started: the last day by the rule, or how late it is."""
    words = _("It should have been started by %(day)s") if today > start_by else _("It is started by %(day)s")
    return words % {"day": day(start_by, get_language() or "da")}


def money_left(realisation: Realisation, paid_ore: int) -> str:
    """Of a stopped project: what is free again, and what the published rule says about it."""
    if realisation.stopped_on is None:
        return ""
    return leftover_words(realisation.process, realisation.price_ore - paid_ore)


def leftover_words(process: Process | None, left_ore: int) -> str:
    """What becomes of so much that was not used; an initiative has no rule but back to the pool."""
    if left_ore <= 0:
        return ""
    rules = {
        Leftover.RETURN: _("%(amount)s was not used. By the rule it goes back to the pool."),
        Leftover.NEXT_IN_LINE: _(
            "%(amount)s was not used. By the rule it is offered to the next in line, if the rest can be found "
            "elsewhere."
        ),
        Leftover.ROLL_OVER: _("%(amount)s was not used. By the rule it is saved for the next deltagerbudget here."),
    }
    rule = rules[Leftover(process.leftover) if process else Leftover.RETURN]
    currency = process.currency if process else "DKK"
    return rule % {"amount": money(left_ore, currency, get_language() or "da")}


def _end_late(realisation: Realisation, today: date) -> str:
    if realisation.finish_by is None or realisation.is_over:
        return ""
    return late_words(max(0, (today - realisation.finish_by).days))


def _news(report: Report) -> News:
    photos = (photo(report.picture),) if report.picture is not None else ()
    return News(report.pk, report.at, report.text, photos)


def _said(report: Report) -> str:
    language = get_language() or "da"
    if report.moved_to is None:
        words = _("%(day)s: It goes as planned. %(text)s") % {
            "day": day(localdate(report.at), language),
            "text": report.text,
        }
        return words.strip()
    old, new = (day(moment, language) for moment in (report.moved_from, report.moved_to) if moment is not None)
    return _("Moved from %(old)s to %(new)s: %(why)s") % {"old": old, "new": new, "why": report.text}
