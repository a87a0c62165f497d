"""The process owner's page: to ask somebody from outside, and to withdraw the question."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.experts import actions
from deltagerbudget.experts.forms import AskExpertForm
from deltagerbudget.experts.models import Expert, uses_of
from deltagerbudget.experts.post import write_link
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.asked import due_badge
from deltagerbudget.review.models import sent_proposals
from deltagerbudget.ui.signatures import Badge

UNPROCESSABLE = 422
CONFLICT = 409


@does(Act.ASK_EXPERT)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    row = get_object_or_404(sent_proposals(actor).prefetch_related("process__areas"), pk=pk)
    form = AskExpertForm(request.POST if request.method == "POST" else None, today=localdate(at))
    if request.method != "POST":
        return _page(request, actor, row, form)
    if not form.is_valid():
        return _page(request, actor, row, form, status=UNPROCESSABLE)
    try:
        expert, token = actions.ask_expert(actor, row, **form.cleaned_data, at=at)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, actor, row, form, status=CONFLICT)
    write_link(expert, token, at=at)
    return redirect("experts_staff:ask", row.pk)


@does(Act.WITHDRAW_EXPERT)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    expert = get_object_or_404(Expert.objects.filter(proposal__in=sent_proposals(actor)), pk=pk)
    actions.withdraw_expert(actor, expert, at=now())
    return redirect("experts_staff:ask", expert.proposal_id)


def _page(request: HttpRequest, actor: Actor, row: Proposal, form: AskExpertForm, *, status: int = 200) -> HttpResponse:
    today = localdate(now())
    experts = list(row.experts.select_related("review").order_by("-pk"))
    uses = uses_of(experts)
    context: dict[str, Any] = {
        "proposal": row,
        "process": row.process,
        "form": form,
        "experts": [(expert, _badge(expert, today), uses[expert.pk]) for expert in experts],
        "may_withdraw": may(Act.WITHDRAW_EXPERT, actor, area_ids=row.process.area_ids),
    }
    return render(request, "experts/ask.html", context, status=status)


def _badge(expert: Expert, today: date) -> Badge | None:
    """Nothing for one that was withdrawn; the page says so in words."""
    return due_badge(expert.review, today) if expert.review is not None else None
