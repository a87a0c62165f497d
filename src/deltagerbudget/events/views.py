from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does, public
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.events import actions
from deltagerbudget.events.cards import event_card, event_cards, left, when_of
from deltagerbudget.events.files import answer, appointment, calendar_address, slot_word
from deltagerbudget.events.forms import BookingForm
from deltagerbudget.events.models import Booking, Event, EventQuerySet
from deltagerbudget.places.offers import offered
from deltagerbudget.processes.models import Process

UNPROCESSABLE, CONFLICT = 422, 409
GET_OR_POST = ["GET", "HEAD", "POST"]
# A database's integer ends here.
_LARGEST = 2**31 - 1
_SHOWN = 60


@public
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """All that is coming in the municipality, the next one first."""
    return _list(request, Event.objects.all(), {"title": _("Meetings and help")})


@public
@require_safe
def of_area(request: HttpRequest, slug: str) -> HttpResponse:
    area = get_object_or_404(Area, slug=slug)
    title = _("Meetings and help in %(area)s") % {"area": area.name}
    back = {"name": area.name, "url": reverse("site:area", args=[area.slug])}
    return _list(request, Event.objects.in_area(area), {"title": title, "back": back, "area": area})


@public
@require_safe
def of_process(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.opened(), slug=slug)
    back = {"name": process.title, "url": reverse("site:process", args=[process.slug])}
    context = {"title": _("Meetings and help"), "back": back, "process": process}
    return _list(request, Event.objects.of_process(process), context | {"contact_person": process.contact_person})


@public
@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    at, found = now(), _public(pk)
    free = left(found)
    context = {
        "event": found,
        "card": event_card(found, at),
        "left": free,
        "offers": offered(found),
        "may_book": found.is_bookable and free and found.cancelled_at is None and at < found.starts_at,
        "process": found.process,
        "last_updated": found.updated_at,
    }
    return render(request, "events/event.html", context)


@public
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """For a calendar program; with a time of a household as `tid`, of that alone. Nobody's name is in it."""
    found, asked = _public(pk), request.GET.get("tid", "")
    slot = next((slot for slot in found.offered if slot_word(slot) == asked), None) if asked else None
    if asked and slot is None:
        raise Http404
    return answer([appointment(found, slot)], f"moede-{found.pk}")


@public
@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What a calendar program asks for again and again; cancelled ones stay in it, marked so."""
    process = get_object_or_404(Process.objects.opened(), slug=slug)
    rows = Event.objects.public().of_process(process).coming(now()).select_related("process", "area")
    return answer([appointment(row) for row in rows], process.slug, name=process.title)


@does(Act.BOOK_PLACE)
@never_cache
@require_http_methods(GET_OR_POST)
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own page of the event: the times that are free, or what one has booked."""
    actor, at, found = actor_of(request), now(), _public(pk)
    form = BookingForm(request.POST if request.method == "POST" else None, event=found, at=at)
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                actions.book_place(actor, found, slot=form.slot(), at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("events:book", found.pk)
    own = Booking.objects.of_person(actor.person_id).filter(event=found).first()
    return render(request, "events/book.html", _own(found, own, at) | {"form": form}, status=status)


@does(Act.CANCEL_BOOKING)
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """SECURITY: by the event, so that nobody can name another's booking."""
    actions.cancel_booking(actor_of(request), _public(pk), at=now())
    return redirect("events:book", pk)


def _own(event: Event, own: Booking | None, at: datetime) -> dict[str, Any]:
    words: dict[str, Any] = {"event": event, "card": event_card(event, at), "own": own, "at": at, "left": left(event)}
    words["offers"] = offered(event)
    if own is not None:
        words["when"] = when_of(own.begins_at, own.ends_at)
        # One's own time, and not the hours of the whole day, stands in the facts.
        words["card"] = replace(words["card"], when=words["when"])
        words["calendar"] = calendar_address(own)
        words["may_give_up"] = at < own.begins_at
    return words


def _public(pk: int) -> Event:
    if pk > _LARGEST:
        raise Http404
    return get_object_or_404(Event.objects.public().with_booked(), pk=pk)


def _list(request: HttpRequest, rows: EventQuerySet, context: dict[str, Any]) -> HttpResponse:
    at = now()
    found = rows.public().coming(at).with_booked()[:_SHOWN]
    return render(request, "events/events.html", context | {"cards": event_cards(found, at)})
