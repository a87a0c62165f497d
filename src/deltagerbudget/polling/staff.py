"""The staff's pages of voting places: where they are, who serves there, and how often they did what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.permit import is_time_for
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act, Channel
from deltagerbudget.ballots.models import Station
from deltagerbudget.places.offers import offered
from deltagerbudget.polling import actions
from deltagerbudget.polling.forms import ShiftForm, StationForm, written
from deltagerbudget.polling.models import Shift
from deltagerbudget.processes.models import Process, ProcessQuerySet

UNPROCESSABLE, CONFLICT = 422, 409
GET_OR_POST = ["GET", "HEAD", "POST"]


@does(Act.CHECK_VOTER)
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One's own shifts today, to choose from; and for who plans them, the deltagerbudgetter. B68."""
    actor, at = actor_of(request), now()
    running = _planned_by(actor).filter(phases__ends_at__gt=at).distinct().order_by("title", "pk")
    context = {
        "shifts": list(Shift.objects.of(actor.person_id, localdate(at))),
        "processes": list(running) if actor.holds(*WHO[Act.OPEN_STATION]) else [],
        "counting": list(_with_paper(actor)),
        "by_post": _by_post(actor),
        "today": localdate(at),
    }
    return render(request, "polling/staff/home.html", context)


@does(Act.OPEN_STATION)
@never_cache
@require_http_methods(GET_OR_POST)
def places(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = get_object_or_404(_planned_by(actor).with_phases(), slug=slug)
    asked = request.GET.get("sted", "")
    chosen = process.stations.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None
    initial = written(chosen) if chosen else None
    form, status = StationForm(request.POST if request.method == "POST" else None, initial=initial), 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                made = actions.open_station(actor, process, values=form.cleaned_data, at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("polling_staff:station", made.pk)
    context = {
        "process": process,
        "stations": list(process.stations.order_by("-is_open", "name")),
        "form": form,
        "can_open": is_time_for(Act.OPEN_STATION, process.phase_at(at)),
    }
    return render(request, "polling/staff/places.html", context, status=status)


@does(Act.PLAN_SHIFT)
@never_cache
@require_http_methods(GET_OR_POST)
def station(request: HttpRequest, pk: int) -> HttpResponse:
    """Who serves there and when, and what each has done: a number that stands out is seen here."""
    actor, at = actor_of(request), now()
    found = _station(actor, pk)
    people = _servers(found.process)
    form, status = ShiftForm(request.POST if request.method == "POST" else None, people=people), 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                actions.plan_shift(actor, found, person=form.chosen(), day=form.cleaned_data["day"], at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("polling_staff:station", found.pk)
    return render(request, "polling/staff/station.html", _shown(found, form, at), status=status)


def _shown(found: Station, form: ShiftForm, at: Any) -> dict[str, Any]:
    return {
        "station": found,
        "process": found.process,
        "form": form,
        "shifts": list(found.shifts.planned(localdate(at))),
        "counts": list(found.counts.select_related("person").order_by("-day", "person__name", "pk")),
        "screens": list(found.screens.bound()),
        "offers": offered(found),
        "openings": list(found.openings.all()),
        "can_plan": found.is_open and is_time_for(Act.PLAN_SHIFT, found.process.phase_at(at)),
        "at": at,
    }


@does(Act.CLOSE_STATION)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    found = _station(actor, pk)
    actions.close_station(actor, found, at=now())
    return redirect("polling_staff:places", found.process.slug)


@does(Act.END_SHIFT)
@require_POST
def end_shift(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    shift = get_object_or_404(Shift, pk=pk, station__process__in=_planned_by(actor))
    actions.end_shift(actor, shift, at=now())
    return redirect("polling_staff:station", shift.station_id)


def _with_paper(actor: Actor) -> ProcessQuerySet:
    """Where the vote is closed, paper was handed out, and nobody has published a result."""
    mine = Process.objects.held_by(actor, WHO[Act.ENTER_SHEETS])
    ready = mine.filter(vote__closed_at__isnull=False, vote__published_at=None, vote__participations__isnull=False)
    return ready.distinct().order_by("title", "pk")


def _by_post(actor: Actor) -> list[Process]:
    """Where ballots can come by post, and are not signed off."""
    mine = Process.objects.held_by(actor, WHO[Act.ENTER_FORM])
    waiting = mine.filter(vote__isnull=False, vote__post_counted_at=None, vote__published_at=None)
    return [process for process in waiting.order_by("title", "pk") if Channel.POSTAL in process.ways]


def _planned_by(actor: Actor) -> ProcessQuerySet:
    return Process.objects.held_by(actor, WHO[Act.OPEN_STATION]).filter(story="", is_imported=False)


def _station(actor: Actor, pk: int) -> Station:
    mine = Station.objects.filter(process__in=_planned_by(actor).values("pk"))
    return get_object_or_404(mine.select_related("process"), pk=pk)


def _servers(process: Process) -> list[Person]:
    """Who holds a role that may serve at a desk here."""
    held = Grant.objects.filter(role__in=WHO[Act.CHECK_VOTER])
    here = held.filter(area=None) | held.filter(area__in=process.area_ids)
    return list(Person.objects.filter(pk__in=here.values("person"), is_active=True).order_by("name", "pk"))
