from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import NotPossible, Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.actions import config_to_freeze
from deltagerbudget.ballots.models import Vote
from deltagerbudget.processes.models import Process
from deltagerbudget.results import actions
from deltagerbudget.results.models import Result
from deltagerbudget.results.rehearsal import VOTERS, Scenario, rehearsed
from deltagerbudget.results.table import Address, table_of

CONFLICT = 409


@does(Act.COUNT_VOTES)
@require_GET
def result(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _process(request, slug), is_same=request.GET.get("talt") == "igen")


@does(Act.COUNT_VOTES)
@require_POST
def count(request: HttpRequest, slug: str) -> HttpResponse:
    process = _process(request, slug)
    vote = get_object_or_404(Vote, process=process)
    is_again = Result.objects.filter(vote=vote).exists()
    try:
        actions.count_votes(actor_of(request), vote, at=now())
    except Refusal as refusal:
        return _page(request, process, refusal=refusal)
    return redirect(reverse("results_staff:result", args=[slug]) + ("?talt=igen" if is_again else ""))


@does(Act.PUBLISH_RESULT)
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    process = _process(request, slug)
    result = get_object_or_404(Result, vote__process=process)
    try:
        actions.publish_result(actor_of(request), result, at=now())
    except Refusal as refusal:
        return _page(request, process, refusal=refusal)
    return redirect("results_staff:result", slug)


@does(Act.COUNT_VOTES)
@require_safe
def rehearse(request: HttpRequest, slug: str) -> HttpResponse:
    """What the rules would decide about made-up ballots, before anything is frozen."""
    process = _process(request, slug)
    asked = request.GET.get("stemmer", "")
    scenario = Scenario(asked) if asked in Scenario.values else Scenario.SPREAD
    context: dict[str, Any] = {"process": process, "scenario": scenario, "scenarios": list(Scenario), "voters": VOTERS}
    try:
        config = json.loads(config_to_freeze(process, at=now()))
    except NotPossible as refusal:
        return render(request, "results/rehearsal.html", context | {"not_ready": refusal.message})
    outcome = rehearsed(config, scenario)
    context["table"] = table_of(outcome, config, _address(process))
    return render(request, "results/rehearsal.html", context)


def _page(
    request: HttpRequest, process: Process, *, is_same: bool = False, refusal: Refusal | None = None
) -> HttpResponse:
    actor = actor_of(request)
    vote = Vote.objects.filter(process=process).select_related("process").first()
    counted = Result.objects.for_page().filter(vote__process=process).first()
    asked = pending_approval(Act.PUBLISH_RESULT, counted) if counted else None
    context = {
        "process": process,
        "vote": vote,
        "result": counted,
        "table": table_of(counted.explained, counted.vote.frozen, _address(process)) if counted else None,
        "asked": asked,
        "is_mine": asked is not None and asked.first_id == actor.person_id,
        "is_same": is_same,
        "needs_lot": vote is not None and vote.awaits_lot,
        "refusal": refusal,
    }
    return render(request, "results/staff_result.html", context, status=CONFLICT if refusal else 200)


def _process(request: HttpRequest, slug: str) -> Process:
    """The process, for those who may count its votes; hidden from all others."""
    actor = actor_of(request)
    process = get_object_or_404(Process.objects.visible_to(actor).with_phases(), slug=slug)
    if not may(Act.COUNT_VOTES, actor, area_ids=process.area_ids):
        raise Http404
    return process


def _address(process: Process) -> Address:
    return lambda number: reverse("site:proposal", args=[process.slug, number])
