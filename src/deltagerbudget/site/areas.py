"""Front page and areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import public
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.areas.geometry import outline_path
from deltagerbudget.areas.models import Area
from deltagerbudget.bulletins.cards import latest_news, with_latest_news_here
from deltagerbudget.events.cards import next_event, with_next_event_here
from deltagerbudget.places.find import LONGEST, find, only_area
from deltagerbudget.processes.models import Process, ProcessQuerySet
from deltagerbudget.realisation.models import Initiative, Realisation, Report
from deltagerbudget.site import maps
from deltagerbudget.site.cards import built_cards, process_cards
from deltagerbudget.site.conditional import respond
from deltagerbudget.site.now import what_now

_BUILT_SHOWN = 6
PICTURE = (640, 360)
_OVER = {PhaseKind.REALISATION, PhaseKind.EVALUATION}


@dataclass
class Groups:
    """Processes by what a resident can do with them."""

    open: list[Process]
    soon: list[Process]
    past: list[Process]


def shown_processes() -> ProcessQuerySet:
    """Opened ones with what their cards ask for. The long texts of a vote and its result are left where they are."""
    heavy = ("vote__config", "vote__result__outcome", "vote__result__pb")
    return Process.objects.opened().with_phases().select_related("vote__result", "picture").defer(*heavy)


def grouped(processes: Sequence[Process], at: datetime) -> Groups:
    """The ones that close first come first; past ones newest first; the oldest first where both are equal."""
    groups = Groups([], [], [])
    for process in sorted(processes, key=lambda process: process.pk):
        phase = process.phase_at(at)
        if what_now(process, at).is_open:
            groups.open.append(process)
        elif phase in _OVER or (phase is None and process.story):
            groups.past.append(process)
        else:
            groups.soon.append(process)
    groups.open.sort(key=lambda process: _ends(process, at))
    groups.soon.sort(key=lambda process: _ends(process, at))
    groups.past.sort(key=lambda process: _begun(process), reverse=True)
    return groups


def _ends(process: Process, at: datetime) -> datetime:
    span = process.span_at(at)
    return span.ends_at if span else (process.spans[0].starts_at if process.spans else process.updated_at)


def _begun(process: Process) -> datetime:
    return process.spans[0].starts_at if process.spans else process.opened_at or process.updated_at


def built() -> QuerySet[Realisation]:
    """Finished ones first, the latest on top, then those under way."""
    public = Q(process__opened_at__isnull=False) | Q(initiative__isnull=False)
    shown = Realisation.objects.with_promises().filter(public)
    reports = Prefetch("reports", Report.objects.select_related("picture"))
    shown = shown.prefetch_related("proposal__pictures", reports)
    return shown.order_by(F("finished_on").desc(nulls_last=True), "-started_at", "-pk")


def built_in(area: Area) -> QuerySet[Realisation]:
    initiatives = Initiative.areas.through.objects.filter(initiative=OuterRef("initiative"), area=area)
    processes = Process.areas.through.objects.filter(process=OuterRef("process"), area=area)
    return built().filter(Exists(initiatives) | Exists(processes))


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    def build(at: datetime) -> dict[str, Any]:
        processes = list(shown_processes())
        groups = grouped(processes, at)
        rows = maps.area_rows(processes, Area.objects.in_order().with_outlines(), at)
        return {
            "twin": maps.area_twin(rows),
            "has_vote": any(process.phase_at(at) == PhaseKind.VOTE for process in groups.open),
            "open": process_cards(groups.open, at),
            "soon": process_cards(groups.soon, at),
            "past": process_cards(groups.past[:3], at),
            "built": built_cards(built()[:_BUILT_SHOWN], timezone.localdate(at)),
        }

    return respond(request, "site/front.html", build)


@public
@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """The list, and the answer to "which is mine?"; one answer leads straight on. LAW: what was asked is not kept."""
    words = request.GET.get("find", "")[:LONGEST].replace("\0", "").strip()
    hits = find(words)
    chosen = only_area(hits) or Area.objects.filter(slug=request.GET.get("omraade", "")[:120].replace("\0", "")).first()
    if chosen is not None:
        response = HttpResponseRedirect(reverse("site:area", args=[chosen.slug]))
        response["Cache-Control"] = "no-store"
        return response

    def build(at: datetime) -> dict[str, Any]:
        rows = maps.area_rows(shown_processes(), Area.objects.in_order(), at)
        twin = maps.AreaTwin(tuple(rows), None)
        return {"twin": twin, "hits": hits, "words": words}

    return respond(request, "site/areas.html", build, keep=not words)


@public
@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    def build(at: datetime) -> dict[str, Any]:
        rows = with_next_event_here(Area.objects.select_related("council").with_outlines(), at)
        place = get_object_or_404(with_latest_news_here(rows), slug=slug)
        found = list(shown_processes().filter(areas=place))
        groups, news = grouped(found, at), latest_news(place)
        changed = [*(process.updated_at for process in found), *(card.at for card in news)]
        return {
            "area": place,
            "next_event": next_event(place, at),
            "events_url": reverse("events:area", args=[slug]),
            "news": news,
            "news_url": reverse("bulletins:area", args=[slug]),
            "outline": outline_path(place.outline, *PICTURE, margin=34) if place.outline else "",
            "theme": next((process.theme for process in groups.open + groups.soon + groups.past), ""),
            "open": process_cards(groups.open, at),
            "soon": process_cards(groups.soon, at),
            "past": process_cards(groups.past, at),
            "built": built_cards(built_in(place)[:12], timezone.localdate(at)),
            "last_updated": max(changed, default=None),
        }

    return respond(request, "site/area.html", build)
