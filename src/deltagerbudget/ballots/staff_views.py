"""The staff's side of the vote. SECURITY: shows no choice, no pseudonym and no number of ballots."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.journal import role_of
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import is_time_for, may
from deltagerbudget.acts.refusals import NotPossible, Refusal
from deltagerbudget.acts.request import actor_for, actor_of
from deltagerbudget.acts.vocabulary import Act, Tie
from deltagerbudget.ballots import actions
from deltagerbudget.ballots.forms import DrawForm, FreezeForm
from deltagerbudget.ballots.models import Roll, Vote
from deltagerbudget.ballots.pending import asks_registry, check_residence, waiting_ballots
from deltagerbudget.ballots.roll_audit import audit
from deltagerbudget.ballots.ways import ways_of
from deltagerbudget.ledger import canonical
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.regulation import clauses_in


@dataclass(frozen=True)
class Waiting:
    """A two-person act that one person has asked for."""

    role: str
    at: datetime
    is_mine: bool
    digest: str


@does(Act.FREEZE_VOTE)
@never_cache
@require_safe
def vote(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, process_of(request, slug))


@does(Act.FREEZE_VOTE)
@require_POST
def freeze(request: HttpRequest, slug: str) -> HttpResponse:
    process, form = process_of(request, slug), FreezeForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    try:
        actions.freeze_vote(actor_of(request), process, at=now(), seen=seen)
    except Refusal as refusal:
        return _page(request, process, error=refusal.message, status=409)
    return _back(process)


@does(Act.DRAW_LOT)
@require_POST
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    process, form = process_of(request, slug), DrawForm(request.POST)
    if not form.is_valid():
        return _page(request, process, draw_form=form, status=422)
    try:
        actions.draw_lot(actor_of(request), _vote(process), **form.cleaned_data, at=now())
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, process, draw_form=form, status=409)
    return _back(process)


@does(Act.CLOSE_VOTE_EARLY)
@require_POST
def close_early(request: HttpRequest, slug: str) -> HttpResponse:
    process = process_of(request, slug)
    try:
        actions.close_vote_early(actor_of(request), _vote(process), at=now())
    except Refusal as refusal:
        return _page(request, process, error=refusal.message, status=409)
    return _back(process)


@does(Act.CHECK_RESIDENCE)
@require_POST
def look_up(request: HttpRequest, slug: str) -> HttpResponse:
    process = process_of(request, slug)
    try:
        checked = check_residence(actor_of(request), _vote(process), at=now())
    except Refusal as refusal:
        return _page(request, process, error=refusal.message, status=409)
    if checked.waiting and not checked.right + checked.wrong:
        words = _("The register does not answer. Nothing is lost: we ask again every minute, and you can too.")
        return _page(request, process, error=words, status=409)
    return _back(process)


@does(Act.DESTROY_KEYS)
@require_POST
def destroy(request: HttpRequest, slug: str) -> HttpResponse:
    process = process_of(request, slug)
    try:
        actions.destroy_keys(actor_of(request), _vote(process), at=now())
    except Refusal as refusal:
        return _page(request, process, error=refusal.message, status=409)
    return _back(process)


def _page(
    request: HttpRequest, process: Process, *, error: str = "", draw_form: DrawForm | None = None, status: int = 200
) -> HttpResponse:
    at, actor = now(), actor_of(request)
    vote = Vote.objects.filter(process=process).first()
    context = {
        "process": process,
        "areas": [area.name for area in process.areas.all()],
        "vote": vote,
        "ways": ways_of(actor, process, vote),
        "at": at,
        "error": error,
        "draw_form": draw_form or DrawForm(),
        **(_of_vote(vote, actor.person_id, at) if vote else _to_freeze(process, actor.person_id, at)),
    }
    return render(request, "ballots/staff_vote.html", context, status=status)


def _to_freeze(process: Process, person_id: int | None, at: datetime) -> dict[str, Any]:
    try:
        text = actions.config_to_freeze(process, at=at)
    except NotPossible as refusal:
        return {"not_ready": refusal.message}
    digest = canonical.sha256_hex(text.encode())
    waiting = waiting_for(Act.FREEZE_VOTE, process, person_id)
    return {
        **_told(json.loads(text)),
        "digest": digest,
        "waiting": waiting,
        "was_changed": waiting is not None and waiting.digest != digest,
        "may_freeze": is_time_for(Act.FREEZE_VOTE, process.phase_at(at)),
    }


def _of_vote(vote: Vote, person_id: int | None, at: datetime) -> dict[str, Any]:
    return {
        **_told(vote.frozen),
        "digest": vote.config_sha256,
        "is_running": vote.is_open(at),
        "audit": audit_of(vote) if vote.closed_at else None,
        "asks_registry": asks_registry(vote) is not None,
        "has_waiting": vote.pending_checks.exists(),
        # SECURITY: how many have voted is said when the vote is closed.
        "waiting_ballots": waiting_ballots(vote) if vote.closed_at else None,
        "waiting_draw": waiting_for(Act.DRAW_LOT, vote, person_id),
        "waiting_close": waiting_for(Act.CLOSE_VOTE_EARLY, vote, person_id),
        "waiting_keys": waiting_for(Act.DESTROY_KEYS, vote, person_id),
        "may_destroy": vote.keys_due_at is not None and at >= vote.keys_due_at,
    }


def audit_of(vote: Vote) -> dict[str, Any] | None:
    """The figures of the roll: as they were counted, else as they are now."""
    loaded = Roll.objects.filter(vote=vote).first()
    return None if loaded is None else loaded.audit or asdict(audit(vote))


def _told(config: dict[str, Any]) -> dict[str, Any]:
    """The configuration in the words of the page."""
    return {
        "config": config,
        "clauses": clauses_in(config),
        "opens_at": datetime.fromisoformat(config["opens_at"]),
        "closes_at": datetime.fromisoformat(config["closes_at"]),
        "age_on": date.fromisoformat(config["age_on"]),
        "ties": [str(tie.label) for tie in Tie if tie in config["ties"]],
    }


def waiting_for(act: Act, target: Model, person_id: int | None) -> Waiting | None:
    asked = pending_approval(act, target)
    if asked is None:
        return None
    role = role_of(act, actor_for(asked.first_id))
    return Waiting(str(role.label), asked.first_at, asked.first_id == person_id, asked.digest)


def process_of(request: HttpRequest, slug: str) -> Process:
    """The process, for those who may act on its vote; hidden from all others."""
    actor = actor_of(request)
    process = get_object_or_404(Process.objects.visible_to(actor).with_phases(), slug=slug)
    if not may(Act.FREEZE_VOTE, actor, area_ids=process.area_ids):
        raise Http404
    return process


def _vote(process: Process) -> Vote:
    return get_object_or_404(Vote, process=process)


def _back(process: Process) -> HttpResponse:
    return HttpResponseRedirect(reverse("ballots_staff:vote", args=[process.slug]))
