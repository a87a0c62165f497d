"""How often, and when. Pure."""

from __future__ import annotations

import contextlib
from datetime import date, datetime, time, timedelta

from django.db.models import TextChoices
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from deltagerbudget.ui.danish import COPENHAGEN


class Pace(TextChoices):
    AT_ONCE = "at_once", _("At once, when something happens")
    DAILY = "daily", _("Collected, at most one mail a day")
    WEEKLY = "weekly", _("Collected, at most one mail a week, on Mondays")


# LAW: databeskyttelsesloven § 6: below this age nobody can ask for mails alone. It is also the least age of authors.
LEAST_AGE = 13
# What happens within this time becomes one mail.
GATHERED_WITHIN = timedelta(minutes=2)
CONFIRM_WITHIN = timedelta(hours=48)
# Sent mails are of no use to us for longer.
KEPT = timedelta(days=30)
REMINDED_BEFORE = timedelta(days=3)
TOO_LATE_TO_REMIND = timedelta(hours=6)
MONDAY = 0
# What a mail is about, in the one number that its links carry: a deltagerbudget by its own number, an area below
# nought, an initiative from here on, and the overview.
OF_INITIATIVES = 2**40
OVERVIEW = 2**41


def due_at(pace: Pace, at: datetime, hour: int) -> datetime:
    """When news of this moment is sent: soon, or at the next fixed hour in Denmark."""
    if pace == Pace.AT_ONCE:
        return at + GATHERED_WITHIN
    today, step = localdate(at, COPENHAGEN), 7 if pace == Pace.WEEKLY else 1
    day = today + timedelta(days=(MONDAY - today.weekday()) % step)
    moment = _at_hour(day, hour)
    return moment if moment > at else _at_hour(day + timedelta(days=step), hour)


def month_due(at: datetime, hour: int) -> date | None:
    """The first day of the month whose overview is to be written by now: on that day from the hour on, or later."""
    local = localtime(at, COPENHAGEN)
    return date(local.year, local.month, 1) if (local.day, local.hour) >= (1, hour) else None


def _at_hour(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), COPENHAGEN)


def is_time_to_remind(opens_at: datetime, closes_at: datetime, at: datetime) -> bool:
    """Near the end, but not so near that nobody can act, and not right after the mail that it is open."""
    is_near = closes_at - REMINDED_BEFORE <= at < closes_at - TOO_LATE_TO_REMIND
    return is_near and at >= opens_at + REMINDED_BEFORE


def is_old_enough(age: int | None) -> bool:
    """Staff may have no age; residents have one from the login."""
    return age is None or age >= LEAST_AGE


# Providers that read a dot in a name as nothing.
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})


def mailbox(email: str) -> str:
    """One spelling for the many addresses of one mailbox: case, a tag after +, dots that mean nothing, punycode.

    For counting alone: mails go to the address as it was written.
    """
    name, _at, domain = email.strip().lower().rpartition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    name = name.partition("+")[0] or name
    if domain in _DOTLESS:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"
