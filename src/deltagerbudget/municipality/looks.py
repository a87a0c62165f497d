"""Where an administrator or an auditor reads who has looked at personal data."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.municipality.actions import see_looks
from deltagerbudget.municipality.forms import LooksForm

ON_A_PAGE = 50
UNPROCESSABLE = 422


@does(Act.SEE_LOOKS)
@never_cache
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """SECURITY: opening the page writes a look of its own; nobody reads the log unseen."""
    form = LooksForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return render(request, "municipality/looks.html", {"form": form}, status=UNPROCESSABLE)
    chosen = form.cleaned_data if form.is_bound else {}
    rows = see_looks(actor_of(request), person_id=chosen.get("person"), day=chosen.get("day"), at=now())
    page = Paginator(rows.select_related("person"), ON_A_PAGE).get_page(request.GET.get("side"))
    asked = request.GET.copy()
    asked.pop("side", None)
    context = {"form": form, "page": page, "asked": asked.urlencode()}
    return render(request, "municipality/looks.html", context)
