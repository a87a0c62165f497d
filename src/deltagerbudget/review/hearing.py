"""The authors' own pages: to answer a wish for a change, and to appeal a refusal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.municipality.card import card
from deltagerbudget.proposals.actions import is_open_to_change
from deltagerbudget.proposals.explained import step_of_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review import actions
from deltagerbudget.review.difference import difference
from deltagerbudget.review.hearing_forms import AnswerForm, AppealForm
from deltagerbudget.review.models import Appeal, Revision
from deltagerbudget.review.rules import Answer

UNPROCESSABLE = 422
CONFLICT = 409
GET_OR_POST = ["GET", "HEAD", "POST"]


@does(Act.ANSWER_REVISION)
@require_http_methods(GET_OR_POST)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = _own(actor, pk)
    asked = Revision.objects.filter(proposal=proposal).order_by("-pk").first()
    if asked is None:
        raise Http404
    form, status = AnswerForm(request.POST or None, asked=asked), 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            values = form.cleaned_data | {"answer": Answer(form.cleaned_data["answer"])}
            refusal = _refusal(lambda: actions.answer_revision(actor, proposal, **values, at=at))
            if refusal is None:
                return redirect("review:answer", proposal.pk)
            form.add_error(None, refusal.message)
            status = CONFLICT
    is_open = asked.answered_at is None and is_open_to_change(proposal, at)
    context = _about(proposal, at) | {"asked": asked, "form": form, "is_open": is_open, "at": at}
    context["changes"] = difference(proposal.what, asked.suggestion)
    return render(request, "review/answer.html", context, status=status)


@does(Act.APPEAL_REFUSAL)
@require_http_methods(GET_OR_POST)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = _own(actor, pk)
    form, status = AppealForm(request.POST or None), 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            refusal = _refusal(lambda: actions.appeal_refusal(actor, proposal, **form.cleaned_data, at=at))
            if refusal is None:
                return redirect("review:appeal", proposal.pk)
            form.add_error(None, refusal.message)
            status = CONFLICT
    made = Appeal.objects.filter(decision__proposal=proposal).first()
    is_open = made is None and proposal.appeal_until is not None and at <= proposal.appeal_until
    decision = getattr(proposal, "decision", None)
    shown = decision if decision is not None and decision.released_at is not None else None
    context = _about(proposal, at) | {"appeal": made, "form": form, "is_open": is_open, "decision": shown, "at": at}
    return render(request, "review/appeal.html", context, status=status)


def _own(actor: Actor, pk: int) -> Proposal:
    """SECURITY: what is not one's own is not there."""
    mine = Proposal.objects.by_author(actor.person_id).exclude(submitted_at=None)
    return get_object_or_404(mine.with_texts_of_author(), pk=pk)


def _about(proposal: Proposal, at: datetime) -> dict[str, Any]:
    step = step_of_proposal(proposal, at, card())
    return {"proposal": proposal, "process": proposal.process, "contact_person": proposal.contact_person, "step": step}


def _refusal(act: Any) -> Refusal | None:
    try:
        act()
    except Refusal as refusal:
        return refusal
    return None
