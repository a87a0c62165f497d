"""Where administrators write the texts: the pages about the platform and the short lines."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.municipality.actions import edit_page, edit_wording
from deltagerbudget.municipality.card import card
from deltagerbudget.municipality.forms import PageForm, WordingForm
from deltagerbudget.municipality.models import Page, Wording
from deltagerbudget.municipality.pages import shown, text_of
from deltagerbudget.municipality.rules import PAGES, PLACES

UNPROCESSABLE = 422
_ADDRESSES = {"om": "site:about", "was": "site:was", "privatliv": "site:privacy"}


@does(Act.EDIT_PAGE)
@never_cache
@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    rows = [(reverse("municipality:edit_page", args=[slug]), title) for slug, title in PAGES.items()]
    return render(request, "municipality/pages.html", {"rows": rows})


@does(Act.EDIT_PAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in PAGES:
        raise Http404
    form = PageForm(request.POST if request.method == "POST" else None, initial=_standing(slug))
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        edit_page(actor_of(request), slug, values=form.cleaned_data, at=now())
        return redirect(_ADDRESSES[slug])
    is_wrong = form.is_bound and not form.is_valid()
    context: dict[str, Any] = {"form": form, "title": PAGES[slug], "earlier": _earlier(slug)}
    if form.is_bound and not is_wrong:
        texts = form.cleaned_data
        context["previews"] = [(code, texts[f"title_{code}"], shown(texts[f"body_{code}"])) for code in ("da", "en")]
    return render(request, "municipality/page.html", context, status=UNPROCESSABLE if is_wrong else 200)


def _standing(slug: str) -> dict[str, str]:
    danish, english = text_of(slug, "da"), text_of(slug, "en")
    return {
        "title_da": danish.title,
        "body_da": danish.body,
        "title_en": english.title,
        "body_en": english.body,
    }


def _earlier(slug: str) -> list[Page]:
    """What stood before, the newest first."""
    return list(Page.objects.filter(slug=slug).order_by("-pk")[:10])


@does(Act.EDIT_WORDING)
@never_cache
@require_safe
def wordings(request: HttpRequest) -> HttpResponse:
    known = card()
    rows = [(place, known.words(place.key, "da"), known.words(place.key, "en")) for place in PLACES]
    return render(request, "municipality/wordings.html", {"rows": rows})


@does(Act.EDIT_WORDING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: HttpRequest, key: str) -> HttpResponse:
    place = next((place for place in PLACES if place.key == key), None)
    if place is None:
        raise Http404
    known = card()
    initial = {code: known.words(key, code) for code in ("da", "en")}
    form = WordingForm(request.POST if request.method == "POST" else None, initial=initial, most=place.longest)
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        edit_wording(actor_of(request), key, **form.cleaned_data, at=now())
        return redirect("municipality:wordings")
    is_wrong = form.is_bound and not form.is_valid()
    context: dict[str, Any] = {"form": form, "place": place, "known": known}
    context["earlier"] = Wording.objects.filter(key=key).order_by("-pk")[:10]
    if form.is_bound and not is_wrong:
        context["preview"] = form.cleaned_data
    return render(request, "municipality/wording.html", context, status=UNPROCESSABLE if is_wrong else 200)
