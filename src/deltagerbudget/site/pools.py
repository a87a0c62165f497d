"""The pools: each krone from what the council gave to the project that it became."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.history import events
from deltagerbudget.acts.marks import public
from deltagerbudget.acts.models import Entry
from deltagerbudget.pools.models import TAKING, Appropriation, Pool
from deltagerbudget.realisation import account as accounts
from deltagerbudget.realisation import sheets
from deltagerbudget.site.conditional import respond
from deltagerbudget.ui.sheets import TYPES, WRITERS
from deltagerbudget.ui.signatures import Block, Event

_SHOWN, _READ = 12, 60


@dataclass(frozen=True)
class Row:
    """One pool of the list."""

    pool: Pool
    given_ore: int
    blocks: list[Block]


@public
@require_safe
def pools(request: HttpRequest) -> HttpResponse:
    def build(at: datetime) -> dict[str, Any]:
        return {"rows": _rows(localdate(at).year)}

    return respond(request, "site/pools.html", build)


@public
@require_safe
def pool(request: HttpRequest, slug: str) -> HttpResponse:
    """Where every krone is now."""

    def build(at: datetime) -> dict[str, Any]:
        account = account_of(slug, at)
        history = _told_once(events(_entries(account.pool).newest_first()[:_READ]))[:_SHOWN]
        return {
            "account": account,
            "pool": account.pool,
            "blocks": [_block(line) for line in account.lines if line.held_ore > 0],
            "year": account.years[-1].year,
            "events": history,
            "last_updated": history[0].at if history else None,
        }

    return respond(request, "site/pool.html", build)


@public
@require_safe
def pool_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The account for a spreadsheet. Sums for each project, and nothing about persons."""
    if kind not in WRITERS:
        raise Http404
    account = account_of(slug, now())
    body = WRITERS[kind](sheets.sheets(account, is_internal=False))
    headers = {"Content-Disposition": sheets.disposition(account, kind, is_internal=False)}
    return HttpResponse(body, content_type=TYPES[kind], headers=headers)


def account_of(slug: str, at: datetime) -> accounts.Account:
    """What everyone may see. One query for the pool and what it was given, where it was given anything."""
    given = list(Appropriation.objects.filter(pool__slug=slug).select_related("pool").order_by("year", "pk"))
    found = given[0].pool if given else get_object_or_404(Pool, slug=slug)
    return accounts.account_of(found, given, today=localdate(at), shows=accounts.public)


def _told_once(found: list[Event]) -> list[Event]:
    """Ten years written down in one morning are one piece of news."""
    return [next(same) for _about, same in groupby(found, key=lambda event: (event.what, localdate(event.at)))]


def _block(line: accounts.Line) -> Block:
    return Block(line.title, line.held_ore, "spent" if line.is_done else "committed", line.url)


def _rows(year: int) -> list[Row]:
    """Each pool with what it was given and what is taken of it, in as many queries as there are tables."""
    given = _sums(Appropriation.objects.filter(year__lte=year))
    taken = [_sums(Pool._meta.get_field(name).related_model.objects.all()) for name in TAKING]  # type: ignore[union-attr]
    rows = []
    for found in Pool.objects.order_by("name"):
        used = sum(sums.get(found.pk, 0) for sums in taken)
        blocks = [Block("", used, "committed")] if used > 0 else []
        rows.append(Row(found, given.get(found.pk, 0), blocks))
    return rows


def _sums(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("pool").annotate(total=Sum("amount_ore")))


def _entries(found: Pool) -> Any:
    own = Q(target_type="pools.pool", target_id=str(found.pk))
    return Entry.objects.filter(own | Q(detail__pool=found.pk))
