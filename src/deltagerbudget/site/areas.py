"""Front page, areas and pools."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import public
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes.models import Process, ProcessQuerySet
from deltagerbudget.realisation.models import Realisation
from deltagerbudget.site.cards import built_cards, process_cards
from deltagerbudget.site.conditional import respond
from deltagerbudget.site.now import what_now
from deltagerbudget.ui.signatures import Block

_BUILT_SHOWN = 6
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
    """The ones that close first come first; past ones newest first."""
    groups = Groups([], [], [])
    for process in processes:
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
    shown = Realisation.objects.with_promises().filter(process__opened_at__isnull=False)
    shown = shown.prefetch_related("proposal__pictures", "reports__picture")
    return shown.order_by(F("finished_on").desc(nulls_last=True), "-started_at")


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    def build(at: datetime) -> dict[str, Any]:
        groups = grouped(list(shown_processes()), at)
        return {
            "areas": Area.objects.in_order(),
            "open": process_cards(groups.open, at),
            "soon": process_cards(groups.soon, at),
            "past": process_cards(groups.past[:3], at),
            "built": built_cards(built()[:_BUILT_SHOWN], timezone.localdate(at)),
        }

    return respond(request, "site/front.html", build)


@public
@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """The list; a choice from the form of the front page leads straight on."""
    chosen = Area.objects.filter(slug=request.GET.get("omraade", "")[:120].replace("\0", "")).first()
    if chosen is not None:
        response = HttpResponseRedirect(f"{request.path}{chosen.slug}/")
        response["Cache-Control"] = "no-store"
        return response

    def build(at: datetime) -> dict[str, Any]:
        open_now: Counter[int] = Counter()
        all_of: Counter[int] = Counter()
        for process in shown_processes():
            all_of.update(process.area_ids)
            if what_now(process, at).is_open:
                open_now.update(process.area_ids)
        rows = [(area, open_now[area.pk], all_of[area.pk]) for area in Area.objects.in_order()]
        return {"rows": rows, "active": [row for row in rows if row[1]], "others": [row for row in rows if not row[1]]}

    return respond(request, "site/areas.html", build)


@public
@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    def build(at: datetime) -> dict[str, Any]:
        place = get_object_or_404(Area.objects.select_related("council"), slug=slug)
        found = list(shown_processes().filter(areas=place))
        groups = grouped(found, at)
        return {
            "area": place,
            "open": process_cards(groups.open, at),
            "soon": process_cards(groups.soon, at),
            "past": process_cards(groups.past, at),
            "built": built_cards(built().filter(process__areas=place)[:12], timezone.localdate(at)),
            "last_updated": max((process.updated_at for process in found), default=None),
        }

    return respond(request, "site/area.html", build)


@public
@require_safe
def pool(request: HttpRequest, slug: str) -> HttpResponse:
    """What the council gave, and where it went."""

    def build(at: datetime) -> dict[str, Any]:
        found = get_object_or_404(Pool, slug=slug)
        allocated: dict[Process, int] = defaultdict(int)
        rows = found.allocations.filter(process__opened_at__isnull=False).select_related("process").order_by("at", "pk")
        for row in rows:
            allocated[row.process] += row.amount_ore
        return {
            "pool": found,
            "appropriations": found.appropriations.order_by("year", "pk"),
            "total_ore": found.appropriated_ore(through=at.year),
            "blocks": [Block(row.title, ore, "committed", _url(row)) for row, ore in allocated.items() if ore],
        }

    return respond(request, "site/pool.html", build)


def _url(process: Process) -> str:
    return reverse("site:process", args=[process.slug])
