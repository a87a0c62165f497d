"""Decides about times, slots and places of events. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.processes.rules import moment
from deltagerbudget.ui.cpr import has_cpr


class Kind(TextChoices):
    HOURS = "hours", _("Advice, one household at a time")
    IDEA_DAY = "idea-day", _("Idea day")
    MEETING = "meeting", _("Meeting")
    HELP = "help", _("Help to take part or to vote")
    OPENING = "opening", _("Opening of a finished project")


LONGEST = timedelta(days=2)
MOST_SLOTS = 100
LEAST_MINUTES, MOST_MINUTES = 5, 240
MOST_PLACES = 2_000
# Of one person: bookings at the same time, and tries in a day. An address that is typed can be somebody else's.
MOST_BOOKED = 5
MOST_TRIES = 10
# After the event, a booking is of no use to anybody.
KEPT = timedelta(days=30)
_REMIND_FROM = time(9)
_TOO_LATE_TO_REMIND = timedelta(hours=2)


def slots(starts_at: datetime, ends_at: datetime, minutes: int) -> list[datetime]:
    """When each household begins; what does not fit before the end is not offered."""
    step = timedelta(minutes=minutes)
    return [starts_at + step * place for place in range((ends_at - starts_at) // step)]


def check_event(values: Mapping[str, Any], *, at: datetime) -> None:
    """Raise NotPossible unless an event can be held like this."""
    starts_at, ends_at = values["starts_at"], values["ends_at"]
    if not values["title"].strip() or not values["place"].strip():
        raise NotPossible(_("Write what it is called, and where it is."))
    if any(isinstance(value, str) and has_cpr(value) for value in values.values()):
        raise NotPossible(_("The text holds something that looks like a CPR number. Remove it; nobody needs it here."))
    if starts_at <= at:
        raise NotPossible(_("Choose a time that has not passed."))
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise NotPossible(_("It must end after it begins, and within two days."))
    _check_room(values)


def _check_room(values: Mapping[str, Any]) -> None:
    minutes, capacity = values["slot_minutes"], values["capacity"]
    if minutes is not None and capacity is not None:
        raise NotPossible(_("Choose either minutes for each household or a number of places, not both."))
    if capacity is not None and not 1 <= capacity <= MOST_PLACES:
        raise NotPossible(_("Write a number of places from 1 to %(most)s.") % {"most": MOST_PLACES})
    if minutes is None:
        return
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        bounds = {"least": LEAST_MINUTES, "most": MOST_MINUTES}
        raise NotPossible(_("Give each household from %(least)s to %(most)s minutes.") % bounds)
    if not 1 <= len(slots(values["starts_at"], values["ends_at"], minutes)) <= MOST_SLOTS:
        raise NotPossible(_("There must be room for from 1 to %(most)s households.") % {"most": MOST_SLOTS})


def moved(booked: Sequence[datetime], before: datetime, values: Mapping[str, Any]) -> list[datetime]:
    """The booked slots where they are after a change; raise NotPossible where one would be lost."""
    minutes = values["slot_minutes"]
    offered = set(slots(values["starts_at"], values["ends_at"], minutes)) if minutes else set()
    after = [slot + (values["starts_at"] - before) for slot in booked]
    if not offered.issuperset(after):
        raise NotPossible(_("Somebody has booked a time that would disappear. Keep the times, or cancel the event."))
    return after


def check_capacity(capacity: int | None, booked: int) -> None:
    """Raise NotPossible where fewer places would be left than are booked."""
    if booked and (capacity is None or capacity < booked):
        raise NotPossible(
            ngettext_lazy(
                "%(count)s place is booked already. Offer at least as many.",
                "%(count)s places are booked already. Offer at least as many.",
                booked,
            )
            % {"count": booked}
        )


def check_open(*, starts_at: datetime, is_cancelled: bool, at: datetime) -> None:
    """Raise a Refusal unless it can still be changed, booked or given up."""
    if is_cancelled:
        raise NotPossible(_("It is cancelled. See the other meetings and hours."))
    if at >= starts_at:
        raise NotNow(_("It has begun. See the other meetings and hours, or call."))


def check_slot(slot: datetime | None, offered: Sequence[datetime], taken: Collection[datetime], at: datetime) -> None:
    """Raise NotPossible unless this household can have this time."""
    if slot is None or slot not in offered:
        raise NotPossible(_("Choose one of the times."))
    if slot in taken:
        raise NotPossible(_("Somebody was faster: this time has just been booked. Choose another one."))
    if slot <= at:
        raise NotPossible(_("This time has passed. Choose a later one."))


def check_room_left(capacity: int | None, booked: int) -> None:
    if capacity is None:
        raise NotPossible(_("You need not book. Just come."))
    if booked >= capacity:
        raise NotPossible(_("All places are booked. Somebody may still give one up, so look in again."))


def check_own(booked: int, tries: int) -> None:
    """Raise a Refusal where one person takes too much."""
    if booked >= MOST_BOOKED:
        raise NotPossible(_("You have %(most)s bookings. Give one up before you book another.") % {"most": MOST_BOOKED})
    if tries >= MOST_TRIES:
        raise NotNow(_("You have booked many times today. Try again tomorrow, or call."))


def is_time_to_remind(starts_at: datetime, at: datetime) -> bool:
    """From nine o'clock the day before, while one can still plan by it."""
    day_before = localdate(starts_at) - timedelta(days=1)
    return moment(datetime.combine(day_before, _REMIND_FROM)) <= at < starts_at - _TOO_LATE_TO_REMIND
