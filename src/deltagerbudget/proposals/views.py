from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does, member, public
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.municipality.card import card
from deltagerbudget.pictures.shown import photo
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.own_fields import Kind
from deltagerbudget.processes.path import stations
from deltagerbudget.proposals import actions, sheets
from deltagerbudget.proposals.answers import unanswered
from deltagerbudget.proposals.examples import examples
from deltagerbudget.proposals.explained import step_of_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.offers import advice_on
from deltagerbudget.proposals.place import place_map
from deltagerbudget.proposals.refused import CONFLICT, GET_OR_POST, closed, dates, own, refusal_of, refused
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.proposals.sheets import Sheet
from deltagerbudget.proposals.steps import MINUTES, ORDER, SKETCH_DAYS, Step, order_of, resume_at


@public
@never_cache
@require_GET
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, what is allowed, and what others have proposed; and what was begun in this browser."""
    process = get_object_or_404(Process.objects.opened().with_phases(), slug=slug)
    at = now()
    refusal = closed(process, at)
    if refusal:
        return refused(request, process, refusal, at)
    context = dates(process) | {"areas": process.areas.all(), "contact_person": process.contact_person, "at": at}
    context |= {
        "minutes": MINUTES,
        "days": SKETCH_DAYS,
        "steps": order_of(has_questions=process.own_fields.typed().exists()),
        "examples": examples(process),
    }
    return render(request, "proposals/start.html", context | _begun(request, process, at))


def _begun(request: HttpRequest, process: Process, at: datetime) -> dict[str, Any]:
    sheet = sheets.of_browser(request, process, at)
    if sheet.sketch is None:
        return {}
    texts = dict(sheet.texts)
    return {
        "begun": texts.get("title") or _("Your proposal"),
        "onward": sheet.url(resume_at(texts, has_consented=False)),
    }


@does(Act.EDIT_PROPOSAL)
@never_cache
@require_GET
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft goes on where its author stopped. Of what is sent, each part can be changed by itself."""
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    refusal = refusal_of(actions.check_may_edit, actor, proposal, at=at)
    if refusal:
        return refused(request, proposal.process, refusal, at)
    sheet = sheets.of_proposal(proposal)
    if not sheet.is_sent:
        has_consented = proposal.authorship_of(actor.person_id).consent_at is not None
        return redirect(sheet.url(resume_at(dict(sheet.texts), has_consented=has_consented)))
    return _check_page(request, sheet, at, None)


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
        return _check_page(request, sheets.of_proposal(proposal), at, refusal, status=CONFLICT)
    refusal = refusal_of(actions.check_may_edit, actor, proposal, at=at)
    if refusal:
        return refused(request, proposal.process, refusal, at)
    return _check_page(request, sheets.of_proposal(proposal), at, refusal_of(actions.check_ready, actor, proposal))


@member
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The author's own page of a proposal that was sent: its number, what happens next, what can still be done."""
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    if proposal.stage == Stage.DRAFT:
        return redirect("proposals:check", proposal.pk)
    context = dates(proposal.process) | {
        "proposal": proposal,
        "stations": stations(proposal.process, at),
        "may_edit": refusal_of(actions.check_may_edit, actor, proposal, at=at) is None,
        "may_answer": proposal.stage == Stage.SUBMITTED and actions.is_open_to_change(proposal, at),
        "may_appeal": actions.can_appeal(proposal, at),
        "may_withdraw": refusal_of(actions.check_may_withdraw, actor, proposal, at=at) is None,
        "contact_person": proposal.contact_person,
        "step": step_of_proposal(proposal, at, card()),
        "at": at,
    }
    return render(request, "proposals/receipt.html", context)


@member
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt to print and hand over, for those who read no mail: what was written, its number, what comes next."""
    proposal = own(actor_of(request), pk)
    if proposal.stage == Stage.DRAFT:
        return redirect("proposals:check", proposal.pk)
    context = dates(proposal.process) | {"proposal": proposal, "contact_person": proposal.contact_person, "at": now()}
    context["names"] = ", ".join(proposal.author_names)
    return render(request, "proposals/paper.html", context)


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


def _check_page(
    request: HttpRequest, sheet: Sheet, at: datetime, refusal: Refusal | None, *, status: int = 200
) -> HttpResponse:
    proposal = cast(Proposal, sheet.proposal)
    photos = [photo(picture, is_own=True) for picture in proposal.pictures.all()]
    shown: dict[str, Any] = {"proposal": proposal, "place_map": place_map(proposal), "photos": photos}
    shown["contact_person"] = proposal.contact_person
    parts = [(step, sheet.url(step)) for step in ORDER if step in sheet.order and step != Step.CHECK]
    context = dates(proposal.process) | shown | {"refusal": refusal, "parts": parts, "is_sent": sheet.is_sent, "at": at}
    context |= {"number": len(sheet.order), "many": len(sheet.order), "numbers": range(1, len(sheet.order) + 1)}
    if not sheet.is_sent:
        unfinished = resume_at(dict(sheet.texts), has_consented=False)
        context |= {"advice": advice_on(proposal.process, dict(sheet.texts)), "back_url": sheet.url(Step.PICTURES)}
        context["missing_url"] = _url_of_question(sheet) if unfinished == Step.NAME else sheet.url(unfinished)
    return render(request, "proposals/check.html", context, status=status)


def _url_of_question(sheet: Sheet) -> str:
    """Of the question that waits for an answer; of the name where none does."""
    proposal = cast(Proposal, sheet.proposal)
    field = unanswered(proposal)
    if field is not None and field.kind == Kind.FILE:
        return reverse("proposals:file", args=[proposal.pk, field.pk])
    return sheet.url(Step.QUESTIONS if field is not None else Step.NAME)
