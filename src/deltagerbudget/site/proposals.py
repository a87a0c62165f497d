"""The list of the proposals of one deltagerbudget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import public
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal, ProposalQuerySet
from deltagerbudget.results.models import Result
from deltagerbudget.site import listing, maps, orders
from deltagerbudget.site.cards import places, proposal_cards
from deltagerbudget.site.conditional import respond
from deltagerbudget.site.listing import PAGE_SIZE, Asked
from deltagerbudget.site.now import what_now
from deltagerbudget.site.process import public_process
from deltagerbudget.support.models import with_supporters
from deltagerbudget.support.reading import has_begun


@public
@require_safe
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """Without an order in the address, the visitor's own is put there, so that a page has one address for everyone."""
    published = Result.objects.published().filter(vote__process__slug=slug).exists()
    asked = listing.asked(request.GET, published=published)
    if asked.order is None:
        return _with_order(request, asked)

    def build(at: datetime) -> dict[str, Any]:
        process = public_process(slug, mapped=True)
        return _listed(process, asked, at, published=published) | {
            "process": process,
            "places": places(process),
            "now": what_now(process, at),
            "contact_person": process.contact_person,
            "language_urls": _languages(request, asked),
        }

    return respond(request, "site/proposals.html", build, variant=asked.query(), keep=not asked.words)


def _with_order(request: HttpRequest, asked: Asked) -> HttpResponse:
    order = orders.of_visitor(request)
    chosen = order or orders.new()
    response = HttpResponseRedirect(f"{request.path}?{asked.query(order=chosen)}")
    response["Cache-Control"] = "no-store"
    if order is None:
        orders.keep(response, chosen)
    return response


def _languages(request: HttpRequest, asked: Asked) -> list[dict[str, object]]:
    """The same choice in the other language."""
    danish, current = request.path.removeprefix("/en"), get_language()
    return [
        {"code": code, "name": name, "url": f"{start}{danish}?{asked.query()}", "current": code == current}
        for (code, name), start in zip(settings.LANGUAGES, ("", "/en"), strict=True)
    ]


@dataclass(frozen=True)
class ListPage:
    """One page of the list; its map shows the very same rows."""

    rows: list[Proposal]
    counts: Mapping[str, int]
    status: str
    pages: int


def page_of(process: Process, asked: Asked, at: datetime, *, published: bool) -> ListPage:
    """What the address asks for; 404 for a page that is not there."""
    shown: ProposalQuerySet = listing.matching(process.proposals.public(), asked.words)
    counts = listing.counted(shown, published=published)
    status = asked.status or listing.default_status(counts)
    pages = max(1, -(-counts[status] // PAGE_SIZE))
    if asked.page > pages:
        raise Http404
    supported = has_begun(process, at)
    order = asked.order if supported or asked.order != orders.BY_SUPPORT else None
    rows = orders.ordered(shown.filter(listing.FILTERS[status]), order or "1")
    rows = rows.select_related("project_result") if published else rows
    rows = cast(ProposalQuerySet, with_supporters(rows)) if supported else rows
    first = (asked.page - 1) * PAGE_SIZE
    return ListPage(list(rows.with_cover()[first : first + PAGE_SIZE]), counts, status, pages)


def _listed(process: Process, asked: Asked, at: datetime, *, published: bool) -> dict[str, Any]:
    page = page_of(process, asked, at, published=published)
    areas = maps.areas_of(process)
    random = asked.order if asked.order in orders.RANDOM else "1"
    return {
        "asked": asked,
        "published": published,
        "count": page.counts[page.status],
        "total": page.counts["alle"],
        "cards": proposal_cards(page.rows, process, published=published, with_badges=page.status == "alle"),
        "map": maps.proposal_map(page.rows, process, areas, asked.query()),
        "mapped": sum(maps.has_point(row, areas) for row in page.rows),
        "on_page": len(page.rows),
        "last_updated": max([process.updated_at, *(row.updated_at for row in page.rows)]),
        "facets": listing.facets(page.counts, page.status, asked),
        "orders": orders.choices(random or "1", published=published, supported=has_begun(process, at)),
        "pages": page.pages,
        "earlier": asked.query(page=asked.page - 1) if asked.page > 1 else "",
        "later": asked.query(page=asked.page + 1) if asked.page < page.pages else "",
        "without_words": asked.query(words="", status="alle", page=1),
    }
