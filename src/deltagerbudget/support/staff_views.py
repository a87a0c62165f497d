"""The process owner's page: to take a proposal up again that got too little support."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.picture_views import led
from deltagerbudget.proposals.refused import CONFLICT, GET_OR_POST, UNPROCESSABLE
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.support import actions
from deltagerbudget.support.forms import LiftForm
from deltagerbudget.support.models import number_of


@does(Act.LIFT_PROPOSAL)
@require_http_methods(GET_OR_POST)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = led(actor, pk, Act.LIFT_PROPOSAL)
    form, status = LiftForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                actions.lift_proposal(actor, proposal, reason=form.cleaned_data["reason"], at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("review_staff:proposal", proposal.pk)
    context = {
        "proposal": proposal,
        "process": proposal.process,
        "form": form,
        "supporters": number_of(proposal),
        # What was typed stays, also where a colleague was quicker.
        "can_lift": proposal.stage == Stage.UNSUPPORTED or form.is_bound,
    }
    return render(request, "support/lift.html", context, status=status)
