"""The public pages that go on from a result: what another rule would have given, and what one's own part paid for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import public
from deltagerbudget.ballots.rules import MIN_PUBLISHED_BALLOTS
from deltagerbudget.results.forms import WhatIfForm
from deltagerbudget.results.models import Result
from deltagerbudget.results.recount import CannotCount, IsBusy, TakesTooLong, recounted
from deltagerbudget.results.statement import can_be_told, statement_of
from deltagerbudget.results.what_if import LABELS, decided_by, difference, options

UNPROCESSABLE, UNAVAILABLE = 422, 503
_WAIT_SECONDS = "5"


@public
@require_safe
def what_if(request: HttpRequest, slug: str) -> HttpResponse:
    """What another rule would have given. Everything that was chosen stands in the address; nothing is stored."""
    shown = get_object_or_404(Result.objects.published().for_page(), vote__process__slug=slug)
    frozen = shown.vote.frozen
    context: dict[str, Any] = {
        "process": shown.vote.process,
        "result": shown,
        "decided": LABELS[decided_by(shown.explained).way],
        "least": MIN_PUBLISHED_BALLOTS,
        "last_updated": shown.published_at,
    }
    status = 200
    if shown.has_pb:
        form = WhatIfForm(shown.explained, frozen["exclusive"], request.GET.dict())
        context["form"] = form
        if form.is_bound and not form.is_valid():
            status = UNPROCESSABLE
        elif form.is_bound:
            tried, status = _tried(shown, form)
            context |= tried
    response = render(request, "results/what_if.html", context, status=status)
    if status == UNAVAILABLE:
        response["Retry-After"] = _WAIT_SECONDS
    return response


def _tried(shown: Result, form: WhatIfForm) -> tuple[dict[str, Any], int]:
    """What the page says of it, and its status."""
    slug, decided = shown.vote.process.slug, shown.explained
    wanted = form.wanted()
    asked = options(wanted, decided)
    said: dict[str, Any] = {"command": " ".join([f"{slug}.pb", *asked]), "label": LABELS[wanted.way]}
    try:
        outcome = recounted(shown, asked)
    except TakesTooLong:
        return said | {"problem": _("This count takes too long for a web page."), "by_hand": True}, 200
    except IsBusy:
        return said | {"problem": _("Another count is going on. Wait a moment, and load the page again.")}, UNAVAILABLE
    except CannotCount:
        return said | {"problem": _("This rule does not go with these ballots. Choose another one.")}, UNPROCESSABLE
    found = difference(
        decided, outcome, shown.vote.frozen, lambda number: reverse("site:proposal", args=[slug, number])
    )
    return said | {"found": found}, 200


@public
@require_safe
def statement(request: HttpRequest, slug: str) -> HttpResponse:
    """SECURITY: what somebody voted for is never asked for here; it is ticked and worked out on their own device."""
    shown = get_object_or_404(Result.objects.published().for_page(), vote__process__slug=slug)
    if not can_be_told(shown.explained):
        raise Http404
    context = {
        "process": shown.vote.process,
        "statement": statement_of(shown.explained, shown.vote.frozen),
        "last_updated": shown.published_at,
    }
    return render(request, "results/statement.html", context)
