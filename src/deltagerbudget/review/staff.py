from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.history import TALK, events
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pictures.shown import photo
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review import actions, undoing
from deltagerbudget.review.asked import asked_of
from deltagerbudget.review.forms import AssignForm, DecisionForm, NoteForm, suggested, values_of
from deltagerbudget.review.library import LibraryForm, inserted, is_inserting
from deltagerbudget.review.models import Appeal, Decision, Department, Review, led_by, sent_proposals, standing
from deltagerbudget.review.notes import write_note
from deltagerbudget.review.precedents import contradicts, precedents
from deltagerbudget.review.rows import Row
from deltagerbudget.review.rules import Missing, Ruling, missing
from deltagerbudget.review.walking import Walk, walk
from deltagerbudget.support.reading import standing_of

UNPROCESSABLE = 422
CONFLICT = 409


@does(Act.APPROVE_REFUSAL)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for me: the reviews of my department, what I lead, refusals that want a second person."""
    actor, at = actor_of(request), now()
    reviews = Review.objects.of_departments(actor).open().select_related("department", "proposal__process")
    waiting = sent_proposals(actor).filter(stage=Stage.SUBMITTED, process__in=led_by(actor))
    rows = [row for row in _rows(waiting) if row.lack in {Missing.DEPARTMENT, Missing.DECISION}]
    context = {
        "asked": asked_of(reviews.most_urgent_first(), localdate(at)),
        "rows": rows,
        "refusals": list(Decision.objects.waiting_for_second(actor).select_related("proposal__process")),
        "appeals": list(Appeal.objects.decidable_by(actor).select_related("decision__proposal__process")),
        "processes": list(led_by(actor).filter(proposals__stage=Stage.SUBMITTED).distinct().order_by("pk")),
    }
    return render(request, "review/queue.html", context)


@does(Act.APPROVE_REFUSAL)
@require_GET
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    return _desk(request, _sent(actor_of(request), pk))


@does(Act.ASSIGN_REVIEW)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    row = _sent(actor, pk)
    form = _assign_form(at, request.POST)

    def act() -> object:
        chosen = form.cleaned_data
        return actions.assign_review(actor, row, chosen["department"], due_on=chosen["due_on"], at=at)

    return _desk_act(request, row, form, act, assign_form=form)


@does(Act.WRITE_NOTE)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    row = _sent(actor, pk)
    form = NoteForm(request.POST)

    def act() -> object:
        return write_note(actor, row, text=form.cleaned_data["text"], at=at)

    return _desk_act(request, row, form, act, note_form=form)


@does(Act.DECIDE_PROPOSAL)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    row = _sent(actor, pk)
    if is_inserting(request.POST):
        return _desk(request, row, decision_form=DecisionForm(initial=inserted(request.POST)))
    form = DecisionForm(request.POST)

    def act() -> object:
        values = form.cleaned_data | {"ruling": Ruling(form.cleaned_data["ruling"])}
        return actions.decide_proposal(actor, row, **values, at=at)

    return _desk_act(request, row, form, act, goes_on=True, decision_form=form)


@does(Act.APPROVE_REFUSAL)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = _sent(actor, pk)
    decision = get_object_or_404(Decision, proposal=row)
    try:
        actions.approve_refusal(actor, decision, at=now(), digest=request.POST.get("digest", ""))
    except Refusal as refusal:
        return _desk(request, row, refusal=refusal, status=CONFLICT)
    return redirect("review_staff:proposal", row.pk)


@does(Act.WITHDRAW_DECISION)
@require_POST
def withdraw_decision(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = _sent(actor, pk)
    return _undone(request, row, lambda: undoing.withdraw_decision(actor, row, at=now()))


@does(Act.WITHDRAW_REVIEW)
@require_POST
def withdraw_review(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    found = get_object_or_404(Review.objects.visible_to(actor), pk=pk)
    row = _sent(actor, found.proposal_id)
    return _undone(request, row, lambda: undoing.withdraw_review(actor, found, at=now()))


def _undone(request: HttpRequest, row: Proposal, act: Callable[[], object]) -> HttpResponse:
    way = walk(request, row, today=localdate(now()))
    try:
        act()
    except Refusal as refusal:
        return _desk(request, row, refusal=refusal, status=CONFLICT)
    return redirect(_onward(row, way))


def _onward(row: Proposal, way: Walk | None, *, goes_on: bool = False) -> str:
    if way is None:
        return reverse("review_staff:proposal", args=[row.pk])
    return way.onward(row) if goes_on else way.here(row)


def _sent(actor: Actor, pk: int) -> Proposal:
    return get_object_or_404(sent_proposals(actor).prefetch_related("process__phases", "process__areas"), pk=pk)


def _rows(found: Any) -> list[Row]:
    loaded = found.select_related("process", "decision").prefetch_related("reviews__department")
    return [
        Row(row, list(row.reviews.all()), getattr(row, "decision", None), missing(standing(row)))
        for row in loaded.order_by("process", "number")
    ]


def _assign_form(at: datetime, data: Any = None) -> AssignForm:
    return AssignForm(data, departments=Department.objects.order_by("name"), today=localdate(at))


def _desk_act(
    request: HttpRequest,
    row: Proposal,
    form: AssignForm | DecisionForm | NoteForm,
    act: Callable[[], object],
    *,
    goes_on: bool = False,
    **forms: Any,
) -> HttpResponse:
    """`goes_on`: who came from a list is led to the next of its proposals, as it was before this act."""
    status, way = UNPROCESSABLE, walk(request, row, today=localdate(now()))
    if form.is_valid():
        try:
            act()
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = CONFLICT
        else:
            return redirect(_onward(row, way, goes_on=goes_on))
    return _desk(request, row, status=status, **forms)


def _desk(
    request: HttpRequest,
    row: Proposal,
    *,
    assign_form: AssignForm | None = None,
    decision_form: DecisionForm | None = None,
    note_form: NoteForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, at = actor_of(request), now()
    reviews = list(row.reviews.select_related("department").prefetch_related("findings__criterion").order_by("pk"))
    decision = getattr(row, "decision", None)
    revisions = list(row.revisions.order_by("-pk"))
    areas = row.process.area_ids
    near = precedents(row)
    initial = values_of(decision, DecisionForm) if decision else suggested(reviews)
    context = {
        "proposal": row,
        "pictures": [(picture.pk, photo(picture, is_own=True)) for picture in row.pictures.all()],
        "may_take_down": may(Act.TAKE_DOWN_PICTURE, actor, area_ids=areas),
        "process": row.process,
        "contact_person": row.contact_person,
        "may_name": may(Act.NAME_CONTACT, actor, area_ids=areas),
        "asked": asked_of(reviews, localdate(at)),
        "decision": decision,
        "lack": missing(standing(row)),
        "support": standing_of(row, at),
        "assign_form": assign_form or _assign_form(at),
        "is_writing": decision_form is not None,
        "library": LibraryForm(),
        "precedents": near,
        "contradicted": contradicts(near, decision.ruling) if decision else None,
        "decision_form": decision_form or DecisionForm(initial=initial),
        "note_form": note_form or NoteForm(),
        "notes": row.notes.order_by("-at", "-pk"),
        "refusal": refusal,
        "leads": may(Act.DECIDE_PROPOSAL, actor, area_ids=areas),
        "walk": walk(request, row, today=localdate(at)),
        "may_approve": Decision.objects.waiting_for_second(actor).filter(proposal=row).exists(),
        "revisions": revisions,
        "is_asked": row.revise_until is not None and row.revise_until >= localdate(at),
        "versions": row.versions.order_by("-number"),
        "events": events(Entry.objects.of(row).filter(at__gte=row.submitted_at).exclude(act__in=TALK).newest_first()),
    }
    return render(request, "review/proposal.html", context, status=status)
