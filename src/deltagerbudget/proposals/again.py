"""One's own proposal once more, as a draft where proposals are taken now."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deltagerbudget.accounts.models import PublicName
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.processes.models import Phase, Process, ProcessQuerySet
from deltagerbudget.proposals.actions import Signature, start_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.refused import CONFLICT, GET_OR_POST, own
from deltagerbudget.proposals.rules import TEXTS


def open_near(process: Process, at: datetime) -> ProcessQuerySet:
    """Other deltagerbudgetter that take proposals now in one of its areas."""
    open_now = Phase.objects.filter(kind=PhaseKind.IDEAS, starts_at__lte=at, ends_at__gt=at)
    rows = Process.objects.opened().filter(areas__in=process.areas.all(), pk__in=open_now.values("process"))
    return rows.exclude(pk=process.pk).distinct().order_by("title", "pk")


@does(Act.START_PROPOSAL)
@never_cache
@require_http_methods(GET_OR_POST)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    earlier = own(actor, pk)
    near = open_near(earlier.process, at)
    context = {"earlier": earlier, "process": earlier.process, "near": near}
    if request.method == "POST":
        chosen = get_object_or_404(near, slug=request.POST.get("forloeb", ""))
        try:
            made = start_proposal(
                actor, chosen, values=_texts(earlier), signature=_signature(earlier, actor.person_id), at=at
            )
        except Refusal as refusal:
            return render(request, "proposals/again.html", context | {"refusal": refusal.message}, status=CONFLICT)
        return redirect("proposals:edit", made.pk)
    return render(request, "proposals/again.html", context)


def _texts(earlier: Proposal) -> dict[str, object]:
    """The words alone: the point, the price and the pictures belong to the place and year they were made for."""
    return {name: getattr(earlier, name) for name in TEXTS} | {"language": earlier.language}


def _signature(earlier: Proposal, person_id: int | None) -> Signature:
    """The same name; whether it may be shown is asked anew."""
    mine = next(row for row in earlier.authorships.all() if row.person_id == person_id)
    return Signature(public_name=PublicName(mine.public_name), group_name=mine.group_name, has_consented=False)
