"""Search in everything that is public: areas, deltagerbudgetter and proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import public
from deltagerbudget.areas.models import Area
from deltagerbudget.places.find import Hit, towns
from deltagerbudget.processes.models import Process, ProcessQuerySet
from deltagerbudget.proposals.models import Proposal, ProposalQuerySet
from deltagerbudget.site.areas import shown_processes
from deltagerbudget.site.cards import process_cards
from deltagerbudget.site.conditional import respond
from deltagerbudget.site.hits import hits
from deltagerbudget.ui import search

PAGE_SIZE = 24
_FEW = 3
PROCESSES, PROPOSALS = "deltagerbudgetter", "forslag"
_LAST_PAGE = 9999


@dataclass(frozen=True)
class Wanted:
    """The address's words, each one known."""

    words: str
    kind: str
    page: int

    def query(self, **changes: object) -> str:
        wanted = replace(self, **changes)  # type: ignore[arg-type]
        values = {"q": wanted.words, "hvad": wanted.kind, "side": str(wanted.page) if wanted.page > 1 else ""}
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class Tab:
    label: str
    count: int
    query: str
    is_current: bool


def wanted(given: Mapping[str, str]) -> Wanted:
    """Whatever is not known is not there."""
    kind, page = given.get("hvad", ""), given.get("side", "")[:4]
    number = int(page) if page.isascii() and page.isdigit() else 1
    return Wanted(
        words=search.asked_words(given.get("q", "")),
        kind=kind if kind in {PROCESSES, PROPOSALS} else "",
        page=min(max(number, 1), _LAST_PAGE),
    )


@public
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """A visitor's own words are not kept, so each answer is made anew."""
    asked = wanted(request.GET)

    def build(at: datetime) -> dict[str, Any]:
        areas = list(Area.objects.in_order())
        found = _found(asked, at) if search.search_words(asked.words) else {}
        near = _near(areas, asked) if asked.kind == "" and asked.page == 1 else []
        return {
            "asked": asked,
            "areas": areas,
            "near": near,
            "number": found.get("total", 0) + len(near),
            "language_urls": _languages(request, asked),
            **found,
        }

    return respond(request, "site/search.html", build, keep=False)


def _near(areas: Sequence[Area], asked: Wanted) -> list[Hit]:
    """Areas by their own name, then by that of a town in them."""
    own = [area for area in areas if search.all_in(search.search_key(area.name), asked.words)]
    return [Hit(area.name, area) for area in own] + [hit for hit in towns(asked.words) if hit.area not in own]


def _found(asked: Wanted, at: datetime) -> dict[str, Any]:
    processes = shown_processes().saying(asked.words)
    proposals = Proposal.objects.public().saying(asked.words)
    counts = {PROCESSES: processes.count(), PROPOSALS: proposals.count()}
    paged = counts[asked.kind or PROPOSALS]
    pages = max(1, -(-paged // PAGE_SIZE))
    if asked.page > pages:
        raise Http404
    return {
        "counts": counts,
        "total": sum(counts.values()),
        "tabs": _tabs(counts, asked),
        "processes": process_cards(_shown_processes(processes, asked), at),
        "more_processes": asked.query(kind=PROCESSES) if asked.kind == "" and counts[PROCESSES] > _FEW else "",
        "hits": hits(_shown_proposals(proposals, asked), asked.words),
        "pages": pages,
        "earlier": asked.query(page=asked.page - 1) if asked.page > 1 else "",
        "later": asked.query(page=asked.page + 1) if asked.page < pages else "",
    }


def _shown_processes(found: ProcessQuerySet, asked: Wanted) -> Sequence[Process]:
    """All of them where only they are asked for; else a few above the first proposals."""
    found = found.best_first(asked.words)
    if asked.kind == PROCESSES:
        return list(found[_first(asked) : _first(asked) + PAGE_SIZE])
    return list(found[:_FEW]) if asked.kind == "" and asked.page == 1 else []


def _shown_proposals(found: ProposalQuerySet, asked: Wanted) -> Sequence[Proposal]:
    if asked.kind == PROCESSES:
        return []
    return list(found.best_first(asked.words).with_standing()[_first(asked) : _first(asked) + PAGE_SIZE])


def _first(asked: Wanted) -> int:
    return (asked.page - 1) * PAGE_SIZE


def _tabs(counts: Mapping[str, int], asked: Wanted) -> list[Tab]:
    labels = {"": _("Everything"), PROCESSES: _("Participatory budgets"), PROPOSALS: _("Proposals")}
    of_kind = {"": sum(counts.values()), **counts}
    return [
        Tab(label, of_kind[kind], asked.query(kind=kind, page=1), kind == asked.kind) for kind, label in labels.items()
    ]


def _languages(request: HttpRequest, asked: Wanted) -> list[dict[str, object]]:
    """The same search in the other language."""
    danish, query, current = request.path.removeprefix("/en"), asked.query(), get_language()
    return [
        {
            "code": code,
            "name": name,
            "url": f"{start}{danish}?{query}" if query else f"{start}{danish}",
            "current": code == current,
        }
        for (code, name), start in zip(settings.LANGUAGES, ("", "/en"), strict=True)
    ]
