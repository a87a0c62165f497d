"""The municipality in the conversation about a proposal: what waits, the whole thread, an answer, a question."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.models import Proposal, ProposalQuerySet
from deltagerbudget.review.models import sent_proposals
from deltagerbudget.talk import actions
from deltagerbudget.talk.forms import StaffTextForm
from deltagerbudget.talk.models import Question
from deltagerbudget.talk.reading import columns, item_url, names_of, report_url, said, state_words, threads
from deltagerbudget.talk.rules import Voice

UNPROCESSABLE = 422
CONFLICT = 409
GET_OR_POST = ["GET", "HEAD", "POST"]
# The newest ones; what is older is read on the public page.
MOST = 100


@does(Act.ASK_AUTHORS)
@never_cache
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What waits for an answer of the municipality, the oldest first."""
    waiting = Question.objects.for_municipality(now()).filter(proposal__in=_ids(request))
    rows = waiting.select_related("proposal__process").order_by("at", "pk")[:MOST]
    return render(request, "backoffice/questions.html", {"rows": rows})


@does(Act.ASK_AUTHORS)
@never_cache
@require_http_methods(GET_OR_POST)
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is said about one proposal, and the form for a question to its authors."""
    actor, at = actor_of(request), now()
    proposal = get_object_or_404(_seen(request), pk=pk)
    form, status = StaffTextForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                actions.ask_authors(actor, proposal, text=form.cleaned_data["text"], at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("backoffice:conversation", proposal.pk)
    closed = state_words(proposal.process.phase_at(at))
    waiting = set(Question.objects.for_municipality(at).filter(proposal=proposal).values_list("pk", flat=True))
    may_hide = may(Act.HIDE_CONTENT, actor, area_ids=proposal.process.area_ids)
    link = item_url if may_hide else report_url
    rows = proposal.questions.threads(first=0, most=MOST)
    context = {
        "proposal": proposal,
        "process": proposal.process,
        "threads": threads(rows, names_of(proposal), is_open=not closed, link=link),
        "report_word": _("Hide") if may_hide else _("Report"),
        "waiting": waiting,
        "columns": columns(proposal.points.first_of_each_side(MOST), link),
        "closed": closed,
        "form": form,
    }
    return render(request, "backoffice/conversation.html", context, status=status)


@does(Act.ANSWER_QUESTION)
@never_cache
@require_http_methods(GET_OR_POST)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    seen = Question.objects.filter(proposal__in=_seen(request))
    question = get_object_or_404(seen.select_related("person"), pk=pk)
    proposal = get_object_or_404(_seen(request), pk=question.proposal_id)
    form, status = StaffTextForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            text = form.cleaned_data["text"]
            try:
                actions.answer_question(actor, question, text=text, voice=Voice.MUNICIPALITY, at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("backoffice:conversation", proposal.pk)
    context = {"proposal": proposal, "process": proposal.process, "asked": said(question, names_of(proposal))}
    context |= {"form": form, "closed": state_words(proposal.process.phase_at(at))}
    return render(request, "backoffice/answer.html", context, status=status)


def _ids(request: HttpRequest) -> Any:
    """Of the proposals that this person sees at the desk."""
    return sent_proposals(actor_of(request)).values("pk")


def _seen(request: HttpRequest) -> ProposalQuerySet:
    """SECURITY: of the proposals that this person sees at the desk, those that everyone can see."""
    shown = Proposal.objects.public().filter(pk__in=_ids(request))
    return shown.with_texts_of_author()
