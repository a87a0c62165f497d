"""The page on which a resident supports one proposal, or thinks again."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import is_time_for
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.refused import CONFLICT, GET_OR_POST, refusal_of
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.support import actions
from deltagerbudget.support.models import Support, supporters
from deltagerbudget.support.reading import standing_of


@does(Act.SUPPORT_PROPOSAL)
@never_cache
@require_http_methods(GET_OR_POST)
def support(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A link leads here from the public page, through the login if need be; one press does it."""
    actor, at = actor_of(request), now()
    into = Proposal.objects.filter(merged__pk=pk, merged__stage=Stage.MERGED).public().values_list("pk", flat=True)
    for joint in into:
        # It lives on there. Who wanted to support this one sees the joint text first.
        return redirect("support:support", joint)
    proposal = _public(pk)
    if request.method != "POST":
        refusal = refusal_of(actions.check_may_support, actor, proposal, at=at)
        return _page(request, proposal, refusal, at)
    refusal = refusal_of(actions.support_proposal, actor, proposal, at=at)
    return _page(request, proposal, refusal, at, status=CONFLICT) if refusal else redirect("support:support", pk)


@does(Act.WITHDRAW_SUPPORT)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = _public(pk)
    refusal = refusal_of(actions.withdraw_support, actor, proposal, at=at)
    return _page(request, proposal, refusal, at, status=CONFLICT) if refusal else redirect("support:support", pk)


def _public(pk: int) -> Proposal:
    """SECURITY: what is not public is not there."""
    shown = Proposal.objects.public().with_texts_of_author().select_related("lift")
    return get_object_or_404(shown.annotate(supporters=supporters()), pk=pk)


def _page(
    request: HttpRequest, proposal: Proposal, refusal: Refusal | None, at: datetime, *, status: int = 200
) -> HttpResponse:
    mine = Support.objects.of_joint(proposal).by(request.user.pk).exists()
    phase = proposal.process.phase_at(at)
    context = {
        "proposal": proposal,
        "process": proposal.process,
        "standing": standing_of(proposal, at),
        "mine": mine,
        # Who has given it needs no reason why they could not give it.
        "refusal": None if mine and status != CONFLICT else refusal,
        "may_withdraw": mine and is_time_for(Act.WITHDRAW_SUPPORT, phase),
        "contact_person": proposal.contact_person,
    }
    return render(request, "support/support.html", context, status=status)
