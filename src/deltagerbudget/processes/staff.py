from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may, permit
from deltagerbudget.acts.refusals import NotPossible, Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes import actions, desk
from deltagerbudget.processes.forms import (
    ContactsForm,
    MoneyForm,
    NewProcessForm,
    PhasesForm,
    contacts_of,
    phases_of,
)
from deltagerbudget.processes.limits_form import LimitsForm
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import Point
from deltagerbudget.processes.setup_form import EditProcessForm, facts, values_of
from deltagerbudget.ui.danish import free_slug

UNPROCESSABLE, CONFLICT = 422, 409
METHODS = ["GET", "HEAD", "POST"]


@does(Act.TICK_CHECKLIST)
@require_safe
def processes(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    rows = [desk.row(process, at) for process in Process.objects.run_by(actor).with_setup().order_by("-pk")]
    context = {"rows": rows, "may_create": actor.holds(*WHO[Act.CREATE_PROCESS])}
    return render(request, "processes/list.html", context)


@does(Act.CREATE_PROCESS)
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    form = NewProcessForm(request.POST or None, areas=_own_areas(actor))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        areas = list(values.pop("areas"))
        taken = set(Process.objects.values_list("slug", flat=True))
        try:
            process = actions.create_process(
                actor,
                slug=free_slug(values["title"], taken),
                areas=areas,
                values=values | {"age_on": localdate(at)},
                at=at,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("processes_staff:checklist", process.slug)
    return render(request, "processes/new.html", {"form": form}, status=_status(request, form))


@does(Act.EDIT_PROCESS)
@require_http_methods(METHODS)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.EDIT_PROCESS)
    form = EditProcessForm(request.POST or None, initial=values_of(process))
    if request.method == "POST" and done(
        form, lambda: actions.edit_process(actor, process, values=form.cleaned_data, at=at)
    ):
        return _saved(process)
    context = {"facts": facts(EditProcessForm(initial=values_of(process))) if process.frozen_at else []}
    return page(request, "edit", process, form, **context)


@does(Act.EDIT_PROCESS)
@require_http_methods(METHODS)
def limits(request: HttpRequest, slug: str) -> HttpResponse:
    """The rarer rules of ballot and count."""
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.EDIT_PROCESS)
    form = LimitsForm(request.POST or None, process=process)
    if request.method == "POST" and done(
        form, lambda: actions.edit_process(actor, process, values=form.values(), at=at)
    ):
        return redirect("processes_staff:limits", process.slug)
    return page(request, "limits", process, form)


@does(Act.SCHEDULE_PHASES)
@require_http_methods(METHODS)
def phases(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.SCHEDULE_PHASES)
    form = PhasesForm(request.POST or None, initial=phases_of(process))
    if request.method == "POST" and done(
        form, lambda: actions.schedule_phases(actor, process, spans=form.spans(), at=at)
    ):
        return _saved(process)
    return page(request, "phases", process, form)


@does(Act.ALLOCATE_MONEY)
@require_http_methods(METHODS)
def money(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.ALLOCATE_MONEY)
    missing = process.amount_ore - process.allocated_ore()
    form = MoneyForm(request.POST or None, initial={"amount_ore": max(missing, 0) or None})

    def allocate() -> None:
        actions.allocate_money(actor, process, form.cleaned_data["pool"], amount_ore=form.signed_ore(), at=at)

    if request.method == "POST" and done(form, allocate):
        return _saved(process)
    year = localtime(at).year
    return page(
        request,
        "money",
        process,
        form,
        missing_ore=max(missing, 0),
        allocations=process.allocations.select_related("pool").order_by("at", "pk"),
        pools=[(pool, pool.left_ore(through=year)) for pool in Pool.objects.order_by("name")],
    )


@does(Act.EDIT_PROCESS)
@require_http_methods(METHODS)
def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.EDIT_PROCESS)
    form = ContactsForm(request.POST or None, initial=contacts_of(list(process.contacts.order_by("pk"))))
    if request.method == "POST" and done(
        form, lambda: actions.set_contacts(actor, process, contacts=form.contacts(), at=at)
    ):
        return _saved(process)
    return page(request, "contacts", process, form)


@does(Act.TICK_CHECKLIST)
@require_safe
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    return _checklist(request, own(actor_of(request), slug, Act.TICK_CHECKLIST))


@does(Act.TICK_CHECKLIST)
@require_POST
def tick(request: HttpRequest, slug: str, point: str) -> HttpResponse:
    actor = actor_of(request)
    process = own(actor, slug, Act.TICK_CHECKLIST)
    if point not in Point.values:
        raise Http404
    actions.tick_checklist(actor, process, Point(point), at=now())
    return redirect(f"{_address('checklist', process)}#{point}")


@does(Act.OPEN_PROCESS)
@require_POST
def open_(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    process = own(actor, slug, Act.OPEN_PROCESS)
    try:
        actions.open_process(actor, process, at=now())
    except NotPossible as refusal:
        return _checklist(request, process, refusal)
    return _saved(process)


def _own_areas(actor: Actor) -> QuerySet[Area]:
    """The areas in which the actor may create a deltagerbudget."""
    held = [area for role, area in actor.grants if role in WHO[Act.CREATE_PROCESS]]
    found = Area.objects.in_order()
    return found if None in held else found.filter(pk__in=[area for area in held if area])


def own(actor: Actor, slug: str, act: Act) -> Process:
    """404 for what the actor may not see, a refusal for what is somebody else's to do."""
    process = get_object_or_404(Process.objects.visible_to(actor).with_setup(), slug=slug)
    permit(act, actor, area_ids=process.area_ids)
    return process


def done(form: Any, act: Callable[[], object]) -> bool:
    """Do it if the form is in order; a refusal becomes an error of the form, and what was written stays."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _address(name: str, process: Process) -> str:
    return reverse(name if ":" in name else f"processes_staff:{name}", args=[process.slug])


def _saved(process: Process) -> HttpResponse:
    return redirect(f"{_address('checklist', process)}?gemt=1")


def _status(request: HttpRequest, form: Any) -> int:
    return UNPROCESSABLE if request.method == "POST" and form.errors else 200


def page(request: HttpRequest, name: str, process: Process, form: Any, **values: Any) -> HttpResponse:
    context = {"process": process, "form": form, "tabs": tabs_of(request, process, name), **values}
    return render(request, f"processes/{name}.html", context, status=_status(request, form))


def _checklist(request: HttpRequest, process: Process, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "process": process,
        "row": desk.row(process, now()),
        "steps": desk.steps(process, actor),
        "missing": process.missing_points(),
        "may_open": may(Act.OPEN_PROCESS, actor, area_ids=process.area_ids),
        "tabs": tabs_of(request, process, "checklist"),
        "is_saved": "gemt" in request.GET,
        "refusal": refusal,
    }
    return render(request, "processes/checklist.html", context, status=CONFLICT if refusal else 200)


def tabs_of(request: HttpRequest, process: Process, current: str) -> list[desk.Tab]:
    actor = actor_of(request)
    return [
        desk.Tab(text, _address(name, process), name == current)
        for name, act, text in desk.tabs()
        if may(act, actor, area_ids=process.area_ids)
    ]
