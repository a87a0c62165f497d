"""Where staff write the texts about the platform."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.site.actions import edit_page
from deltagerbudget.site.texts import SLUGS, text_of
from deltagerbudget.ui.forms import Paragraphs, PlainText

_HINT = _("An empty line makes a new paragraph. ## before a line makes a heading, - a list, **word** a strong word.")


class PageForm(PlainText):
    title_da = forms.CharField(label=_("Heading in Danish"), max_length=120)
    body_da = forms.CharField(label=_("Text in Danish"), max_length=20_000, widget=Paragraphs(20), help_text=_HINT)
    title_en = forms.CharField(label=_("Heading in English"), max_length=120)
    body_en = forms.CharField(label=_("Text in English"), max_length=20_000, widget=Paragraphs(20))


@does(Act.EDIT_PAGE)
@never_cache
@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    rows = [(reverse("site:edit_page", args=[slug]), title) for slug, title in SLUGS.items()]
    return render(request, "site/staff_pages.html", {"rows": rows})


@does(Act.EDIT_PAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in SLUGS:
        raise Http404
    danish, english = text_of(slug, "da"), text_of(slug, "en")
    stands = {
        "title_da": danish.title,
        "body_da": danish.body,
        "title_en": english.title,
        "body_en": english.body,
    }
    form = PageForm(request.POST or None, initial=stands)
    if request.method == "POST" and form.is_valid():
        edit_page(actor_of(request), slug, values=form.cleaned_data, at=now())
        return HttpResponseRedirect(reverse(f"site:{_ADDRESSES[slug]}"))
    context = {"form": form, "title": SLUGS[slug]}
    return render(request, "site/staff_page.html", context, status=422 if form.is_bound else 200)


_ADDRESSES = {"om": "about", "was": "was", "privatliv": "privacy"}
