"""The staff's pages: the criteria of all deltagerbudgetter, of one, and the reasons to begin from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import NotYours, Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.criteria import actions
from deltagerbudget.criteria.forms import Rows, criteria_rows, reason_rows
from deltagerbudget.criteria.models import Criterion, Reason
from deltagerbudget.processes.frame import framed, own

UNPROCESSABLE, CONFLICT = 422, 409
METHODS = ["GET", "HEAD", "POST"]


@does(Act.EDIT_CRITERIA)
@require_http_methods(METHODS)
def criteria(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """One deltagerbudget's list, or the one that they all begin from."""
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.EDIT_CRITERIA) if slug else None
    listed, digest = Criterion.objects.of(process), actions.criteria_digest(process)
    formset = criteria_rows(request.POST if request.method == "POST" else None, listed)
    may_edit = process.opened_at is None if process else Role.ADMINISTRATOR in actor.roles()

    def act(seen: str) -> object:
        return actions.edit_criteria(actor, process, rows=formset.rows(), seen=seen, at=at)

    shown: dict[str, Any] = {"process": process, "listed": listed, "may_edit": may_edit}
    if process is not None:
        shown |= framed(request, process, "vurdering")
    return _list_page(request, f"criteria/{'of_process' if process else 'criteria'}.html", formset, act, digest, shown)


@does(Act.EDIT_REASONS)
@require_http_methods(METHODS)
def reasons(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    listed, digest = Reason.objects.listed(), actions.reasons_digest()
    formset = reason_rows(request.POST if request.method == "POST" else None, listed)

    def act(seen: str) -> object:
        return actions.edit_reasons(actor, rows=formset.rows(), seen=seen, at=at)

    return _list_page(request, "criteria/reasons.html", formset, act, digest, {"listed": listed})


def _list_page(
    request: HttpRequest,
    template: str,
    formset: Rows,
    act: Callable[[str], object],
    digest: str,
    shown: dict[str, Any],
) -> HttpResponse:
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if formset.is_valid():
            try:
                act(request.POST.get("seen", ""))
            except NotYours:
                raise
            except Refusal as refused:
                refusal, status = refused, CONFLICT
            else:
                return redirect(f"{request.path}?gemt=1")
    is_saved = "gemt" in request.GET and request.method != "POST"
    context = {"formset": formset, "seen": digest, "refusal": refusal, "is_saved": is_saved, **shown}
    return render(request, template, context, status=status)
