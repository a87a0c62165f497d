"""The public pages, feeds and calendars of help to vote. Works without a map and without scripts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import public
from deltagerbudget.areas.models import Area
from deltagerbudget.bulletins.feeds import Item
from deltagerbudget.bulletins.feeds import answer as feed
from deltagerbudget.events.files import answer as calendar
from deltagerbudget.places.find import LONGEST, find, only_area
from deltagerbudget.polling.helping import Help, help_for, votes_near


@public
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Everywhere; or the way to one's own area. LAW: what was asked is not kept."""
    words = request.GET.get("find", "")[:LONGEST].replace("\0", "").strip()
    hits = find(words) if words else []
    chosen = only_area(hits)
    if chosen is None and (slug := request.GET.get("omraade", "")[:120].replace("\0", "")):
        chosen = Area.objects.filter(slug=slug).first()
    if chosen is not None:
        response = HttpResponseRedirect(reverse("polling_help:area", args=[chosen.slug]))
        response["Cache-Control"] = "no-store"
        return response
    return _page(request, "", {"hits": hits, "words": words})


@public
@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, {})


@public
@require_safe
def calendar_file(request: HttpRequest, slug: str = "") -> HttpResponse:
    """What a calendar program asks for again and again."""
    title, rows = _known(slug, now())
    return calendar([entry for row in rows for entry in row.appointments], slug or "stem", name=title)


@public
@require_safe
def station_file(request: HttpRequest, pk: int) -> HttpResponse:
    at = now()
    found = next((row for row in help_for(votes_near(at), at) if row.key == f"sted-{pk}"), None)
    if found is None:
        raise Http404
    return calendar(list(found.appointments), f"stemmested-{pk}")


@public
@require_safe
def atom(request: HttpRequest, slug: str = "") -> HttpResponse:
    title, rows = _known(slug, now())
    page = _address(slug)
    items = [Item(row.title, f"{page}#{row.key}", row.text, row.kind, row.changed_at, row.changed_at) for row in rows]
    return feed(title, page, request.path, sorted(items, key=lambda item: item.changed_at, reverse=True))


def _known(slug: str, at: datetime) -> tuple[str, list[Help]]:
    found = get_object_or_404(Area, slug=slug) if slug else None
    return _title(found), help_for(votes_near(at, found), at)


def _title(found: Area | None) -> str:
    return _("Get help to vote in %(area)s") % {"area": found.name} if found else _("Get help to vote near me")


def _address(slug: str) -> str:
    return reverse("polling_help:area", args=[slug]) if slug else reverse("polling_help:places")


def _page(request: HttpRequest, slug: str, context: dict[str, Any]) -> HttpResponse:
    at, areas = now(), list(Area.objects.in_order())
    chosen = next((row for row in areas if row.slug == slug), None)
    if slug and chosen is None:
        raise Http404
    votes = votes_near(at, chosen)
    tail = [chosen.slug] if chosen else []
    context |= {
        "title": _title(chosen),
        "area": chosen,
        "areas": areas,
        "rows": help_for(votes, at) if votes else [],
        "votes": votes,
        "calendar_url": reverse("polling_help:area_calendar" if chosen else "polling_help:calendar", args=tail),
        "feed_url": reverse("polling_help:area_feed" if chosen else "polling_help:feed", args=tail),
    }
    return render(request, "polling/help.html", context)
