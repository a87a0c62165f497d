"""The municipality's own pages: what residents have reported, what is hidden and why, and appeals about that."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, Ground
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.talk import actions
from deltagerbudget.talk.forms import DecisionForm, HideForm
from deltagerbudget.talk.models import Hiding, Report, Thing, about, about_what_is_led_by, name_of
from deltagerbudget.talk.queue import reported
from deltagerbudget.talk.reading import hidden_words
from deltagerbudget.talk.rules import Outcome
from deltagerbudget.talk.things import find

UNPROCESSABLE = 422
CONFLICT = 409
GET_OR_POST = ["GET", "HEAD", "POST"]
RECENT = 20


@does(Act.HIDE_CONTENT)
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    hidden = Hiding.objects.filter(about_what_is_led_by(actor)).with_things().order_by("-at", "-pk")
    context = {
        "waiting": reported(actor),
        "appeals": list(Hiding.objects.appealed_to(actor).with_things().order_by("due_on", "pk")),
        "hidden": hidden[:RECENT],
    }
    return render(request, "talk/queue.html", context)


@does(Act.HIDE_CONTENT)
@never_cache
@require_http_methods(GET_OR_POST)
def item(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One text with what was said against it, and the form that hides it."""
    actor, at = actor_of(request), now()
    thing = find(kind, pk, _sent_in(actor))
    form = HideForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                ground = Ground(form.cleaned_data["ground"])
                actions.hide_content(actor, thing, ground=ground, words=form.cleaned_data["words"], at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("talk_staff:queue")
    return render(request, "talk/item.html", _about(thing, kind) | {"form": form}, status=status)


@does(Act.LEAVE_CONTENT)
@require_POST
def leave(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    actor = actor_of(request)
    actions.leave_content(actor, find(kind, pk, _sent_in(actor)), at=now())
    return redirect("talk_staff:queue")


@does(Act.DECIDE_HIDING_APPEAL)
@never_cache
@require_http_methods(GET_OR_POST)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    mine = Hiding.objects.filter(about_what_is_led_by(actor)).exclude(appealed_at=None)
    hiding = get_object_or_404(mine.with_things(), pk=pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            outcome, answer = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["answer"]
            try:
                actions.decide_hiding_appeal(actor, hiding, outcome=outcome, answer=answer, at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("talk_staff:queue")
    is_own = hiding.person_id == actor.person_id
    context = _about(hiding.thing, "") | {"hiding": hiding, "form": form, "is_own": is_own}
    return render(request, "talk/decide_appeal.html", context, status=status)


def _sent_in(actor: Actor) -> Any:
    """What was sent in where this actor leads, hidden ones too."""
    led = Process.objects.open_to(Act.HIDE_CONTENT, actor)
    gone = (Stage.DRAFT, Stage.WITHDRAWN)
    return Proposal.objects.filter(process__in=led, submitted_at__isnull=False).exclude(stage__in=gone)


def _about(thing: Thing, kind: str) -> dict[str, Any]:
    proposal = about(thing)
    reports = Report.objects.filter(**{name_of(thing): thing}).order_by("settled_at", "pk")
    return {
        "thing": thing,
        "kind": kind,
        "proposal": proposal,
        "process": proposal.process,
        "text": getattr(thing, "text", ""),
        "hidden": hidden_words(thing),
        "reports": list(reports),
        "has_open": any(report.settled_at is None for report in reports),
    }
