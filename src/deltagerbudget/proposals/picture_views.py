"""The pictures of a proposal: its authors add and remove them, the municipality takes one down."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pictures.forms import PictureForm
from deltagerbudget.pictures.shown import photo
from deltagerbudget.proposals import actions
from deltagerbudget.proposals.answers import files_of
from deltagerbudget.proposals.forms import HarmForm
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.refused import CONFLICT, GET_OR_POST, UNPROCESSABLE, own, refusal_of, refused
from deltagerbudget.proposals.rules import MOST_PICTURES
from deltagerbudget.proposals.steps import Step, number_of, order_of


@does(Act.ADD_PICTURE)
@require_http_methods(GET_OR_POST)
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    proposal = own(actor, pk)
    refusal = refusal_of(actions.check_may_edit, actor, proposal, at=at)
    if refusal:
        return refused(request, proposal.process, refusal, at)
    form = _form(request, proposal)
    if not form.is_bound:
        return _page(request, proposal, form, 200)
    if not form.is_valid():
        return _page(request, proposal, form, UNPROCESSABLE)
    given = form.illustration()
    assert given is not None  # noqa: S101 - the form asks for it
    try:
        actions.add_picture(actor, proposal, given=given, at=at)
    except Refusal as problem:
        form.add_error(None, problem.message)
        return _page(request, proposal, form, CONFLICT)
    return redirect("proposals:pictures", proposal.pk)


@does(Act.REMOVE_PICTURE)
@require_POST
def remove(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    actor = actor_of(request)
    proposal = own(actor, pk)
    row = get_object_or_404(proposal.pictures, pk=picture)
    actions.remove_picture(actor, proposal, row, at=now())
    return redirect("proposals:pictures", proposal.pk)


@does(Act.TAKE_DOWN_PICTURE)
@require_http_methods(GET_OR_POST)
def take_down(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """One picture, and why it has to go."""
    actor = actor_of(request)
    proposal = led(actor, pk, Act.TAKE_DOWN_PICTURE)
    row = get_object_or_404(proposal.pictures, pk=picture)
    form = HarmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.take_down_picture(actor, proposal, row, harm=form.harm(), at=now())
        return redirect("review_staff:proposal", proposal.pk)
    context = {"proposal": proposal, "process": proposal.process, "shown": photo(row, is_own=True), "form": form}
    return render(request, "proposals/take_down.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def led(actor: Actor, pk: int, act: Act) -> Proposal:
    """What was sent in, for those who may do the act with it; hidden from all others."""
    rows = Proposal.objects.visible_to(actor).filter(submitted_at__isnull=False)
    proposal = get_object_or_404(rows.select_related("process", "named_contact"), pk=pk)
    if not may(act, actor, area_ids=proposal.process.area_ids):
        # The author of it is nobody's staff here.
        return get_object_or_404(Proposal.objects.none())
    return proposal


def _form(request: HttpRequest, proposal: Proposal) -> PictureForm:
    owner = f"proposal:{proposal.pk}"
    if request.method == "POST":
        return PictureForm(request.POST, request.FILES, owner=owner)
    return PictureForm(owner=owner)


def _page(request: HttpRequest, proposal: Proposal, form: PictureForm, status: int) -> HttpResponse:
    rows = list(proposal.pictures.all())
    order = order_of(has_questions=proposal.process.own_fields.typed().exists())
    context: dict[str, Any] = {
        "proposal": proposal,
        "process": proposal.process,
        "contact_person": proposal.contact_person,
        "form": form,
        "rows": [(row, photo(row, is_own=True)) for row in rows],
        "left": MOST_PICTURES - len(rows),
        "most": MOST_PICTURES,
        "files": files_of(proposal),
        "number": number_of(Step.PICTURES, order),
        "many": len(order),
        "numbers": range(1, len(order) + 1),
    }
    return render(request, "proposals/pictures.html", context, status=status)
