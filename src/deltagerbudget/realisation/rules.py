"""Decides what is late and what comes next. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Station(TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under-way", _("Under way")
    LATE = "late", _("Late")
    FINISHED = "finished", _("Finished")


@dataclass(frozen=True)
class Promise:
    """One milestone as the clock sees it."""

    title: str
    due_on: date
    reached_on: date | None


def days_late(promise: Promise, today: date) -> int:
    """Whole days past the date of a promise that is not kept; 0 when it is not late."""
    if promise.reached_on is not None:
        return 0
    return max(0, (today - promise.due_on).days)


def late_days(promises: Sequence[Promise], today: date) -> int:
    """How late a project is: as late as its latest promise."""
    return max((days_late(promise, today) for promise in promises), default=0)


def next_promise(promises: Sequence[Promise]) -> Promise | None:
    waiting = [promise for promise in promises if promise.reached_on is None]
    return min(waiting, key=lambda promise: promise.due_on, default=None)


def station(promises: Sequence[Promise], *, is_finished: bool, today: date) -> Station:
    """Where a project stands; late is said by the clock, never by hand."""
    if is_finished:
        return Station.FINISHED
    if late_days(promises, today):
        return Station.LATE
    if any(promise.reached_on for promise in promises):
        return Station.UNDER_WAY
    return Station.PLANNED
