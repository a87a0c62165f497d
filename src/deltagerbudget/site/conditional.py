"""Public pages: the same for everyone, rendered once, and not sent again to who already has them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import F, Func, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.models import Entry
from deltagerbudget.municipality.models import Revision
from deltagerbudget.processes.models import Phase

KEPT_SECONDS = 120
Build = Callable[[datetime], dict[str, Any]]


@dataclass(frozen=True)
class Kept:
    body: str
    etag: str
    made: int


def respond(request: HttpRequest, template: str, build: Build, *, variant: str = "", keep: bool = True) -> HttpResponse:
    """The page that ``build`` gives the context for.

    ``variant`` is everything besides the path that the page depends on, in one spelling; a visitor's own words are
    not kept. SECURITY: ``build`` is called once for many visitors, so it must not look at who is asking.
    """

    def make(at: datetime) -> str:
        return render_to_string(template, build(at) | {"at": at}, request)

    return _answer(request, make, variant=variant, keep=keep)


def respond_json(request: HttpRequest, build: Build, *, variant: str = "", keep: bool = True) -> HttpResponse:
    """The same for data that pages fetch."""
    response = _answer(request, lambda at: json.dumps(build(at), separators=(",", ":")), variant=variant, keep=keep)
    response["Content-Type"] = "application/json"
    return response


def _answer(request: HttpRequest, make: Callable[[datetime], str], *, variant: str, keep: bool) -> HttpResponse:
    at = now()
    stamp = _stamp(at)
    request.revision = stamp.revision  # type: ignore[attr-defined]  # for config.context: no second question
    key = _key(request.path, variant, at, stamp) if keep else ""
    page = cache.get(key) if key else None
    if page is None:
        page = _kept(make(at))
        if key:
            cache.set(key, page, KEPT_SECONDS)
    headers = {"ETag": page.etag, "Last-Modified": http_date(page.made), "Cache-Control": "no-cache"}
    response = HttpResponse(page.body, headers=headers)
    answer = get_conditional_response(request, etag=page.etag, last_modified=page.made, response=response)
    assert answer is not None  # noqa: S101 - it gives back the response it was given
    return answer


def _kept(body: str) -> Kept:
    digest = hashlib.sha256(body.encode()).hexdigest()[:32]
    return Kept(body, f'"{digest}"', int(timezone.now().timestamp()))


def _key(path: str, variant: str, at: datetime, stamp: Stamp) -> str:
    """Changes with every act, with every phase that begins, and with the minute ("in 3 days" must stay true)."""
    parts = (path, variant, at.strftime("%Y%m%d%H%M"), *stamp)
    return "page:" + hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()


class Stamp(NamedTuple):
    """The last act, the number of phases begun, and what the municipality last wrote about itself."""

    act: int = 0
    begun: int = 0
    revision: str = ""


def _stamp(at: datetime) -> Stamp:
    """In one query. Whatever the municipality writes is an act as well."""
    newest = Subquery(Revision.objects.newest())
    stamped = Entry.objects.order_by("-pk").annotate(begun=Subquery(_count(at)), revision=newest)
    row = stamped.values_list("pk", "begun", "revision").first()
    return Stamp(row[0], row[1], row[2] or "") if row else Stamp()


def _count(at: datetime) -> QuerySet[Phase, Any]:
    begun = Phase.objects.filter(starts_at__lte=at).order_by()
    return begun.annotate(number=Func(F("pk"), function="COUNT")).values("number")
