"""The pages on which a deltagerbudget begins: from nothing, from a template, or from an earlier one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.processes import actions, desk, preparing
from deltagerbudget.processes.areas_form import areas_of
from deltagerbudget.processes.begin_form import BeginForm
from deltagerbudget.processes.forms import NewProcessForm
from deltagerbudget.processes.frame import METHODS, done, own, posted, status_of
from deltagerbudget.processes.models import Process, ProcessQuerySet
from deltagerbudget.processes.patterns import PATTERNS, Pattern, pattern
from deltagerbudget.ui.danish import free_slug

# The newest; older ones are reached from their own pages.
_SHOWN = 12


@does(Act.CREATE_PROCESS)
@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    form = NewProcessForm(posted(request), areas=areas_of(actor))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        areas = list(values.pop("areas"))
        try:
            process = actions.create_process(
                actor,
                slug=free_slug(values["title"], _slugs()),
                areas=areas,
                values=values | {"age_on": localdate(at)},
                at=at,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("processes_staff:checklist", process.slug)
    earlier = _copyable(actor).order_by("-opened_at", "-pk")[:_SHOWN]
    context = {"form": form, "patterns": PATTERNS, "earlier": earlier}
    return render(request, "processes/new.html", context, status=status_of(request, form))


@does(Act.CREATE_PROCESS)
@require_http_methods(METHODS)
def template(request: HttpRequest, word: str) -> HttpResponse:
    found = pattern(word)
    if found is None:
        raise Http404
    actor, at = actor_of(request), now()
    form = BeginForm(actor, posted(request), initial={"first_day": localdate(at)})
    made: list[Process] = []
    if request.method == "POST" and done(form, lambda: made.append(_from_pattern(actor, found, form))):
        return redirect("processes_staff:begun", made[0].slug)
    context = {"form": form, "pattern": found}
    return render(request, "processes/begin.html", context, status=status_of(request, form))


@transaction.atomic
def _from_pattern(actor: Actor, found: Pattern, form: BeginForm) -> Process:
    at, given = now(), form.cleaned_data
    spans = found.spans(given["first_day"])
    vote = next(span for span in spans if span.kind is PhaseKind.VOTE)
    words = {"title": given["title"], "challenge": "", "age_on": localdate(vote.starts_at)}
    made = actions.create_process(
        actor, slug=form.slug(_slugs()), areas=list(given["areas"]), values=found.values | words, at=at
    )
    return actions.schedule_phases(actor, made, spans=spans, at=at)


@does(Act.COPY_PROCESS)
@require_http_methods(METHODS)
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    source = get_object_or_404(_copyable(actor).with_setup(), slug=slug)
    initial = {"areas": source.area_ids, "first_day": localdate(at)}
    form = BeginForm(actor, posted(request), initial=initial)
    made: list[Process] = []

    def begin() -> None:
        given = form.cleaned_data
        words = {"title": given["title"], "slug": form.slug(_slugs()), "first_day": given["first_day"]}
        made.append(preparing.copy_process(actor, source, areas=list(given["areas"]), at=at, **words))

    if request.method == "POST" and done(form, begin):
        return redirect("processes_staff:begun", made[0].slug)
    context = {"form": form, "source": source}
    return render(request, "processes/begin.html", context, status=status_of(request, form))


@does(Act.EDIT_PROCESS)
@require_safe
def begun(request: HttpRequest, slug: str) -> HttpResponse:
    """What came along, and what must be looked at again, each with the way there."""
    process = own(actor_of(request), slug, Act.EDIT_PROCESS)
    context: dict[str, Any] = {
        "process": process,
        "source": process.copied_from,
        "along": desk.along(process),
        "missing": desk.missing(process),
    }
    return render(request, "processes/begun.html", context)


def _copyable(actor: Actor) -> ProcessQuerySet:
    """What was set up here and can be seen: everything that is open, and the drafts of one's own areas."""
    seen = Process.objects.visible_to(actor).filter(story="", is_imported=False, phases__kind=PhaseKind.IDEAS)
    drafts = Process.objects.open_to(Act.COPY_PROCESS, actor)
    return seen.filter(pk__in=drafts.values("pk")) | seen.opened()


def _slugs() -> set[str]:
    return set(Process.objects.values_list("slug", flat=True))
