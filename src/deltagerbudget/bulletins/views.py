from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import public
from deltagerbudget.areas.models import Area
from deltagerbudget.bulletins import feeds
from deltagerbudget.bulletins.cards import news_card, news_cards
from deltagerbudget.bulletins.models import Bulletin, BulletinQuerySet
from deltagerbudget.processes.models import Process

PAGE_SIZE = 12
# A database's integer ends here.
_LARGEST = 2**31 - 1


@public
@require_safe
def of_area(request: HttpRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(Area, slug=slug)
    words = {
        "title": _("News from %(area)s") % {"area": area.name},
        "back": {"name": area.name, "url": reverse("site:area", args=[slug])},
        "feed_url": reverse("bulletins:area_feed", args=[slug]),
    }
    return _list(request, Bulletin.objects.in_area(area), words)


@public
@require_safe
def of_process(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.opened(), slug=slug)
    words = {
        "title": _("News"),
        "back": {"name": process.title, "url": reverse("site:process", args=[slug])},
        "feed_url": reverse("bulletins:process_feed", args=[slug]),
    }
    return _list(request, process.bulletins.all(), words)


@public
@require_safe
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    if pk > _LARGEST:
        raise Http404
    found = get_object_or_404(Bulletin.objects.public().with_places(), pk=pk)
    context = {"bulletin": found, "card": news_card(found), "last_updated": found.corrected_at or found.at}
    return render(request, "bulletins/bulletin.html", context)


@public
@require_safe
def area_feed(request: HttpRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(Area, slug=slug)
    title = _("News from %(area)s") % {"area": area.name}
    return _feed(request, title, reverse("bulletins:area", args=[slug]), Bulletin.objects.in_area(area))


@public
@require_safe
def process_feed(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.opened(), slug=slug)
    return _feed(request, process.title, reverse("bulletins:process", args=[slug]), process.bulletins.all())


def _feed(request: HttpRequest, title: str, page: str, rows: BulletinQuerySet) -> HttpResponse:
    return feeds.feed(title, page, request.path, rows.public().with_places().newest_first()[: feeds.SHOWN])


def _list(request: HttpRequest, rows: BulletinQuerySet, words: dict[str, Any]) -> HttpResponse:
    page = Paginator(rows.public().with_places().newest_first(), PAGE_SIZE).get_page(request.GET.get("side"))
    return render(request, "bulletins/bulletins.html", words | {"page": page, "cards": news_cards(page.object_list)})
