"""The staff's set-up pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import NotPossible, Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes import actions, desk, parts, preparing
from deltagerbudget.processes.areas_form import AreasForm
from deltagerbudget.processes.forms import ContactsForm, MoneyForm, PhasesForm, ReasonForm, contacts_of, phases_of
from deltagerbudget.processes.frame import CONFLICT, METHODS, done, framed, own, page, posted, saved
from deltagerbudget.processes.limits_form import LimitsForm
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import Point
from deltagerbudget.processes.setup_form import GROUPS, EditProcessForm, facts


@does(Act.TICK_CHECKLIST)
@require_safe
def processes(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    rows = [desk.row(process, at) for process in Process.objects.run_by(actor).with_setup().order_by("-pk")]
    context = {"rows": rows, "may_create": actor.holds(*WHO[Act.CREATE_PROCESS])}
    return render(request, "processes/list.html", context)


@does(Act.EDIT_PROCESS)
@require_http_methods(METHODS)
def edit(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Every part that is fields of the process itself."""
    if part not in GROUPS:
        raise Http404
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.EDIT_PROCESS)
    form = EditProcessForm(posted(request), part=part, process=process)
    if request.method == "POST" and done(
        form, lambda: actions.edit_process(actor, process, values=form.cleaned_data, at=at)
    ):
        if part not in parts.WORDS:
            return redirect(f"{reverse('processes_staff:checklist', args=[slug])}?gemt=1")
        return saved(request, process, part)
    if part == "penge":
        return _money(request, process, form, _money_form(process))
    return page(request, "edit", part, process, form, **_beside(request, process, form))


def _beside(request: HttpRequest, process: Process, form: EditProcessForm) -> dict[str, Any]:
    """What else stands on the page of a part: what is frozen is read, and the areas have a form of their own."""
    fixed = process.frozen_at is not None and form.part in parts.WORDS
    found: dict[str, Any] = {"facts": facts(EditProcessForm(part=form.part, process=process)) if fixed else []}
    if form.part == "opgave":
        found["areas"] = ", ".join(sorted(area.name for area in process.areas.all()))
        if process.opened_at is None:
            found["areas_form"] = AreasForm(actor_of(request), initial={"areas": process.area_ids})
    return found


@does(Act.DELIMIT_PROCESS)
@require_http_methods(METHODS)
def areas(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.DELIMIT_PROCESS)
    form = AreasForm(actor, posted(request), initial={"areas": process.area_ids})

    def delimit() -> None:
        preparing.delimit_process(actor, process, areas=form.chosen(process), at=at)

    if request.method == "POST" and done(form, delimit):
        return redirect(f"{parts.PARTS[0].url(process)}?gemt=1")
    return page(request, "areas", "opgave", process, form)


@does(Act.EDIT_PROCESS)
@require_http_methods(METHODS)
def limits(request: HttpRequest, slug: str) -> HttpResponse:
    """The rarer rules of ballot and count."""
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.EDIT_PROCESS)
    form = LimitsForm(posted(request), process=process)
    if request.method == "POST" and done(
        form, lambda: actions.edit_process(actor, process, values=form.values(), at=at)
    ):
        return redirect(f"{reverse('processes_staff:limits', args=[slug])}?gemt=1")
    return page(request, "limits", "stemmeseddel", process, form)


@does(Act.SCHEDULE_PHASES)
@require_http_methods(METHODS)
def phases(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.SCHEDULE_PHASES)
    form = PhasesForm(posted(request), initial=phases_of(process))
    if request.method == "POST" and done(
        form, lambda: actions.schedule_phases(actor, process, spans=form.spans(), at=at)
    ):
        return saved(request, process, "datoer")
    return page(request, "phases", "datoer", process, form)


@does(Act.ALLOCATE_MONEY)
@require_http_methods(METHODS)
def money(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.ALLOCATE_MONEY)
    form = _money_form(process, posted(request))

    def allocate() -> None:
        actions.allocate_money(actor, process, form.cleaned_data["pool"], amount_ore=form.signed_ore(), at=at)

    if request.method == "POST" and done(form, allocate):
        return saved(request, process, "penge")
    return _money(request, process, EditProcessForm(part="penge", process=process), form)


def _money_form(process: Process, data: Any = None) -> MoneyForm:
    missing = process.amount_ore - process.allocated_ore()
    return MoneyForm(data, auto_id="move_%s", initial={"amount_ore": max(missing, 0) or None})


def _money(request: HttpRequest, process: Process, amount: EditProcessForm, form: MoneyForm) -> HttpResponse:
    year = localtime(now()).year
    return page(
        request,
        "money",
        "penge",
        process,
        amount if amount.errors else form,
        amount_form=amount,
        money_form=form,
        facts=facts(EditProcessForm(part="penge", process=process)) if process.frozen_at else [],
        missing_ore=max(process.amount_ore - process.allocated_ore(), 0),
        allocations=process.allocations.select_related("pool").order_by("at", "pk"),
        pools=[(pool, pool.left_ore(through=year)) for pool in Pool.objects.order_by("name")],
    )


@does(Act.EDIT_PROCESS)
@require_http_methods(METHODS)
def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = own(actor, slug, Act.EDIT_PROCESS)
    form = ContactsForm(posted(request), initial=contacts_of(list(process.contacts.order_by("pk"))))
    if request.method == "POST" and done(
        form, lambda: actions.set_contacts(actor, process, contacts=form.contacts(), at=at)
    ):
        return saved(request, process, "kontakter")
    return page(request, "contacts", "kontakter", process, form)


@does(Act.TICK_CHECKLIST)
@require_safe
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    return _checklist(request, own(actor_of(request), slug, Act.TICK_CHECKLIST))


@does(Act.TICK_CHECKLIST)
@require_POST
def tick(request: HttpRequest, slug: str, point: str) -> HttpResponse:
    actor = actor_of(request)
    process = own(actor, slug, Act.TICK_CHECKLIST)
    actions.tick_checklist(actor, process, _point(point), at=now())
    return redirect(f"{reverse('processes_staff:checklist', args=[slug])}#{point}")


@does(Act.UNTICK_CHECKLIST)
@require_POST
def untick(request: HttpRequest, slug: str, point: str) -> HttpResponse:
    actor = actor_of(request)
    process, form = own(actor, slug, Act.UNTICK_CHECKLIST), ReasonForm(request.POST)

    def take_back() -> None:
        preparing.untick_checklist(actor, process, _point(point), reason=form.cleaned_data["reason"], at=now())

    if not done(form, take_back):
        return _checklist(
            request,
            process,
            NotPossible(" ".join(text for _name, texts in form.errors.items() for text in map(str, texts))),
        )
    return redirect(f"{reverse('processes_staff:checklist', args=[slug])}#{point}")


def _point(word: str) -> Point:
    if word not in Point.values:
        raise Http404
    return Point(word)


@does(Act.OPEN_PROCESS)
@require_POST
def open_(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    process = own(actor, slug, Act.OPEN_PROCESS)
    try:
        actions.open_process(actor, process, at=now())
    except NotPossible as refusal:
        return _checklist(request, process, refusal)
    return saved(request, process, "tjekliste")


def _checklist(request: HttpRequest, process: Process, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    context = {
        **framed(request, process, "tjekliste"),
        "row": desk.row(process, now()),
        "steps": desk.steps(process, actor),
        "missing": desk.missing(process),
        "may_open": may(Act.OPEN_PROCESS, actor, area_ids=process.area_ids),
        "may_comment": may(Act.COMMENT_SETUP, actor, area_ids=process.area_ids),
        "refusal": refusal,
    }
    return render(request, "processes/checklist.html", context, status=CONFLICT if refusal else 200)
