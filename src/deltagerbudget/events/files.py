"""Events as entries of a calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deltagerbudget.events.ics import CONTENT_TYPE, Appointment, calendar
from deltagerbudget.events.models import Booking, Event
from deltagerbudget.places.offers import offered


def appointment(event: Event, slot: datetime | None = None) -> Appointment:
    """The whole event; or a household's own time, which is another entry."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    tail = f"-{slot_word(slot)}" if slot else ""
    minutes = event.slot_minutes if slot else None
    return Appointment(
        uid=f"event-{event.pk}{tail}@{host}",
        sequence=event.sequence,
        stamp=event.updated_at,
        starts_at=slot or event.starts_at,
        ends_at=slot + timedelta(minutes=minutes) if slot and minutes else event.ends_at,
        summary=event.title,
        location=event.place,
        description=_description(event),
        url=settings.SITE_URL + reverse("events:event", args=[event.pk]),
        is_cancelled=event.cancelled_at is not None,
    )


def _description(event: Event) -> str:
    if event.cancelled_at is not None:
        return _("Cancelled: %(reason)s") % {"reason": event.cancel_reason}
    meet = _("You meet %(host)s.") % {"host": event.host}
    call = _("Phone: %(phone)s") % {"phone": event.phone} if event.phone else ""
    lines = (event.about, meet, call, ". ".join(offered(event)), event.access)
    return "\n".join(line for line in lines if line)


def slot_word(slot: datetime) -> str:
    """A household's time as addresses and forms write it."""
    return f"{slot.astimezone(UTC):%Y%m%d%H%M}"


def calendar_address(booking: Booking) -> str:
    """The path of the file with the booked time; nothing in it tells whose."""
    tail = f"?tid={slot_word(booking.slot)}" if booking.slot else ""
    return reverse("events:file", args=[booking.event_id]) + tail


def answer(appointments: list[Appointment], filename: str, *, name: str = "") -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{filename}.ics"', "Cache-Control": "no-cache"}
    return HttpResponse(calendar(appointments, name=name), content_type=CONTENT_TYPE, headers=headers)
