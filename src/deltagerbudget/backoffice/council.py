"""The local council's own home: one area, what runs there, what is said, and what waits. A fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Recall, Role
from deltagerbudget.areas.models import Area
from deltagerbudget.backoffice.gaps import Spot, empty_places, empty_topics
from deltagerbudget.backoffice.waiting import tasks_of_council
from deltagerbudget.bulletins.models import Bulletin
from deltagerbudget.bulletins.rules import Voice
from deltagerbudget.events.cards import event_cards
from deltagerbudget.events.models import Event
from deltagerbudget.places.models import Place
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.talk_models import Remark
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import PUBLIC_STAGES, Stage
from deltagerbudget.ui.danish import in_days, weekday
from deltagerbudget.ui.signatures import Badge, Chip

PROPOSALS, EVENTS, MESSAGES = 5, 3, 5


@dataclass(frozen=True)
class Running:
    """One deltagerbudget of the area that is open or being prepared."""

    title: str
    url: str
    badge: Badge
    chip: Chip | None
    next_date: str
    # How many proposals there are at each stage, in words.
    stages: list[tuple[str, int]]
    # The set-up, while the council can still say something to it.
    comment_url: str = ""
    empty_topics: str = ""


@dataclass(frozen=True)
class Message:
    """What somebody has said to the council or in its area."""

    what: str
    text: str
    at: datetime
    url: str = ""


@does(Act.COMMENT_SETUP)
@never_cache
@require_safe
def area(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The one asked for; the first of one's own where none is. SECURITY: another's is not there."""
    return home(request, actor_of(request), slug)


def home(request: HttpRequest, actor: Actor, slug: str = "") -> HttpResponse:
    at, mine = now(), _own(actor)
    found = next((row for row in mine if row.slug == slug), None) if slug else next(iter(mine), None)
    if found is None:
        raise Http404
    processes = _running(found, actor, at)
    rows = _rows(processes)
    context = {
        "area": found,
        "others": [row for row in mine if row != found],
        "tasks": tasks_of_council(actor, at),
        "running": [_line(process, rows, at) for process in processes],
        "newest": _newest(processes),
        "empty_places": _empty_places(found, processes, rows, at),
        "events": event_cards(Event.objects.in_area(found).next_to(at).with_booked()[:EVENTS], at),
        "messages": _messages(found),
    }
    return render(request, "backoffice/area.html", context)


def is_partner_alone(actor: Actor) -> bool:
    """Somebody who is here for a local council and for nothing else."""
    return actor.holds(Role.PARTNER) and not actor.holds(Role.CASEWORKER, Role.OWNER, Role.AUDITOR, Role.ADMINISTRATOR)


def _own(actor: Actor) -> list[Area]:
    held = {area for role, area in actor.grants if role == Role.PARTNER}
    areas = Area.objects.in_order()
    return list(areas if None in held else areas.filter(pk__in=[pk for pk in held if pk is not None]))


def _running(area: Area, actor: Actor, at: datetime) -> list[Process]:
    """Open or being prepared; what is over has its place on the area's public page."""
    seen = Process.objects.visible_to(actor).filter(areas=area, story="", is_imported=False)
    found = seen.with_phases().order_by("-pk")
    return [process for process in found if not process.spans or process.spans[-1].ends_at > at]


Row = dict[str, Any]


def _rows(processes: Sequence[Process]) -> list[Row]:
    """What is counted of their proposals: those that everyone can see."""
    shown = Proposal.objects.public().filter(process__in=[process.pk for process in processes])
    return [dict(row) for row in shown.values("process_id", "stage", "category", "lon", "lat")]


def _line(process: Process, rows: Iterable[Row], at: datetime) -> Running:
    mine = [row for row in rows if row["process_id"] == process.pk]
    counted = Counter(row["stage"] for row in mine)
    is_open = process.opened_at is not None
    url = reverse("site:process" if is_open else "processes_staff:council", args=[process.slug])
    topics = empty_topics(process.categories, (row["category"] for row in mine)) if _takes_ideas(process, at) else []
    return Running(
        title=process.title,
        url=url,
        badge=Badge("open", _("Open")) if is_open else Badge("soon", _("Being prepared")),
        chip=_chip(process, at),
        next_date=_next_date(process, at),
        stages=[(str(Stage(stage).label), counted[stage]) for stage in PUBLIC_STAGES if counted[stage]],
        comment_url="" if is_open else f"{url}#bemaerk",
        empty_topics=", ".join(topics),
    )


def _takes_ideas(process: Process, at: datetime) -> bool:
    return process.opened_at is not None and process.phase_at(at) == PhaseKind.IDEAS


def _chip(process: Process, at: datetime) -> Chip | None:
    span = process.span_at(at)
    if span is None:
        return None
    step, steps = process.spans.index(span) + 1, len(process.spans)
    words = _("Step %(step)s of %(steps)s: %(name)s") % {"step": step, "steps": steps, "name": span.name}
    return Chip(step, steps, words)


def _next_date(process: Process, at: datetime) -> str:
    """What begins next, and when; or when the last phase ends."""
    language = get_language() or "da"
    if not process.spans:
        return _("The dates are not set yet.")
    coming = next((span for span in process.spans if span.starts_at > at), None)
    moment = coming.starts_at if coming else process.spans[-1].ends_at
    told = {"day": weekday(moment, language), "days": in_days(moment, at, language)}
    if coming is None:
        return _("Ends %(day)s, %(days)s.") % told
    return _("Next: %(name)s from %(day)s, %(days)s.") % (told | {"name": coming.name})


def _newest(processes: Sequence[Process]) -> list[Proposal]:
    shown = Proposal.objects.public().filter(process__in=[process.pk for process in processes])
    return list(shown.select_related("process").order_by("-submitted_at", "-pk")[:PROPOSALS])


def _empty_places(area: Area, processes: Sequence[Process], rows: Iterable[Row], at: datetime) -> list[str]:
    """While ideas can be sent in. A proposal belongs to the nearest place, which may lie in another area."""
    taking = [process for process in processes if _takes_ideas(process, at)]
    if not taking:
        return []
    known = {process.pk for process in taking}
    places = list(
        Place.objects.filter(area__in={pk for process in taking for pk in process.area_ids}).order_by("sort_key", "pk")
    )
    points = [(row["lon"], row["lat"]) for row in rows if row["process_id"] in known and row["lon"] is not None]
    empty = empty_places([Spot(place.name, place.lon, place.lat) for place in places], points)
    here = {place.name for place in places if place.area_id == area.pk}
    return [name for name in empty if name in here]


def _messages(area: Area) -> list[Message]:
    """Answers to remarks, news from the municipality, and what it took back; the newest first."""
    found = [*_answers(area), *_told(area), *_taken_back(area)]
    return sorted(found, key=lambda message: message.at, reverse=True)[:MESSAGES]


def _answers(area: Area) -> list[Message]:
    rows = Remark.objects.filter(process__areas=area, answered_at__isnull=False).select_related("process")
    return [
        Message(
            _("Answer to your remark about %(title)s") % {"title": row.process.title},
            row.answer,
            row.answered_at,
            f"{reverse('processes_staff:council', args=[row.process.slug])}#bemaerkninger",
        )
        for row in rows.order_by("-answered_at", "-pk")[:MESSAGES]
        if row.answered_at
    ]


def _told(area: Area) -> list[Message]:
    """SECURITY: what everyone may see, so that every address leads somewhere."""
    rows = Bulletin.objects.public().in_area(area).filter(voice=Voice.MUNICIPALITY).newest_first()[:MESSAGES]
    return [
        Message(_("News from the municipality"), row.title, row.at, reverse("bulletins:bulletin", args=[row.pk]))
        for row in rows
    ]


def _taken_back(area: Area) -> list[Message]:
    entries = Entry.objects.filter(act=Act.TAKE_NEWS_BACK, detail__area=area.pk, detail__voice=Voice.COUNCIL)
    theirs = entries.exclude(role=Role.PARTNER).newest_first()[:MESSAGES]
    words = _("The municipality has taken one of your news back")
    return [Message(words, str(Recall(entry.detail["recall"]).label), entry.at) for entry in theirs]
