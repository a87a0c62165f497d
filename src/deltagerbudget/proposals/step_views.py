"""The screens on which a proposal is written, one question at a time; a visitor logs in last."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.kept import drop_typed, typed_before
from deltagerbudget.acts.marks import asks_who, does, keeps_typed, member, public
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.municipality.card import explain
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals import actions, sheets, sketches
from deltagerbudget.proposals.answers import named
from deltagerbudget.proposals.forms import ProposalForm
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.offers import advice_on, likes
from deltagerbudget.proposals.refused import (
    CONFLICT,
    GET_OR_POST,
    UNPROCESSABLE,
    dates,
    own,
    refusal_of,
    refused,
    refused_to_begin,
)
from deltagerbudget.proposals.rules import LIMITS, Overtaken
from deltagerbudget.proposals.sheets import Sheet
from deltagerbudget.proposals.steps import OPEN, SKETCH_DAYS, Step, after, before, number_of
from deltagerbudget.ui.danish import clock


@asks_who
@public
@never_cache
@require_http_methods(GET_OR_POST)
def write(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Before anybody stands behind it. Reads who has logged in, for they get a draft of their own at once."""
    process = get_object_or_404(Process.objects.opened().with_phases(), slug=slug)
    at = now()
    sheet = sheets.of_browser(request, process, at)
    word = _step_of(step, OPEN, sheet)
    if request.method != "POST":
        refusal = refused_to_begin(request, process, at)
        if refusal:
            return refused(request, process, refusal, at, texts=sheet.texts)
    if not sheet.is_begun and word != Step.PLACE:
        return redirect(sheet.url(Step.PLACE))
    return _screen(request, sheet, word, at)


@keeps_typed
@does(Act.EDIT_PROPOSAL)
@never_cache
@require_http_methods(GET_OR_POST)
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    sheet = sheets.of_proposal(proposal)
    word = _step_of(step, (*OPEN, Step.NAME), sheet)
    if request.method != "POST":
        refusal = refusal_of(actions.check_may_edit, actor, proposal, at=at)
        if refusal:
            return refused(request, proposal.process, refusal, at)
    return _screen(request, sheet, word, at)


@asks_who
@public
@never_cache
@require_GET
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """Why one logs in now, and that nothing is lost on the way."""
    process = get_object_or_404(Process.objects.opened().with_phases(), slug=slug)
    at = now()
    sheet = sheets.of_browser(request, process, at)
    refusal = refused_to_begin(request, process, at)
    if refusal:
        return refused(request, process, refusal, at, texts=sheet.texts)
    if sheet.sketch is None:
        return redirect(sheet.url(Step.PLACE))
    if request.user.is_authenticated:
        return redirect("proposals:claim", process.slug)
    context = _frame(sheet, Step.NAME, at) | {"days": SKETCH_DAYS}
    return render(request, "proposals/door.html", context)


@does(Act.START_PROPOSAL)
@never_cache
@require_http_methods(GET_OR_POST)
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """The visitor has logged in: the sketch becomes theirs under the name that they choose here."""
    process = get_object_or_404(Process.objects.opened().with_phases(), slug=slug)
    actor, at = actor_of(request), now()
    sheet = sheets.of_browser(request, process, at)
    refusal = refusal_of(actions.check_may_start, actor, process, at=at)
    if refusal:
        return refused(request, process, refusal, at, texts=sheet.texts)
    if sheet.sketch is None:
        return redirect(sheet.url(Step.PLACE))
    form = _form(request, sheet, Step.NAME, at)
    if not form.is_bound or not form.is_valid():
        return _page(request, sheet, Step.NAME, form, at, status=UNPROCESSABLE if form.is_bound else 200)
    if "back" in request.POST:
        return redirect(sheet.url(before(Step.NAME, sheet.order) or Step.TEXT))
    try:
        proposal = sketches.claim(actor, sheet.sketch, signature=form.signature(), at=at)
    except Refusal as problem:
        return refused(request, process, problem, at, texts=sheet.texts)
    return _go_on(form, sheets.of_proposal(proposal), Step.NAME)


@public
@never_cache
@require_GET
def kept(request: HttpRequest, slug: str) -> HttpResponse:
    """What a visitor is told who goes on another day."""
    process = get_object_or_404(Process.objects.opened().with_phases(), slug=slug)
    at = now()
    sheet = sheets.of_browser(request, process, at)
    if sheet.sketch is None:
        return redirect(sheet.url(Step.PLACE))
    context = dates(process) | {"sheet": sheet, "days": SKETCH_DAYS, "at": at}
    return render(request, "proposals/saved.html", context | {"contact_person": process.contact_person})


@member
@never_cache
@require_GET
def saved(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = own(actor_of(request), pk)
    context = dates(proposal.process) | {"proposal": proposal, "sheet": sheets.of_proposal(proposal), "at": now()}
    return render(request, "proposals/saved.html", context | {"contact_person": proposal.contact_person})


@public
@never_cache
@require_GET
def advice(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands beside the text while somebody writes. Keeps nothing."""
    process = get_object_or_404(Process.objects.opened().with_phases(), slug=slug)
    values = {name: request.GET.get(name, "")[:most].replace("\0", "") for name, most in LIMITS.items()}
    return render(request, "proposals/_advice.html", {"advice": advice_on(process, values)})


def _step_of(word: str, allowed: tuple[Step, ...], sheet: Sheet) -> Step:
    here = {*sheet.order, Step.LIKE}
    found = next((step for step in allowed if step.value == word and step in here), None)
    if found is None:
        raise Http404
    return found


def _screen(request: HttpRequest, sheet: Sheet, step: Step, at: datetime) -> HttpResponse:
    if step == Step.LIKE:
        return _like_page(request, sheet, at)
    form = _form(request, sheet, step, at)
    if not form.is_bound:
        return _page(request, sheet, step, form, at)
    if form.is_caught:
        return redirect("site:process", sheet.process.slug)
    is_visitor = not sheet.is_begun and not request.user.is_authenticated
    if is_visitor and sketches.is_too_fast(form.said("began")):
        return _page(request, sheet, step, form, at)
    return _save(request, sheet, step, form, at)


def _save(request: HttpRequest, sheet: Sheet, step: Step, form: ProposalForm, at: datetime) -> HttpResponse:
    """Do the act and go on; or show the form again with all that was typed."""
    is_auto = "autosave" in request.POST
    if not form.is_valid():
        return _not_saved(form) if is_auto else _page(request, sheet, step, form, at, status=UNPROCESSABLE)
    try:
        written, key = _write(request, sheet, step, form, at)
    except Overtaken as overtaken:
        form.add_error(None, overtaken.message)
        return _not_saved(form) if is_auto else _both(request, sheet, step, form, at)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _not_saved(form) if is_auto else _page(request, sheet, step, form, at, status=CONFLICT)
    drop_typed(request)
    if is_auto:
        said = _("Saved at %(time)s") % {"time": clock(at, get_language() or "da")}
        return JsonResponse({"says": said, "seen": written.seen(step)})
    response = _go_on(form, written, step)
    return sketches.remember(response, key) if key else response


def _write(request: HttpRequest, sheet: Sheet, step: Step, form: ProposalForm, at: datetime) -> tuple[Sheet, str]:
    if step == Step.NAME:
        proposal = cast(Proposal, sheet.proposal)
        signed = form.signature()
        return sheets.of_proposal(
            actions.edit_proposal(actor_of(request), proposal, values={}, signature=signed, at=at)
        ), ""
    return sheets.write(request, sheet, form.texts(), form.answers(), at=at, seen=form.said("seen"))


def _go_on(form: ProposalForm, sheet: Sheet, step: Step) -> HttpResponse:
    """Where the button leads that was pressed."""
    if sheet.is_sent:
        return redirect("proposals:edit", cast(Proposal, sheet.proposal).pk)
    if "next" in form.data:
        return redirect(sheet.url(after(step, sheet.order)))
    earlier = before(step, sheet.order)
    return redirect(sheet.url(earlier) if "back" in form.data and earlier else sheet.saved_url)


def _not_saved(form: ProposalForm) -> HttpResponse:
    """In words, for the line below the form: what is wrong with the text that could not be saved by itself."""
    words = " ".join(str(word) for problems in form.errors.values() for word in problems)
    return JsonResponse({"says": _("Not saved yet. %(why)s") % {"why": words}}, status=UNPROCESSABLE)


def _form(request: HttpRequest, sheet: Sheet, step: Step, at: datetime) -> ProposalForm:
    data = request.POST if request.method == "POST" else None
    form = ProposalForm(
        data,
        step=step,
        process=sheet.process,
        at=at,
        own_fields=sheet.fields,
        person=cast(Person, request.user) if step == Step.NAME else None,
        initial=_stored(request, sheet, step) | typed_before(request),
    )
    explain(form, "proposal")
    for name, box in form.fields.items():
        box.help_text = sheet.process.help_of(name) or box.help_text
    return form


def _stored(request: HttpRequest, sheet: Sheet, step: Step) -> dict[str, Any]:
    if step != Step.NAME:
        return dict(sheet.texts)
    if sheet.proposal is None:
        return {"public_name": "initial"}
    authorship = sheet.proposal.authorship_of(request.user.pk)
    return {
        "public_name": authorship.public_name,
        "group_name": authorship.group_name,
        "has_consented": authorship.consent_at is not None,
    }


def _page(
    request: HttpRequest, sheet: Sheet, step: Step, form: ProposalForm, at: datetime, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = _frame(sheet, step, at) | {"form": form, "seen": sheet.seen(step)} | more
    context["typed_before"] = not form.is_bound and bool(typed_before(request))
    if step == Step.PLACE:
        stored = sheet.texts["lon"], sheet.texts["lat"]
        context["picker"] = form.picker(None if None in stored else cast(tuple[float, float], stored))
    if step == Step.TEXT and not sheet.is_sent:
        context["advice"] = advice_on(sheet.process, dict(sheet.texts))
    if not sheet.is_begun:
        # Shown again, it is the same form: somebody who was too fast need not wait a second time.
        context["began"] = form.said("began") or sketches.began() if form.is_bound else sketches.began()
    return render(request, "proposals/step.html", context, status=status)


def _both(request: HttpRequest, sheet: Sheet, step: Step, form: ProposalForm, at: datetime) -> HttpResponse:
    """What was typed stands in the form; what another window wrote stands beside it. The author chooses."""
    newer = sheets.of_proposal(own(actor_of(request), sheet.proposal.pk)) if sheet.proposal else None
    sheet = newer or sheets.of_browser(request, sheet.process, at)
    typed = form.texts() | named(form.answers())
    others = [
        (form[name].label, sheet.texts[name])
        for name in form.asked
        if name in sheet.texts and typed[name] != sheet.texts[name]
    ]
    return _page(request, sheet, step, form, at, status=CONFLICT, others=others, is_overtaken=True)


def _like_page(request: HttpRequest, sheet: Sheet, at: datetime) -> HttpResponse:
    """Join one of these, or go on. Most people never come here, for nobody has had the same idea."""
    found = likes(sheet.process, dict(sheet.texts))
    if not found or sheet.is_sent or request.method == "POST":
        return redirect(sheet.url(Step.TEXT))
    return render(request, "proposals/like.html", _frame(sheet, Step.LIKE, at) | {"likes": found})


def _frame(sheet: Sheet, step: Step, at: datetime) -> dict[str, Any]:
    """What every step shows: which of how many, and the way back."""
    earlier = before(step, sheet.order)
    return dates(sheet.process) | {
        "sheet": sheet,
        "proposal": sheet.proposal,
        "step": step,
        "number": number_of(step, sheet.order),
        "many": len(sheet.order),
        "numbers": range(1, len(sheet.order) + 1),
        "back_url": sheet.url(earlier) if earlier and not sheet.is_sent else "",
        "next_url": sheet.url(after(step, sheet.order)),
        "contact_person": (sheet.proposal or sheet.process).contact_person,
        "at": at,
    }
