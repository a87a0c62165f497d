"""What residents and authors write: questions, answers, points, reports and appeals. The thread is read in the open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does, member
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, Ground
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.talk import actions
from deltagerbudget.talk.forms import NAMED, AnswerForm, AppealForm, PointForm, QuestionForm, ReportForm
from deltagerbudget.talk.models import Hiding, Point, Question, about
from deltagerbudget.talk.reading import columns, hidden_words, names_of, said, state_words
from deltagerbudget.talk.rules import Side, Voice
from deltagerbudget.talk.things import find, public_proposal

UNPROCESSABLE = 422
CONFLICT = 409
GET_OR_POST = ["GET", "HEAD", "POST"]


@does(Act.ASK_QUESTION)
@never_cache
@require_http_methods(GET_OR_POST)
def ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    actor, at = actor_of(request), now()
    proposal = public_proposal(pk)
    form = QuestionForm(_sent(request), person=cast(Person, request.user))

    def act() -> object:
        is_named = form.cleaned_data["name"] == NAMED
        return actions.ask_question(actor, proposal, text=form.cleaned_data["text"], is_named=is_named, at=at)

    shown = {"closed": state_words(proposal.process.phase_at(at)), "contact_person": proposal.process.contacts.first()}
    return _written(request, "talk/ask.html", proposal, form, act, _page(proposal, "#questions"), shown)


@does(Act.ANSWER_QUESTION)
@never_cache
@require_http_methods(GET_OR_POST)
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """As an author. The municipality answers from its own pages."""
    actor, at = actor_of(request), now()
    own = Proposal.objects.public().by_author(actor.person_id)
    question = get_object_or_404(Question.objects.filter(proposal__in=own).select_related("person"), pk=pk)
    proposal = public_proposal(question.proposal_id)
    form = AnswerForm(_sent(request))

    def act() -> object:
        text = form.cleaned_data["text"]
        return actions.answer_question(actor, question, text=text, voice=Voice.AUTHOR, at=at)

    shown = {"asked": said(question, names_of(proposal)), "closed": state_words(proposal.process.phase_at(at))}
    return _written(request, "talk/answer.html", proposal, form, act, _page(proposal, "#questions"), shown)


@does(Act.ADD_POINT)
@never_cache
@require_http_methods(GET_OR_POST)
def points(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All that others have said, with a button to agree; and the form for one's own point."""
    actor, at = actor_of(request), now()
    proposal = public_proposal(pk)
    form = PointForm(_sent(request))

    def act() -> object:
        side = Side(form.cleaned_data["side"])
        return actions.add_point(actor, proposal, side=side, text=form.cleaned_data["text"], at=at)

    said_points = proposal.points.first_of_each_side(MOST_LISTED)
    shown = {
        "columns": columns(said_points),
        "agreed_with": proposal.points.all().agreed_by(actor.person_id),
        "own": set(proposal.points.filter(person_id=actor.person_id or 0).values_list("pk", flat=True)),
        "closed": state_words(proposal.process.phase_at(at)),
    }
    onward = reverse("talk:points", args=[proposal.pk])
    return _written(request, "talk/points.html", proposal, form, act, onward, shown)


# Of each side, on the page where one agrees.
MOST_LISTED = 50


@does(Act.AGREE_POINT)
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    point = _point(pk)
    actions.agree_point(actor_of(request), point, at=now())
    return redirect("talk:points", point.proposal_id)


@does(Act.WITHDRAW_AGREEMENT)
@require_POST
def disagree(request: HttpRequest, pk: int) -> HttpResponse:
    point = _point(pk)
    actions.withdraw_agreement(actor_of(request), point, at=now())
    return redirect("talk:points", point.proposal_id)


@does(Act.REPORT_CONTENT)
@never_cache
@require_http_methods(GET_OR_POST)
def report(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    actor, at = actor_of(request), now()
    thing = find(kind, pk, Proposal.objects.public())
    form = ReportForm(_sent(request))

    def act() -> object:
        ground = Ground(form.cleaned_data["ground"])
        return actions.report_content(actor, thing, ground=ground, words=form.cleaned_data["words"], at=at)

    proposal = public_proposal(about(thing).pk)
    shown = {"thing": thing, "text": getattr(thing, "text", proposal.title), "hidden": hidden_words(thing)}
    return _written(request, "talk/report.html", proposal, form, act, reverse("talk:thanks"), shown)


@member
@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The same words for a person and for a machine that was caught."""
    return render(request, "talk/thanks.html")


@does(Act.APPEAL_HIDING)
@never_cache
@require_http_methods(GET_OR_POST)
def hidden(request: HttpRequest, pk: int) -> HttpResponseBase:
    """To the writer alone: what is hidden, why, and the way to another pair of eyes."""
    actor, at = actor_of(request), now()
    hiding = get_object_or_404(Hiding.objects.of_writer(actor.person_id), pk=pk)
    form = AppealForm(request.POST if request.method == "POST" else None)

    def act() -> object:
        return actions.appeal_hiding(actor, hiding, words=form.cleaned_data["words"], at=at)

    thing = hiding.thing
    proposal = get_object_or_404(Proposal.objects.with_texts_of_author(), pk=about(thing).pk)
    shown = {"hiding": hiding, "text": getattr(thing, "text", proposal.title), "is_open": hiding.can_be_appealed(at)}
    onward = reverse("talk:hidden", args=[hiding.pk])
    return _written(request, "talk/hidden.html", proposal, form, act, onward, shown)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(proposal: Proposal, place: str) -> str:
    return reverse("site:proposal", args=[proposal.process.slug, proposal.number]) + place


def _point(pk: int) -> Point:
    return get_object_or_404(Point.objects.public(), pk=pk)


def _written(
    request: HttpRequest,
    template: str,
    proposal: Proposal,
    form: forms.Form,
    act: Callable[[], object],
    onward: str,
    shown: dict[str, Any],
) -> HttpResponse:
    """Do the act and go on; or show the form again with all that was typed. A machine is sent on and told nothing."""
    status = 200
    if form.is_bound and getattr(form, "is_caught", False):
        return redirect(onward)
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                act()
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect(onward)
    context = {"proposal": proposal, "process": proposal.process, "form": form, "at": now()} | shown
    return render(request, template, context, status=status)
