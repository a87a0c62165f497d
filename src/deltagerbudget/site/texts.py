"""The texts about the platform: the ones it comes with, or what staff have written in their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import public
from deltagerbudget.pools.models import Pool
from deltagerbudget.site.conditional import respond
from deltagerbudget.site.markdown import rendered
from deltagerbudget.site.models import Page

FOLDER = Path(__file__).parent / "data"
SLUGS = {"om": _("About participatory budgets"), "was": _("Accessibility statement"), "privatliv": _("Privacy")}


@dataclass(frozen=True)
class Text:
    title: str
    body: str
    updated_at: datetime | None = None


@cache
def supplied(slug: str, language: str) -> Text:
    """The text that comes with the platform: its first line is the title."""
    title, _blank, body = (FOLDER / f"{slug}.{language}.md").read_text().partition("\n")
    return Text(title.removeprefix("# ").strip(), body.strip())


def text_of(slug: str, language: str) -> Text:
    page = Page.objects.filter(slug=slug).first()
    if page is None:
        return supplied(slug, language)
    return Text(getattr(page, f"title_{language}"), getattr(page, f"body_{language}"), page.updated_at)


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
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _page(request: HttpRequest, slug: str, *, pools: bool = False) -> HttpResponse:
    def build(at: datetime) -> dict[str, Any]:
        text = text_of(slug, get_language() or "da")
        filled = text.body.replace("{kommune}", settings.MUNICIPALITY).replace("{mail}", settings.CONTACT_EMAIL)
        return {
            "title": text.title,
            "body": rendered(filled),
            "pools": Pool.objects.order_by("name") if pools else (),
            "last_updated": text.updated_at,
        }

    return respond(request, "site/text.html", build)
