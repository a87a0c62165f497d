"""Decides what is late, what comes next, and who is asked when. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

# In days. A week before, there is still time to order, to tell the neighbours, or to move the date.
ASK_BEFORE = 7
# A week is one meeting of any team; whoever has not answered by then is ill, away or has left.
ESCALATE_AFTER = 7
# Three weeks without an answer are a matter for everyone who runs a deltagerbudget there.
ESCALATE_TO_ALL_AFTER = 21
# A quarter of a year: the longest that people wait before they think that nothing happens.
QUIET_AFTER = 90


class Station(TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under-way", _("Under way")
    LATE = "late", _("Late")
    FINISHED = "finished", _("Finished")
    STOPPED = "stopped", _("Stopped")


class Deliverer(TextChoices):
    """Who builds it."""

    MUNICIPALITY = "municipality", _("The municipality")
    GROUP = "group", _("A group of residents or an association")


class Moment(TextChoices):
    """What a picture shows of a project."""

    BEFORE = "before", _("Before")
    AFTER = "after", _("After")


class ReminderKind(TextChoices):
    """What the clock says about a date that somebody answers for."""

    SOON = "soon", _("The date comes soon")
    PASSED = "passed", _("The date has passed")
    ESCALATED = "escalated", _("Nobody has answered; the process owner is told")
    TO_ALL = "to-all", _("Still nobody has answered; all process owners are told")


# What the owner is asked by a link; the rest is told to others.
ASKED = frozenset({ReminderKind.SOON, ReminderKind.PASSED})


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


def station(promises: Sequence[Promise], *, is_finished: bool, today: date, is_stopped: bool = False) -> Station:
    """Where a project stands; late is said by the clock, never by hand."""
    if is_stopped:
        return Station.STOPPED
    if is_finished:
        return Station.FINISHED
    if late_days(promises, today):
        return Station.LATE
    if any(promise.reached_on for promise in promises):
        return Station.UNDER_WAY
    return Station.PLANNED


def due_reminders(due_on: date, today: date, *, asked_on: date | None) -> list[ReminderKind]:
    """Which reminders have come due.

    ``asked_on``: when the owner was asked about a date that had passed, and has not answered; None where that is not
    so. Whoever was not asked, because the platform stood still, is not passed over.
    """
    if today <= due_on:
        return [ReminderKind.SOON] if today >= due_on - timedelta(days=ASK_BEFORE) else []
    found = [ReminderKind.PASSED]
    waited = (today - asked_on).days if asked_on else 0
    if waited >= ESCALATE_AFTER:
        found.append(ReminderKind.ESCALATED)
    if waited >= ESCALATE_TO_ALL_AFTER:
        found.append(ReminderKind.TO_ALL)
    return found


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quiet_since(told_on: Iterable[date], today: date) -> date | None:
    """The day of the newest news, where that is too long ago."""
    newest = max(told_on, default=None)
    return newest if newest is not None and (today - newest).days > QUIET_AFTER else None


def follow_up() -> list[tuple[Lazy | str, dict[str, int]]]:
    """The numbers above as everyone reads them, each with its reason."""
    return [
        (
            _("%(n)s days before a date we ask the owner whether it holds: there is still time to act."),
            {"n": ASK_BEFORE},
        ),
        (_("When the date has passed we ask again, and the page says that it is late. Nobody can hide that."), {}),
        (
            _("After %(n)s days without an answer the next one who answers for the area is told: somebody may be ill."),
            {"n": ESCALATE_AFTER},
        ),
        (
            _("After %(n)s days all process owners are told, and it stands on their list of what is late."),
            {"n": ESCALATE_TO_ALL_AFTER},
        ),
        (
            _("If nobody has told anything for %(n)s days, the page says so: silence looks as if nothing happens."),
            {"n": QUIET_AFTER},
        ),
    ]
