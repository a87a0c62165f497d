"""To suggest that proposals become one: choose them, see them side by side, write the joint text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import TEXTS
from deltagerbudget.proposals.views import CONFLICT
from deltagerbudget.together import merging
from deltagerbudget.together.alike import alike
from deltagerbudget.together.forms import ChooseForm, OfferForm
from deltagerbudget.together.models import Merge

UNPROCESSABLE = 422
# Days that a new suggestion gives.
DAYS = 10


@dataclass(frozen=True)
class Face:
    """What the pages of authors and of staff do not share."""

    template: str
    onward: Callable[[Merge], HttpResponse]
    shown: dict[str, Any]


def choose_or_write(request: HttpRequest, proposal: Proposal, face: Face, at: datetime) -> HttpResponse:
    likes = alike(proposal)
    asked = bool({"med", "numre"} & request.GET.keys())
    choosing = ChooseForm(request.GET if asked else None, proposal=proposal, likes=likes)
    if not asked or not choosing.is_valid():
        return _page(request, proposal, face, {"choosing": choosing, "likes": likes}, UNPROCESSABLE if asked else 200)
    chosen = [proposal, *choosing.cleaned_data["chosen"]]
    form, status = _form(request, proposal, chosen, at), 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                return face.onward(_offer(request, chosen, form, at))
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
    return _page(request, proposal, face, {"form": form, "chosen": chosen}, status)


def _form(request: HttpRequest, proposal: Proposal, chosen: Sequence[Proposal], at: datetime) -> OfferForm:
    initial: dict[str, Any] = {name: getattr(proposal, name) for name in TEXTS}
    initial |= {"standing": str(proposal.pk), "until": localdate(at) + timedelta(days=DAYS)}
    return OfferForm(request.POST if request.method == "POST" else None, chosen=chosen, initial=initial)


def _offer(request: HttpRequest, chosen: Sequence[Proposal], form: OfferForm, at: datetime) -> Merge:
    given = form.cleaned_data
    standing = next(row for row in chosen if str(row.pk) == given["standing"])
    values = {"words": given["words"], "until": given["until"]}
    return merging.offer_merge(actor_of(request), chosen, standing, texts=form.texts(), **values, at=at)


def _page(request: HttpRequest, proposal: Proposal, face: Face, shown: dict[str, Any], status: int) -> HttpResponse:
    context = {"proposal": proposal, "process": proposal.process} | face.shown | shown
    return render(request, face.template, context, status=status)
