"""The municipality's pages: to ask the authors for a change, and to answer an appeal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review import actions
from deltagerbudget.review.forms import PlainForm
from deltagerbudget.review.hearing_forms import AppealAnswerForm, RevisionForm
from deltagerbudget.review.library import LibraryForm, inserted, is_inserting
from deltagerbudget.review.models import Appeal, sent_proposals
from deltagerbudget.review.rules import AppealOutcome

UNPROCESSABLE = 422
CONFLICT = 409
GET_OR_POST = ["GET", "HEAD", "POST"]
# Days that a new wish for a change suggests.
DAYS = 7


@does(Act.ASK_REVISION)
@require_http_methods(GET_OR_POST)
def ask_revision(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    row = get_object_or_404(sent_proposals(actor), pk=pk)
    initial = {"suggestion": row.what, "until": localdate(at) + timedelta(days=DAYS)}
    form = _form(RevisionForm, request, into="wish", initial=initial)

    def act() -> object:
        values = dict(form.cleaned_data)
        if values["suggestion"].split() == row.what.split():
            # The authors' own words sent back are no suggestion.
            values["suggestion"] = ""
        return actions.ask_revision(actor, row, **values, at=at)

    earlier = row.revisions.order_by("-pk")
    return _form_page(request, "review/ask_revision.html", row, form, act, {"revisions": earlier})


@does(Act.DECIDE_APPEAL)
@require_http_methods(GET_OR_POST)
def decide_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    row = get_object_or_404(sent_proposals(actor), pk=pk)
    appeal = get_object_or_404(Appeal.objects.select_related("decision__proposal__process"), decision__proposal=row)
    form = _form(AppealAnswerForm, request, into="answer")

    def act() -> object:
        values = form.cleaned_data | {"outcome": AppealOutcome(form.cleaned_data["outcome"])}
        return actions.decide_appeal(actor, appeal, **values, at=at)

    may_decide = Appeal.objects.decidable_by(actor).filter(pk=appeal.pk).exists()
    shown = {"appeal": appeal, "decision": appeal.decision, "may_decide": may_decide}
    return _form_page(request, "review/decide_appeal.html", row, form, act, shown)


def _form(kind: type[PlainForm], request: HttpRequest, *, into: str, **first: Any) -> PlainForm:
    """As it begins, as it was sent, or with a reason of the library put `into` one of its texts and not sent yet."""
    if request.method != "POST":
        return kind(**first)
    return kind(initial=inserted(request.POST, into=into)) if is_inserting(request.POST) else kind(request.POST)


def _form_page(
    request: HttpRequest,
    template: str,
    row: Proposal,
    form: forms.Form,
    act: Callable[[], object],
    shown: dict[str, Any],
) -> HttpResponse:
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                act()
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("review_staff:proposal", row.pk)
    context = {"proposal": row, "process": row.process, "form": form, "library": LibraryForm(), **shown}
    return render(request, template, context, status=status)
