"""The staff's pages: the figures as they stand, what running it took, what was learnt, and the one button."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.evaluation import actions, files
from deltagerbudget.evaluation.figures import hours, sections
from deltagerbudget.evaluation.forms import CorrectionForm, EffortForm, LearningForm
from deltagerbudget.evaluation.models import Effort
from deltagerbudget.evaluation.reading import draft, result_of
from deltagerbudget.evaluation.rules import Work
from deltagerbudget.evaluation.views import attached
from deltagerbudget.evaluation.wording import current
from deltagerbudget.evaluation.words import learnt
from deltagerbudget.processes.frame import METHODS, done, posted, status_of
from deltagerbudget.processes.models import Process


@does(Act.RECORD_EFFORT)
@never_cache
@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    """The way to the evaluation of each deltagerbudget of one's areas, the newest first."""
    own = Process.objects.open_to(Act.RECORD_EFFORT, actor_of(request)).opened().filter(story="", is_imported=False)
    newest = own.annotate(published_at=Max("evaluations__at")).order_by("-opened_at", "-pk")
    return render(request, "evaluation/staff_list.html", {"processes": newest})


@does(Act.RECORD_EFFORT)
@never_cache
@require_safe
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    process = _own(actor_of(request), slug, Act.RECORD_EFFORT)
    return _page(request, process, LearningForm(initial=_begun(process)))


@does(Act.PUBLISH_EVALUATION)
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = _own(actor, slug, Act.PUBLISH_EVALUATION)
    form = LearningForm(request.POST)
    if done(form, lambda: actions.publish_evaluation(actor, process, form.words(), at=at)):
        return redirect("evaluation:evaluation", slug)
    return _page(request, process, form)


@does(Act.RECORD_EFFORT)
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The report of the figures as they stand, marked as a draft."""
    process, at = _own(actor_of(request), slug, Act.RECORD_EFFORT), now()
    result = result_of(process)
    if result is None:
        raise Http404
    found = draft(process, result, today=localdate(at))
    told = files.Told(process, found, current(found), None, at, is_draft=True)
    return attached(files.report(told), "pdf", f"{slug}-kladde")


@does(Act.RECORD_EFFORT)
@require_http_methods(METHODS)
def effort(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = _own(actor, slug, Act.RECORD_EFFORT)
    form = EffortForm(posted(request), initial={"from_on": localdate(at), "to_on": localdate(at)})
    if request.method == "POST" and done(form, lambda: actions.record_effort(actor, process, form.work(), at=at)):
        return redirect("evaluation_staff:evaluation", slug)
    context = {"process": process, "form": form}
    return render(request, "evaluation/staff_effort.html", context, status=status_of(request, form))


@does(Act.RECORD_EFFORT)
@require_http_methods(METHODS)
def correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = _own(actor, slug, Act.RECORD_EFFORT)
    row = get_object_or_404(process.efforts.filter(corrects=None), pk=pk)
    form = CorrectionForm(posted(request))

    def act() -> object:
        given = form.cleaned_data
        work = Work(row.kind, given["amount_ore"] or 0, given["minutes"], row.from_on, row.to_on)
        return actions.record_effort(actor, process, work, corrects=row, reason=given["reason"], at=at)

    if request.method == "POST" and done(form, act):
        return redirect("evaluation_staff:evaluation", slug)
    context = {"process": process, "form": form, "effort": row, "hours": hours(row.minutes)}
    return render(request, "evaluation/staff_effort.html", context, status=status_of(request, form))


def _own(actor: Actor, slug: str, act: Act) -> Process:
    """SECURITY: that of other areas is not there."""
    process = get_object_or_404(Process.objects.visible_to(actor).with_phases(), slug=slug)
    if not may(act, actor, area_ids=process.area_ids):
        raise Http404
    return process


def _begun(process: Process) -> dict[str, str]:
    """What was published last; before that, what was written for the next one on the set-up page."""
    last = process.evaluations.first()
    if last is None:
        return {"advice": process.learnt}
    return {"went_well": last.went_well, "differently": last.differently, "advice": last.advice}


def _page(request: HttpRequest, process: Process, form: LearningForm) -> HttpResponse:
    actor, at, result = actor_of(request), now(), result_of(process)
    last, spent = process.evaluations.first(), process.efforts.sums()
    found = draft(process, result, today=localdate(at)) if result else []
    context: dict[str, Any] = {
        "process": process,
        "result": result,
        "sections": sections(found, current(found)),
        "efforts": _efforts(process),
        "sum_ore": spent[0],
        "sum_hours": hours(spent[1]),
        "published": last,
        "form": form,
        "may_set_up": may(Act.TICK_CHECKLIST, actor, area_ids=process.area_ids),
        "may_publish": result is not None and may(Act.PUBLISH_EVALUATION, actor, area_ids=process.area_ids),
        # Written on the set-up page since: it is not lost unseen.
        "also_learnt": process.learnt if last is not None and process.learnt != learnt(last.words) else "",
    }
    return render(request, "evaluation/staff.html", context, status=status_of(request, form))


def _efforts(process: Process) -> list[tuple[Effort, str]]:
    """Every row in its order, with its hours in words."""
    return [(row, hours(row.minutes)) for row in process.efforts.all()]
