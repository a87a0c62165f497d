"""The roll, for staff. SECURITY: shows how many stand on it, and of nobody that they do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import is_time_for, may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.ballots import roll as rolls
from deltagerbudget.ballots import roll_audit
from deltagerbudget.ballots.models import Roll, Vote
from deltagerbudget.ballots.pending import asks_registry
from deltagerbudget.ballots.roll_forms import AddForm, RemoveForm, RollFileForm, SampleForm, is_checked, seal_checked
from deltagerbudget.ballots.roll_upload import MemoryOnly
from deltagerbudget.ballots.roll_words import lines_of, summary_of
from deltagerbudget.processes.models import Process

View = Callable[..., HttpResponse]
UNPROCESSABLE, CONFLICT = 422, 409


def in_memory(view: View) -> View:
    """SECURITY: before anything asks for what was sent, the token against forgery included, a file is kept off the
    disk. That is why the token is judged here, and not by the middleware."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [MemoryOnly(request)]
        return csrf_protect(view)(request, *args, **kwargs)

    return guarded


@does(Act.IMPORT_ROLL)
@never_cache
@require_safe
def roll(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _vote(request, slug))


@in_memory
@does(Act.IMPORT_ROLL)
@never_cache
@require_POST
def load(request: HttpRequest, slug: str) -> HttpResponse:
    """First a dry run with its report; then the same file again, and it is loaded."""
    vote, form = _vote(request, slug), RollFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, vote, file_form=form, status=UNPROCESSABLE)
    content, cut_off = form.content(), form.cleaned_data["cut_off"]
    try:
        if not is_checked(vote, content, form.cleaned_data["checked"]):
            return _report(request, vote, form, rolls.check_roll(vote, content), content)
        rolls.import_roll(actor_of(request), vote, content, cut_off=cut_off, at=now())
    except rolls.FaultyRollError as refusal:
        return _report(request, vote, form, refusal.report, content)
    except Refusal as refusal:
        return _page(request, vote, file_form=form, error=refusal.message, status=CONFLICT)
    return _back(vote)


@does(Act.ADD_TO_ROLL)
@never_cache
@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    vote = _vote(request, slug)
    form = AddForm(request.POST, areas=_areas(vote), ties=vote.ties)
    if not form.is_valid():
        return _page(request, vote, add_form=form, status=UNPROCESSABLE)
    said = form.cleaned_data
    try:
        rolls.add_to_roll(actor_of(request), vote, said["number"], area=said["area"], reason=said["reason"], at=now())
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, vote, add_form=form, status=CONFLICT)
    return _back(vote, "?rettet=1")


@does(Act.REMOVE_FROM_ROLL)
@never_cache
@require_POST
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    vote, form = _vote(request, slug), RemoveForm(request.POST)
    if not form.is_valid():
        return _page(request, vote, remove_form=form, status=UNPROCESSABLE)
    said = form.cleaned_data
    try:
        rolls.remove_from_roll(actor_of(request), vote, said["number"], reason=said["reason"], at=now())
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, vote, remove_form=form, status=CONFLICT)
    return _back(vote, "?rettet=1")


@does(Act.DRAW_SAMPLE)
@never_cache
@require_safe
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    return _sample_page(request, _vote(request, slug, Act.DRAW_SAMPLE), SampleForm())


@in_memory
@does(Act.DRAW_SAMPLE)
@never_cache
@require_POST
def draw_sample(request: HttpRequest, slug: str) -> HttpResponse:
    """The lines are shown once and kept nowhere."""
    vote, form = _vote(request, slug, Act.DRAW_SAMPLE), SampleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _sample_page(request, vote, form, status=UNPROCESSABLE)
    try:
        drawn = roll_audit.draw_sample(
            actor_of(request), vote, form.content(), size=form.cleaned_data["size"], at=now()
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _sample_page(request, vote, form, status=CONFLICT)
    return render(request, "ballots/sample_drawn.html", {"process": vote.process, "sample": drawn})


def _sample_page(request: HttpRequest, vote: Vote, form: SampleForm, *, status: int = 200) -> HttpResponse:
    may_draw = vote.closed_at is not None and vote.keys_destroyed_at is None and hasattr(vote, "roll_loaded")
    context = {"process": vote.process, "vote": vote, "form": form, "may_draw": may_draw}
    return render(request, "ballots/sample.html", context, status=status)


def _page(request: HttpRequest, vote: Vote, *, error: str = "", status: int = 200, **forms: Any) -> HttpResponse:
    loaded, at = Roll.objects.filter(vote=vote).first(), now()
    names = dict(_areas(vote))
    per_area = dict(vote.roll.values_list("area").annotate(people=Count("pk")).order_by("area"))
    context = {
        "process": vote.process,
        "vote": vote,
        "loaded": loaded,
        "asks_registry": asks_registry(vote) is not None,
        "people": sum(per_area.values()),
        "per_area": sorted((names.get(slug, slug), people) for slug, people in per_area.items()),
        "may_change": vote.closed_at is None and is_time_for(Act.IMPORT_ROLL, vote.process.phase_at(at)),
        "only_adds": at >= vote.opens_at,
        "knows_numbers": vote.ref_kind == "cpr",
        "was_corrected": "rettet" in request.GET,
        "error": error,
        "file_form": RollFileForm(initial={"cut_off": loaded.cut_off if loaded else None}),
        "add_form": AddForm(areas=_areas(vote), ties=vote.ties),
        "remove_form": RemoveForm(),
        **forms,
    }
    return render(request, "ballots/roll.html", context, status=status)


def _report(request: HttpRequest, vote: Vote, form: RollFileForm, report: rolls.Report, content: bytes) -> HttpResponse:
    """What would be loaded, or every line that must be mended first."""
    names = dict(_areas(vote))
    again = RollFileForm(initial={"cut_off": form.cleaned_data["cut_off"], "checked": seal_checked(vote, content)})
    context = {
        "process": vote.process,
        "report": report,
        "summary": summary_of(report),
        "lines": lines_of(report),
        "per_area": sorted((names.get(slug, slug), people) for slug, people in report.per_area.items()),
        "form": again,
        "was_another_file": bool(form.cleaned_data["checked"]),
        "notice": "" if report.is_whole else _("Nothing is loaded. Mend the lines below, and check the file again."),
    }
    return render(request, "ballots/roll_report.html", context, status=200 if report.is_whole else UNPROCESSABLE)


def _vote(request: HttpRequest, slug: str, act: Act = Act.IMPORT_ROLL) -> Vote:
    """The vote, for those who may do this with its roll; hidden from all others."""
    actor = actor_of(request)
    process = get_object_or_404(Process.objects.visible_to(actor).with_phases(), slug=slug)
    if not may(act, actor, area_ids=process.area_ids):
        raise Http404
    return get_object_or_404(Vote.objects.select_related("process"), process=process)


def _areas(vote: Vote) -> list[tuple[str, str]]:
    return list(Area.objects.filter(slug__in=vote.frozen["areas"]).order_by("sort_key").values_list("slug", "name"))


def _back(vote: Vote, query: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("ballots_staff:roll", args=[vote.process.slug]) + query)
