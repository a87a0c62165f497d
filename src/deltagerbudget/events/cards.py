"""What the lists show of an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.areas.models import Area, AreaQuerySet
from deltagerbudget.events.models import Event, EventQuerySet
from deltagerbudget.processes.models import Process, ProcessQuerySet
from deltagerbudget.ui.danish import clock, in_days, weekday
from deltagerbudget.ui.signatures import Badge

# What is said of the nearest one.
_NEXT = ("pk", "title", "starts_at", "ends_at", "place")


@dataclass(frozen=True)
class EventCard:
    """One line of a list: what, when, where, and whether there is room."""

    title: str
    url: str
    kind: str
    when: str
    days: str
    place: str
    where: str
    badge: Badge
    reason: str = ""


def event_cards(events: Iterable[Event], at: datetime) -> list[EventCard]:
    """Load the events with their bookings."""
    return [event_card(event, at) for event in events]


def event_card(event: Event, at: datetime) -> EventCard:
    return EventCard(
        title=event.title,
        url=reverse("events:event", args=[event.pk]),
        kind=event.get_kind_display(),
        when=when_of(event.starts_at, event.ends_at),
        days=in_days(event.starts_at, at, get_language() or "da"),
        place=event.place,
        where=event.where,
        badge=badge_of(event),
        reason=event.cancel_reason,
    )


def with_next_event(processes: ProcessQuerySet, at: datetime) -> ProcessQuerySet:
    """With the nearest event that one can still reach, in the same query: the page has none to spare."""
    in_its_areas = Process.areas.through.objects.filter(process=OuterRef(OuterRef("pk")), area=OuterRef("area"))
    rows = Event.objects.public().next_to(at).filter(Q(process=OuterRef("pk")) | Exists(in_its_areas))
    return processes.annotate(**_nearest(rows))


def with_next_event_here(areas: AreaQuerySet, at: datetime) -> AreaQuerySet:
    """The same for areas: their own, and those of their deltagerbudgetter."""
    theirs = Process.areas.through.objects.filter(process=OuterRef("process"), area=OuterRef(OuterRef("pk")))
    rows = Event.objects.public().next_to(at).filter(Q(area=OuterRef("pk")) | Exists(theirs))
    return areas.annotate(**_nearest(rows))


def _nearest(rows: EventQuerySet) -> dict[str, Subquery]:
    return {f"next_{name}": Subquery(rows.values(name)[:1]) for name in _NEXT}


def next_event(about: Process | Area, at: datetime) -> EventCard | None:
    """Of what was loaded with its nearest event."""
    known = {name: getattr(about, f"next_{name}") for name in _NEXT}
    if known["pk"] is None:
        return None
    event = Event(**known)
    event.booked = 0  # type: ignore[attr-defined]
    return event_card(event, at)


def when_of(starts_at: datetime, ends_at: datetime) -> str:
    """Monday 30 November at 16.00–18.00."""
    language = get_language() or "da"
    return f"{weekday(starts_at, language)}–{clock(ends_at, language)}"


def left(event: Event) -> int | None:
    """Places or times that nobody has booked; None where nobody need."""
    booked: int = event.booked  # type: ignore[attr-defined]
    return None if event.room is None else max(0, event.room - booked)


def badge_of(event: Event) -> Badge:
    free = left(event)
    if event.cancelled_at is not None:
        return Badge("late", _("Cancelled"))
    if free is None:
        return Badge("open", _("Just come"))
    if free == 0:
        return Badge("closed", _("Fully booked"))
    if event.slot_minutes:
        return Badge("open", ngettext("%(count)s time free", "%(count)s times free", free) % {"count": free})
    return Badge("open", ngettext("%(count)s place free", "%(count)s places free", free) % {"count": free})
