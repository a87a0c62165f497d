from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does, member
from deltagerbudget.acts.refusals import NotYours, Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.municipality.card import explain
from deltagerbudget.pictures.shown import photo
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.path import stations
from deltagerbudget.proposals import actions
from deltagerbudget.proposals.forms import ProposalForm, written
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.offers import offers
from deltagerbudget.proposals.place import place_map
from deltagerbudget.proposals.rules import LIMITS, POINT, TEXTS, Stage

UNPROCESSABLE = 422
CONFLICT = 409
GET_OR_POST = ["GET", "HEAD", "POST"]
# By the button that was pressed; the others keep the draft where it is.
_NEXT = {"next": "proposals:check", "pictures": "proposals:pictures"}


@does(Act.START_PROPOSAL)
@require_http_methods(GET_OR_POST)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.opened().with_phases(), slug=slug)
    actor, at = actor_of(request), now()
    form = _form(request, process, at, initial={"public_name": "initial"})
    if not form.is_bound:
        refusal = refusal_of(actions.check_may_start, actor, process, at=at)
        return refused(request, process, refusal, at) if refusal else _form_page(request, process, form, at)
    if form.is_caught:
        return redirect("site:process", process.slug)

    def act() -> Proposal:
        return actions.start_proposal(actor, process, values=form.texts(), signature=form.signature(), at=at)

    return _write(request, process, form, at, act)


@does(Act.START_PROPOSAL)
@require_GET
def like(request: HttpRequest, slug: str) -> HttpResponse:
    """What is offered beside the form while somebody writes. Keeps nothing."""
    process = get_object_or_404(Process.objects.opened().with_phases(), slug=slug)
    values = {name: request.GET.get(name, "")[:most].replace("\0", "") for name, most in LIMITS.items()}
    return render(request, "proposals/_offers.html", offers(process, None, values))


@does(Act.EDIT_PROPOSAL)
@require_http_methods(GET_OR_POST)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    form = _form(request, proposal.process, at, initial=written(proposal, proposal.authorship_of(actor.person_id)))
    if not form.is_bound:
        refusal = refusal_of(actions.check_may_edit, actor, proposal, at=at)
        if refusal:
            return refused(request, proposal.process, refusal, at)
        return _form_page(request, proposal.process, form, at, proposal=proposal)
    if form.is_caught:
        return redirect("site:process", proposal.process.slug)

    def act() -> Proposal:
        return actions.edit_proposal(actor, proposal, values=form.texts(), signature=form.signature(), at=at)

    return _write(request, proposal.process, form, at, act, proposal)


@does(Act.SUBMIT_PROPOSAL)
@require_http_methods(GET_OR_POST)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """How it will look, and the button that sends it."""
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    if proposal.stage != Stage.DRAFT:
        return redirect("proposals:receipt", proposal.pk)
    if request.method == "POST":
        refusal = refusal_of(actions.submit_proposal, actor, proposal, at=at)
        if refusal is None:
            return redirect("proposals:receipt", proposal.pk)
        return _check_page(request, proposal, at, refusal, status=CONFLICT)
    refusal = refusal_of(actions.check_may_edit, actor, proposal, at=at)
    if refusal:
        return refused(request, proposal.process, refusal, at)
    return _check_page(request, proposal, at, refusal_of(actions.check_ready, actor, proposal))


@member
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The author's own page of a proposal that was sent: its number, what happens next, what can still be done."""
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    if proposal.stage == Stage.DRAFT:
        return redirect("proposals:check", proposal.pk)
    context = _dates(proposal.process) | {
        "proposal": proposal,
        "stations": stations(proposal.process, at),
        "may_edit": refusal_of(actions.check_may_edit, actor, proposal, at=at) is None,
        "may_answer": proposal.stage == Stage.SUBMITTED and actions.is_open_to_change(proposal, at),
        "may_appeal": actions.can_appeal(proposal, at),
        "may_withdraw": refusal_of(actions.check_may_withdraw, actor, proposal, at=at) is None,
        "contact_person": proposal.contact_person,
        "at": at,
    }
    return render(request, "proposals/receipt.html", context)


@does(Act.WITHDRAW_PROPOSAL)
@require_http_methods(GET_OR_POST)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    if request.method == "POST":
        actions.withdraw_proposal(actor, proposal, at=at)
        return redirect("proposals:receipt", proposal.pk)
    refusal = refusal_of(actions.check_may_withdraw, actor, proposal, at=at)
    if refusal:
        return refused(request, proposal.process, refusal, at)
    context = {"proposal": proposal, "process": proposal.process, "contact_person": proposal.contact_person}
    return render(request, "proposals/withdraw.html", context)


def own(actor: Actor, pk: int) -> Proposal:
    return get_object_or_404(Proposal.objects.by_author(actor.person_id).with_texts_of_author(), pk=pk)


def _form(request: HttpRequest, process: Process, at: datetime, *, initial: dict[str, Any]) -> ProposalForm:
    data = request.POST if request.method == "POST" else None
    form = ProposalForm(data, person=cast(Person, request.user), process=process, at=at, initial=initial)
    explain(form, "proposal")
    return form


def _write(
    request: HttpRequest,
    process: Process,
    form: ProposalForm,
    at: datetime,
    act: Callable[[], Proposal],
    proposal: Proposal | None = None,
) -> HttpResponse:
    """Do the act and go on; or show the form again with all that was typed."""
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            kept = act()
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = CONFLICT
        else:
            return redirect(_NEXT.get(next(iter(_NEXT.keys() & form.data.keys()), ""), "proposals:edit"), kept.pk)
    return _form_page(request, process, form, at, proposal=proposal, status=status)


def _form_page(
    request: HttpRequest,
    process: Process,
    form: ProposalForm,
    at: datetime,
    *,
    proposal: Proposal | None = None,
    status: int = 200,
) -> HttpResponse:
    photos = [photo(picture, is_own=True) for picture in proposal.pictures.all()] if proposal else []
    picker = form.picker(proposal.point if proposal else None)
    values = {name: form[name].value() for name in TEXTS} | _kept_point(proposal)
    context = _dates(process) | offers(process, proposal, values)
    asked = proposal or process
    context |= {"form": form, "picker": picker, "proposal": proposal, "photos": photos, "at": at}
    context["contact_person"] = asked.contact_person
    return render(request, "proposals/form.html", context, status=status)


def _kept_point(proposal: Proposal | None) -> dict[str, Any]:
    return {name: getattr(proposal, name) for name in POINT} if proposal else {}


def _check_page(
    request: HttpRequest, proposal: Proposal, at: datetime, refusal: Refusal | None, *, status: int = 200
) -> HttpResponse:
    photos = [photo(picture, is_own=True) for picture in proposal.pictures.all()]
    shown: dict[str, Any] = {"proposal": proposal, "place_map": place_map(proposal), "photos": photos}
    shown["contact_person"] = proposal.contact_person
    values = {name: getattr(proposal, name) for name in (*TEXTS, *POINT)}
    offered = offers(proposal.process, proposal, values)
    context = _dates(proposal.process) | shown | offered | {"refusal": refusal, "at": at}
    return render(request, "proposals/check.html", context, status=status)


def refused(request: HttpRequest, process: Process, refusal: Refusal, at: datetime) -> HttpResponse:
    """Why not, kindly and completely, and what one can do instead."""
    context = _dates(process) | {
        "refusal": refusal,
        "areas": process.areas.all(),
        "contact_person": process.contact_person,
        "own": process.proposals.by_author(request.user.pk).exclude(stage=Stage.WITHDRAWN).order_by("pk"),
        "at": at,
    }
    status = 403 if isinstance(refusal, NotYours) else CONFLICT
    return render(request, "proposals/refused.html", context, status=status)


def refusal_of(check: Callable[..., Any], *args: Any, **kwargs: Any) -> Refusal | None:
    try:
        check(*args, **kwargs)
    except Refusal as refusal:
        return refusal
    return None


def _dates(process: Process) -> dict[str, Any]:
    return {
        "process": process,
        "ideas": process.span_of(PhaseKind.IDEAS),
        "review": process.span_of(PhaseKind.REVIEW),
        "vote": process.span_of(PhaseKind.VOTE),
    }
