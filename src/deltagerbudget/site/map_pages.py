"""The page of the map, and the data of the maps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import public
from deltagerbudget.areas.models import Area
from deltagerbudget.results.models import Result
from deltagerbudget.site import listing, maps
from deltagerbudget.site.areas import shown_processes
from deltagerbudget.site.conditional import respond, respond_json
from deltagerbudget.site.process import public_process
from deltagerbudget.site.proposals import page_of

ONLY_OPEN = "aabne"


def _only_open(request: HttpRequest) -> bool:
    return request.GET.get("vis") == ONLY_OPEN


@public
@require_safe
def area_map(request: HttpRequest) -> HttpResponse:
    """Map and list of every area, or of those with something open: the address says which."""
    only_open = _only_open(request)

    def build(at: datetime) -> dict[str, Any]:
        rows = maps.area_rows(shown_processes(), Area.objects.in_order().with_outlines(), at)
        twin = maps.area_twin(rows, only_open=only_open, query=f"vis={ONLY_OPEN}" if only_open else "")
        drawn = replace(twin.map, is_large=True) if twin.map else None
        return {"twin": twin, "map": drawn, "only_open": only_open, "count": len(rows), "query": request.GET}

    return respond(request, "site/map.html", build, variant=ONLY_OPEN if only_open else "")


@public
@require_safe
def map_data(request: HttpRequest) -> HttpResponse:
    only_open = _only_open(request)

    def build(at: datetime) -> dict[str, Any]:
        rows = maps.area_rows(shown_processes(), Area.objects.in_order().with_outlines(), at)
        coast, _source = maps.ground_layers()
        features = maps.area_features(rows, only_open=only_open)
        return {"type": "FeatureCollection", "features": features, "coast": coast}

    return respond_json(request, build, variant=ONLY_OPEN if only_open else "")


@public
@require_safe
def process_map_data(request: HttpRequest, slug: str) -> HttpResponse:
    """The pins of one page of the list: the same filters, the same order, the same page."""
    published = Result.objects.published().filter(vote__process__slug=slug).exists()
    given = listing.asked(request.GET, published=published)
    asked = replace(given, order=given.order or "1")

    def build(at: datetime) -> dict[str, Any]:
        process = public_process(slug, mapped=True)
        areas = maps.areas_of(process)
        proposals = page_of(process, asked, at, published=published).rows
        coast, _source = maps.ground_layers()
        features = maps.proposal_features(proposals, process, areas)
        return {"type": "FeatureCollection", "features": features, "coast": coast}

    return respond_json(request, build, variant=asked.query(), keep=not asked.words)
