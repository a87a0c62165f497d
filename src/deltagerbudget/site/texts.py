"""The texts about the platform: the ones it comes with, or what staff have written in their place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import public
from deltagerbudget.municipality.pages import shown, text_of
from deltagerbudget.pools.models import Pool
from deltagerbudget.site.conditional import respond


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return _page(request, "om", pools=True)


@public
@require_safe
def was(request: HttpRequest) -> HttpResponse:
    """LAW: bek. 904/2019, the statement is found at /was. It is made in the state's own tool where that is set."""
    if settings.WAS_URL:
        return HttpResponseRedirect(settings.WAS_URL)
    return _page(request, "was")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, "privatliv")


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = ("/medarbejder/", "/en/medarbejder/", "/min-side/", "/en/min-side/", "/stem/", "/en/stem/", "/mig/")
    # Each such address is a count of its own.
    counts = ("/resultat/*/hvad-hvis/?", "/en/resultat/*/hvad-hvis/?")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*closed, *counts))]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _page(request: HttpRequest, slug: str, *, pools: bool = False) -> HttpResponse:
    def build(at: datetime) -> dict[str, Any]:
        text = text_of(slug, get_language() or "da")
        return {
            "title": text.title,
            "body": shown(text.body),
            "pools": Pool.objects.order_by("name") if pools else (),
            "last_updated": text.updated_at,
        }

    return respond(request, "site/text.html", build)
