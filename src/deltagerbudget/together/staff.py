"""The municipality's bench for proposals that say much the same: side by side, suggested to become one, taken apart."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.views import CONFLICT, GET_OR_POST, refusal_of
from deltagerbudget.together import merging
from deltagerbudget.together.merge_views import stands
from deltagerbudget.together.models import Merge
from deltagerbudget.together.offering import Face, choose_or_write


@does(Act.OFFER_MERGE)
@require_http_methods(GET_OR_POST)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """What this proposal is asked about or put together with; and, where it can be, a new suggestion."""
    actor, at = actor_of(request), now()
    sent = Proposal.objects.exclude(submitted_at=None).with_texts_of_author()
    row = get_object_or_404(sent, pk=pk)
    _refuse_stranger(actor, row.process)
    merges = list(Merge.objects.of(row).with_parts().order_by("-pk"))
    refusal = refusal_of(merging.check_may_offer, actor, row, at=at)
    shown = {"merges": merges, "refusal": refusal}
    if refusal:
        context = {"proposal": row, "process": row.process} | shown
        return render(request, "together/bench.html", context, status=CONFLICT if request.method == "POST" else 200)
    face = Face("together/bench.html", lambda made: redirect("together_staff:merge", made.pk), shown)
    return choose_or_write(request, row, face, at)


@does(Act.SPLIT_PROPOSALS)
@require_GET
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _merge(actor_of(request), pk))


@does(Act.SPLIT_PROPOSALS)
@require_POST
def split(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = _merge(actor, pk)
    return _done(request, row, lambda: merging.split_proposals(actor, row, at=now()))


@does(Act.END_MERGE)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = _merge(actor, pk)
    return _done(request, row, lambda: merging.end_merge(actor, row, at=now()))


def _merge(actor: Actor, pk: int) -> Merge:
    row = get_object_or_404(Merge.objects.with_parts(), pk=pk)
    _refuse_stranger(actor, row.process)
    return row


def _refuse_stranger(actor: Actor, process: Process) -> None:
    """SECURITY: these acts are an author's as well, so the mark lets in everyone who has logged in."""
    if not may(Act.SPLIT_PROPOSALS, actor, area_ids=process.area_ids):
        raise Http404


def _done(request: HttpRequest, row: Merge, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        return _page(request, row, refusal=refusal, status=CONFLICT)
    return redirect("together_staff:merge", row.pk)


def _page(request: HttpRequest, row: Merge, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    context = {"merge": row, "process": row.process, "stands": stands(row, None), "refusal": refusal, "at": now()}
    return render(request, "together/merge_staff.html", context, status=status)
