"""The municipality's and the local council's pages of events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.looks import OPEN_FOR, is_open
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act, Purpose
from deltagerbudget.areas.models import Area
from deltagerbudget.events import actions
from deltagerbudget.events.cards import event_card, left
from deltagerbudget.events.forms import CancelForm, EventForm, NewEventForm, PurposeForm, written
from deltagerbudget.events.models import Event
from deltagerbudget.places.offers import offered
from deltagerbudget.processes.models import Process
from deltagerbudget.ui.danish import clock

UNPROCESSABLE, CONFLICT = 422, 409
GET_OR_POST = ["GET", "HEAD", "POST"]
_PAST_SHOWN = 20


@does(Act.PLAN_EVENT)
@never_cache
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Those of one's own areas: what is coming, and the latest that are over."""
    actor, at = actor_of(request), now()
    mine = Event.objects.run_by(actor).with_booked()
    past = mine.filter(ends_at__lte=at).order_by("-starts_at", "-pk")[:_PAST_SHOWN]
    rows = [(event, event_card(event, at), left(event)) for event in mine.coming(at)]
    context = {"rows": rows, "past": [(event, event_card(event, at)) for event in past]}
    return render(request, "events/staff/events.html", context)


@does(Act.PLAN_EVENT)
@require_http_methods(GET_OR_POST)
def new(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    form = NewEventForm(request.POST if request.method == "POST" else None, places=_places(actor))

    def act() -> object:
        kind, _colon, pk = form.cleaned_data["where"].partition(":")
        where = get_object_or_404(Area, pk=pk) if kind == "area" else get_object_or_404(Process, pk=pk)
        return actions.plan_event(actor, where, values=form.values(), at=at)

    return _form_page(request, "events/staff/new.html", form, act, {})


@does(Act.CHANGE_EVENT)
@require_http_methods(GET_OR_POST)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    event = _led(actor, pk)
    form = EventForm(request.POST if request.method == "POST" else None, initial=written(event))
    context = {"event": event, "card": event_card(event, at), "offers": offered(event)}
    return _form_page(
        request,
        "events/staff/event.html",
        form,
        lambda: actions.change_event(actor, event, values=form.values(), at=at),
        context | {"can_change": event.cancelled_at is None and at < event.starts_at},
    )


@does(Act.CANCEL_EVENT)
@require_http_methods(GET_OR_POST)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    event = _led(actor, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    return _form_page(
        request,
        "events/staff/cancel.html",
        form,
        lambda: actions.cancel_event(actor, event, reason=form.cleaned_data["reason"], at=at),
        {"event": event, "card": event_card(event, at)},
    )


@does(Act.SEE_BOOKINGS)
@never_cache
@require_http_methods(GET_OR_POST)
def bookings(request: HttpRequest, pk: int) -> HttpResponse:
    """SECURITY: no name before a purpose is given and the look is written; then for a quarter of an hour."""
    actor, at = actor_of(request), now()
    event = _led(actor, pk)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.see_bookings(actor, event, purpose=Purpose(form.cleaned_data["purpose"]), at=at)
        return redirect("events_staff:bookings", event.pk)
    is_shown = is_open(Act.SEE_BOOKINGS, actor, event, at=at)
    context = {
        "event": event,
        "card": event_card(event, at),
        "form": form,
        "minutes": int(OPEN_FOR.total_seconds() // 60),
        "is_shown": is_shown,
        "rows": _shown(event) if is_shown else [],
    }
    return render(request, "events/staff/bookings.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _shown(event: Event) -> list[tuple[str, str, str]]:
    """Time, name, e-mail. LAW: CPR-loven § 28: a protected name is not kept, so there is none to show."""
    return [
        (
            clock(booking.slot) if booking.slot else "",
            booking.person.name or _("Protected: not kept"),
            booking.person.email,
        )
        for booking in event.bookings.in_order()
    ]


def _led(actor: Actor, pk: int) -> Event:
    return get_object_or_404(Event.objects.run_by(actor).with_booked(), pk=pk)


def _places(actor: Actor) -> list[tuple[str, str]]:
    """The deltagerbudgetter and areas in which the actor may plan something."""
    held = {area for role, area in actor.grants if role in WHO[Act.PLAN_EVENT]}
    running = Process.objects.open_to(Act.PLAN_EVENT, actor).filter(story="", is_imported=False).order_by("-pk")
    areas = Area.objects.in_order()
    if None not in held:
        areas = areas.filter(pk__in=[area for area in held if area])
    processes = [(f"process:{process.pk}", process.title) for process in running]
    return processes + [(f"area:{area.pk}", _("Everyone in %(area)s") % {"area": area.name}) for area in areas]


def _form_page(
    request: HttpRequest, template: str, form: forms.Form, act: Callable[[], object], context: dict[str, Any]
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                act()
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("events_staff:events")
    return render(request, template, context | {"form": form}, status=status)
