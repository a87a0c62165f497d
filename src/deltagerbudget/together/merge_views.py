"""The authors' pages about proposals that could become one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import NotPossible, Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.views import CONFLICT, GET_OR_POST, own, refusal_of, refused
from deltagerbudget.together import merging
from deltagerbudget.together.models import Merge
from deltagerbudget.together.offering import UNPROCESSABLE, Face, choose_or_write
from deltagerbudget.together.rules import Answer


@dataclass(frozen=True)
class Stand:
    """One proposal of a suggestion, and how its authors stand to it."""

    proposal: Proposal
    authors: int
    yes: int
    no: int
    is_mine: bool

    @property
    def is_out(self) -> bool:
        return bool(self.no) or self.proposal.stage not in {"submitted", "merged"}


@does(Act.OFFER_MERGE)
@require_http_methods(GET_OR_POST)
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    refusal = refusal_of(merging.check_may_offer, actor, proposal, at=at)
    if refusal:
        return refused(request, proposal.process, refusal, at)
    face = Face("together/offer.html", lambda made: redirect("together:merge", made.pk), {})
    return choose_or_write(request, proposal, face, at)


@does(Act.ANSWER_MERGE)
@require_http_methods(GET_OR_POST)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    row = get_object_or_404(Merge.objects.for_author(actor.person_id).with_parts(), pk=pk)
    if request.method != "POST":
        return _merge_page(request, row)
    answer = {"ja": Answer.YES, "nej": Answer.NO}.get(request.POST.get("svar", ""))
    if answer is None:
        return _merge_page(request, row, status=UNPROCESSABLE)
    try:
        merging.answer_merge(actor, row, answer=answer, at=at)
    except Refusal as refusal:
        return _merge_page(request, row, refusal=refusal, status=CONFLICT)
    return redirect("together:merge", row.pk)


@does(Act.END_MERGE)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = get_object_or_404(Merge.objects.for_author(actor.person_id).with_parts(), pk=pk)
    try:
        merging.end_merge(actor, row, at=now())
    except NotPossible as refusal:
        return _merge_page(request, row, refusal=refusal, status=CONFLICT)
    return redirect("together:merge", row.pk)


def stands(row: Merge, person_id: int | None) -> list[Stand]:
    """Load `with_parts`."""
    found = []
    for part in row.parts.all():
        authors = part.proposal.author_ids()
        said = [row.voice_of(person) for person in authors]
        yes, no = said.count(Answer.YES), said.count(Answer.NO)
        found.append(Stand(part.proposal, len(authors), yes, no, person_id in authors))
    return found


def _merge_page(request: HttpRequest, row: Merge, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    actor, at = actor_of(request), now()
    shown = stands(row, actor.person_id)
    context = {
        "merge": row,
        "process": row.process,
        "stands": shown,
        "mine": [stand.proposal for stand in shown if stand.is_mine],
        "voice": row.voice_of(actor.person_id),
        "can_answer": row.can_be_answered(at),
        "may_end": row.is_open and row.offered_by_id == actor.person_id,
        "contact_person": row.process.contact_person,
        "refusal": refusal,
        "at": at,
    }
    return render(request, "together/merge.html", context, status=status)
