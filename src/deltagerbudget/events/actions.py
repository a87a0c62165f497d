from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.looks import look_at
from deltagerbudget.acts.models import Entry, Look
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act, Looked, Purpose
from deltagerbudget.areas.models import Area
from deltagerbudget.events.models import Booking, Event
from deltagerbudget.events.rules import (
    check_capacity,
    check_event,
    check_open,
    check_own,
    check_room_left,
    check_slot,
    is_time_to_remind,
    moved,
)
from deltagerbudget.places.models import OFFERS
from deltagerbudget.processes.models import Process

EDITABLE = frozenset(
    {
        "title",
        "kind",
        "about",
        "place",
        "access",
        "languages",
        "host",
        "phone",
        "helps_to_vote",
        *OFFERS,
        "starts_at",
        "ends_at",
        "capacity",
        "slot_minutes",
    }
)
# What those who have booked must hear of.
_TOLD = ("starts_at", "ends_at", "place")
_DAY = timedelta(days=1)


@transaction.atomic
def plan_event(actor: Actor, where: Process | Area, *, values: Mapping[str, Any], at: datetime) -> Event:
    """Public at once in an area, and with its deltagerbudget otherwise."""
    permit(Act.PLAN_EVENT, actor, area_ids=where.area_ids if isinstance(where, Process) else [where.pk])
    written = _editable(values)
    check_event(written, at=at)
    field = "process" if isinstance(where, Process) else "area"
    event = Event.objects.create(**{field: where}, updated_at=at, **written)
    record(Act.PLAN_EVENT, actor, event, at=at, process_id=event.process_id)
    return event


@transaction.atomic
def change_event(actor: Actor, event: Event, *, values: Mapping[str, Any], at: datetime) -> Event:
    """Who has booked keeps the booking, and hears of a new time or place."""
    event = _locked(event)
    permit(Act.CHANGE_EVENT, actor, area_ids=event.area_ids)
    check_open(starts_at=event.starts_at, is_cancelled=event.cancelled_at is not None, at=at)
    written = _editable(values)
    check_event(written, at=at)
    bookings = list(event.bookings.order_by("pk"))
    _move_bookings(event, bookings, written)
    is_moved = any(getattr(event, name) != written[name] for name in _TOLD)
    if written["starts_at"] != event.starts_at:
        event.reminded_at = None
    for name, value in written.items():
        setattr(event, name, value)
    event.sequence, event.updated_at = event.sequence + 1, at
    event.save(update_fields=[*written, "sequence", "updated_at", "reminded_at"])
    record(Act.CHANGE_EVENT, actor, event, at=at, process_id=event.process_id, moved=int(is_moved))
    return event


def _move_bookings(event: Event, bookings: list[Booking], written: Mapping[str, Any]) -> None:
    booked = [booking.slot for booking in bookings if booking.slot is not None]
    if booked:
        after = moved(booked, event.starts_at, written)
        # All away first: a unique time must not meet its neighbour on the way.
        event.bookings.update(slot=None)
        for booking, slot in zip(bookings, after, strict=True):
            booking.slot = slot
        Booking.objects.bulk_update(bookings, ["slot"])
    else:
        check_capacity(written["capacity"], len(bookings))


@transaction.atomic
def cancel_event(actor: Actor, event: Event, *, reason: str, at: datetime) -> Event:
    """It stays to be read, with why; everyone who has booked gets a mail."""
    event = _locked(event)
    permit(Act.CANCEL_EVENT, actor, area_ids=event.area_ids)
    check_open(starts_at=event.starts_at, is_cancelled=event.cancelled_at is not None, at=at)
    if not reason.strip():
        raise NotPossible(_("Write why it is cancelled. Everyone can read it."))
    event.cancelled_at, event.cancel_reason = at, reason.strip()
    event.sequence, event.updated_at = event.sequence + 1, at
    event.save(update_fields=["cancelled_at", "cancel_reason", "sequence", "updated_at"])
    record(Act.CANCEL_EVENT, actor, event, at=at, process_id=event.process_id)
    return event


@transaction.atomic
def book_place(actor: Actor, event: Event, *, slot: datetime | None = None, at: datetime) -> Booking:
    """One booking for one household. The event's row is the lock of its places.

    LAW: GDPR art. 5(1)(c): the entry names no event, so that nothing is left of it when the booking is deleted.
    """
    event = _locked(event)
    permit(Act.BOOK_PLACE, actor)
    person_id = cast(int, actor.person_id)
    check_open(starts_at=event.ends_at, is_cancelled=event.cancelled_at is not None, at=at)
    taken = dict(event.bookings.values_list("person_id", "slot"))
    if person_id in taken:
        raise NotPossible(_("You have booked here already. Give it up first if you want another time."))
    if event.slot_minutes is not None:
        check_slot(slot, event.offered, {known for known in taken.values() if known is not None}, at)
    else:
        check_open(starts_at=event.starts_at, is_cancelled=False, at=at)
        check_room_left(event.capacity, len(taken))
        slot = None
    check_own(*_of_person(person_id, at))
    booking = Booking.objects.create(event=event, person_id=person_id, slot=slot, at=at)
    record(Act.BOOK_PLACE, actor, booking, at=at)
    return booking


def _of_person(person_id: int, at: datetime) -> tuple[int, int]:
    """Bookings still ahead, and tries since yesterday."""
    ahead = Booking.objects.filter(person_id=person_id, event__ends_at__gt=at, event__cancelled_at=None).count()
    tries = Entry.objects.filter(act=Act.BOOK_PLACE, person_id=person_id, at__gt=at - _DAY).count()
    return ahead, tries


@transaction.atomic
def cancel_booking(actor: Actor, event: Event, *, at: datetime) -> None:
    """One's own, at any time before it: the place is free for somebody else at once."""
    event = _locked(event)
    permit(Act.CANCEL_BOOKING, actor)
    booking = Booking.objects.of_person(actor.person_id).filter(event=event).first()
    if booking is None:
        raise NotPossible(_("You have no booking here."))
    check_open(starts_at=booking.begins_at, is_cancelled=False, at=at)
    record(Act.CANCEL_BOOKING, actor, booking, at=at)
    booking.delete()


@transaction.atomic
def remind_booked(actor: Actor, event: Event, *, at: datetime) -> Event:
    """The day before, once. The mails are a reader's."""
    event = _locked(event)
    permit(Act.REMIND_BOOKED, actor)
    if event.reminded_at is not None or event.cancelled_at is not None or not is_time_to_remind(event.starts_at, at):
        raise NotPossible(_("There is nobody to remind now."))
    event.reminded_at = at
    event.save(update_fields=["reminded_at"])
    record(Act.REMIND_BOOKED, actor, event, at=at, process_id=event.process_id)
    return event


def events_to_remind(at: datetime) -> list[Event]:
    return [event for event in Event.objects.to_remind(at) if is_time_to_remind(event.starts_at, at)]


@transaction.atomic
def see_bookings(actor: Actor, event: Event, *, purpose: Purpose, at: datetime) -> list[Look]:
    """Opens the names to this person for a moment. Each who booked can read that it was done, and why."""
    permit(Act.SEE_BOOKINGS, actor, area_ids=event.area_ids)
    ids: Iterable[int] = event.bookings.order_by("pk").values_list("person_id", flat=True)
    return look_at(
        Act.SEE_BOOKINGS,
        actor,
        Looked.BOOKING,
        ids,
        target=event,
        process_id=event.process_id,
        purpose=purpose,
        at=at,
    )


def forget_bookings(*, at: datetime) -> int:
    """LAW: GDPR art. 5(1)(e): who came to a meeting is not kept."""
    deleted, _by_model = Booking.objects.forgotten(at).delete()
    return deleted


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).select_related("process").get(pk=event.pk)


def _editable(values: Mapping[str, Any]) -> dict[str, Any]:
    if set(values) != EDITABLE:
        raise ValueError(f"missing or not editable: {sorted(set(values) ^ EDITABLE)}")
    return dict(values)
