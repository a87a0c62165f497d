"""Public pages: the same for everyone, rendered once, and not sent again to who already has them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import F, Func, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.models import Entry
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
    at = now()
    key = _key(request.path, variant, at) if keep else ""
    page = cache.get(key) if key else None
    if page is None:
        page = _rendered(request, template, build(at) | {"at": at})
        if key:
            cache.set(key, page, KEPT_SECONDS)
    headers = {"ETag": page.etag, "Last-Modified": http_date(page.made), "Cache-Control": "no-cache"}
    response = HttpResponse(page.body, headers=headers)
    answer = get_conditional_response(request, etag=page.etag, last_modified=page.made, response=response)
    assert answer is not None  # noqa: S101 - it gives back the response it was given
    return answer


def _rendered(request: HttpRequest, template: str, context: dict[str, Any]) -> Kept:
    body = render_to_string(template, context, request)
    digest = hashlib.sha256(body.encode()).hexdigest()[:32]
    return Kept(body, f'"{digest}"', int(timezone.now().timestamp()))


def _key(path: str, variant: str, at: datetime) -> str:
    """Changes with every act, with every phase that begins, and with the minute ("in 3 days" must stay true)."""
    parts = (path, variant, at.strftime("%Y%m%d%H%M"), *_stamp(at))
    return "page:" + hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()


def _stamp(at: datetime) -> tuple[int, int]:
    """The last act and the number of phases begun, in one query."""
    row = Entry.objects.order_by("-pk").annotate(begun=Subquery(_count(at))).values_list("pk", "begun").first()
    return row or (0, 0)


def _count(at: datetime) -> QuerySet[Phase, Any]:
    begun = Phase.objects.filter(starts_at__lte=at).order_by()
    return begun.annotate(number=Func(F("pk"), function="COUNT")).values("number")
