from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation import actions
from deltagerbudget.realisation.forms import (
    ConfirmForm,
    DayForm,
    MoveForm,
    PlanForm,
    PlanPaymentForm,
    ReleaseForm,
    ReportForm,
    StartForm,
)
from deltagerbudget.realisation.models import Initiative, Milestone, Realisation, url_of, with_events
from deltagerbudget.realisation.promising import confirm_milestone, plan_payment, record_release, remove_report_picture
from deltagerbudget.realisation.story import badge_of, story_of
from deltagerbudget.results.models import ProjectResult

Source = TypeVar("Source", bound=Process | Initiative)
UNPROCESSABLE = 422
METHODS = ["GET", "HEAD", "POST"]


@does(Act.REPORT_PROGRESS)
@require_GET
def process(request: HttpRequest, slug: str) -> HttpResponse:
    """Every winner of a process and where it stands."""
    actor = actor_of(request)
    shown = own(actor, get_object_or_404(Process.objects.visible_to(actor), slug=slug))
    won = (
        ProjectResult.objects.published()
        .funded()
        .filter(proposal__process=shown)
        .select_related("proposal__realisation__process")
        .prefetch_related(with_events("proposal__realisation__"))
    )
    today = localdate(now())
    rows = []
    for row in won:
        realisation = getattr(row.proposal, "realisation", None)
        rows.append((row, realisation, badge_of(realisation, today)))
    context = {
        "process": shown,
        "rows": rows,
        "may_return": may(Act.RETURN_MONEY, actor, area_ids=shown.area_ids),
        "may_evaluate": may(Act.RECORD_EFFORT, actor, area_ids=shown.area_ids),
        "may_start": may(Act.START_REALISATION, actor, area_ids=shown.area_ids),
        "release": shown.releases.first(),
        "may_release": bool(rows) and may(Act.RECORD_RELEASE, actor, area_ids=shown.area_ids),
    }
    return render(request, "realisation/staff_process.html", context)


@does(Act.RECORD_RELEASE)
@require_http_methods(METHODS)
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Which body released the money of the winners; before that nothing can be started."""
    actor = actor_of(request)
    shown = own(actor, get_object_or_404(Process.objects.visible_to(actor), slug=slug), Act.RECORD_RELEASE)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    done = done_by(request, form, lambda data: record_release(actor, shown, **data, at=now()))
    if done is not None:
        reports = may(Act.REPORT_PROGRESS, actor, area_ids=shown.area_ids)
        return redirect("realisation_staff:process" if reports else "site:process", shown.slug)
    context = {"process": shown, "form": form, "release": shown.releases.first()}
    return render(request, "realisation/staff_release.html", context, status=status_of(form))


@does(Act.START_REALISATION)
@require_http_methods(METHODS)
def start(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    actor = actor_of(request)
    shown = own(actor, get_object_or_404(Process.objects.visible_to(actor), slug=slug))
    won = ProjectResult.objects.published().funded().select_related("proposal")
    row = get_object_or_404(won, proposal__process=shown, proposal__number=number)
    form = StartForm(request.POST or None)
    done = done_by(
        request, form, lambda data: actions.start_realisation(actor_of(request), row.proposal, **data, at=now())
    )
    if done is not None:
        return redirect("realisation_staff:realisation", done.pk)
    context = {"process": shown, "row": row, "form": form, "release": shown.releases.first()}
    return render(request, "realisation/staff_start.html", context, status=status_of(form))


@does(Act.REPORT_PROGRESS)
@require_GET
def realisation(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _realisation(request, pk))


@does(Act.PLAN_MILESTONE)
@require_http_methods(METHODS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _realisation(request, pk), PlanForm(request.POST or None)
    done = done_by(request, form, lambda data: actions.plan_milestone(actor_of(request), row, **data, at=now()))
    return back(row) if done is not None else _page(request, row, plan=form)


@does(Act.REPORT_PROGRESS)
@require_http_methods(METHODS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    row = _realisation(request, pk)
    form = ReportForm(request.POST or None, request.FILES or None, owner=f"realisation:{pk}")
    done = done_by(
        request,
        form,
        lambda data: actions.report_progress(
            actor_of(request), row, text=data["text"], given=form.illustration(), moment=data["moment"], at=now()
        ),
    )
    return back(row) if done is not None else _page(request, row, report=form)


@does(Act.REMOVE_REPORT_PICTURE)
@require_POST
def remove_picture(request: HttpRequest, pk: int, report: int) -> HttpResponse:
    row = _realisation(request, pk)
    remove_report_picture(actor_of(request), get_object_or_404(row.reports, pk=report), at=now())
    return back(row)


@does(Act.FINISH_REALISATION)
@require_http_methods(METHODS)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _realisation(request, pk), _day_form(request)
    done = done_by(
        request,
        form,
        lambda data: actions.finish_realisation(actor_of(request), row, finished_on=data["day"], at=now()),
    )
    return back(row) if done is not None else _page(request, row, finish=form)


@does(Act.MOVE_MILESTONE)
@require_http_methods(METHODS)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    milestone, form = _milestone(request, pk), MoveForm(request.POST or None)
    done = done_by(request, form, lambda data: actions.move_milestone(actor_of(request), milestone, **data, at=now()))
    return back(milestone.realisation) if done is not None else _milestone_page(request, milestone, form, "move")


@does(Act.REACH_MILESTONE)
@require_http_methods(METHODS)
def reach(request: HttpRequest, pk: int) -> HttpResponse:
    milestone, form = _milestone(request, pk), _day_form(request)
    done = done_by(
        request,
        form,
        lambda data: actions.reach_milestone(actor_of(request), milestone, reached_on=data["day"], at=now()),
    )
    return back(milestone.realisation) if done is not None else _milestone_page(request, milestone, form, "reach")


@does(Act.PLAN_PAYMENT)
@require_http_methods(METHODS)
def plan_pay(request: HttpRequest, pk: int) -> HttpResponse:
    milestone = _milestone(request, pk)
    form = PlanPaymentForm(
        request.POST if request.method == "POST" else None, initial={"amount_ore": milestone.pays_ore}
    )
    done = done_by(request, form, lambda data: plan_payment(actor_of(request), milestone, **data, at=now()))
    return back(milestone.realisation) if done is not None else _milestone_page(request, milestone, form, "pay")


@does(Act.CONFIRM_MILESTONE)
@require_http_methods(METHODS)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    milestone = _milestone(request, pk)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    done = done_by(request, form, lambda data: confirm_milestone(actor_of(request), milestone, **data, at=now()))
    return back(milestone.realisation) if done is not None else _milestone_page(request, milestone, form, "confirm")


def done_by(request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], Any]) -> Any:
    """What the act gave; None when there is something to mend, which the form then says."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return None


def _page(request: HttpRequest, row: Realisation, **given: forms.Form) -> HttpResponse:
    actor, today = actor_of(request), localdate(now())
    area_ids = row.area_ids
    context = {
        "realisation": row,
        "public_url": url_of(row.about),
        "back_url": _above(row),
        "story": story_of(row, today),
        "plan": PlanForm(),
        "report": ReportForm(owner=""),
        "finish": DayForm(initial={"day": today}),
        "asked_to_stop": None if row.is_over else pending_approval(Act.STOP_REALISATION, row),
        "may_stop": not row.is_over and may(Act.STOP_REALISATION, actor, area_ids=area_ids),
        "may_plan": not row.is_over and may(Act.PLAN_MILESTONE, actor, area_ids=area_ids),
        "payments": row.payments.all(),
        "paid_ore": row.paid_ore(),
        "may_pay": may(Act.RECORD_PAYMENT, actor, area_ids=area_ids),
        "may_report": may(Act.REPORT_PROGRESS, actor, area_ids=area_ids),
    } | given
    return render(request, "realisation/staff_realisation.html", context, status=status_of(*given.values()))


def _milestone_page(request: HttpRequest, milestone: Milestone, form: forms.Form, act: str) -> HttpResponse:
    context = {"milestone": milestone, "realisation": milestone.realisation, "form": form, "act": act}
    return render(request, "realisation/staff_milestone.html", context, status=status_of(form))


def status_of(*given: forms.Form) -> int:
    return UNPROCESSABLE if any(form.errors for form in given) else 200


def _day_form(request: HttpRequest) -> DayForm:
    return DayForm(request.POST or None, initial={"day": localdate(now())})


def back(row: Realisation) -> HttpResponse:
    return redirect("realisation_staff:realisation", row.pk)


def _above(row: Realisation) -> str:
    if row.initiative:
        return reverse("initiatives_staff:initiative", args=[row.initiative.slug])
    return reverse("realisation_staff:process", args=[row.source.slug])


def own(actor: Actor, source: Source, act: Act = Act.REPORT_PROGRESS) -> Source:
    """The process or initiative, for those who may tell of its projects; hidden from all others."""
    if not may(act, actor, area_ids=source.area_ids):
        raise Http404
    return source


def _realisation(request: HttpRequest, pk: int) -> Realisation:
    row = get_object_or_404(Realisation.objects.with_story(), pk=pk)
    own(actor_of(request), row.source)
    return row


def _milestone(request: HttpRequest, pk: int) -> Milestone:
    rows = Milestone.objects.select_related("realisation__proposal", "realisation__process", "realisation__initiative")
    row = get_object_or_404(rows, pk=pk)
    own(actor_of(request), row.realisation.source)
    return row
