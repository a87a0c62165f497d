"""The one clock. Called in views and commands only; everything else takes ``at``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from deltagerbudget.acts.models import ClockOffset


def offset() -> timedelta:
    """How far the demonstration is ahead of real time; nothing outside demo mode."""
    if not settings.DEMO:
        return timedelta()
    seconds = ClockOffset.objects.values_list("seconds", flat=True).first()
    return timedelta(seconds=seconds or 0)


def now() -> datetime:
    return timezone.now() + offset()


class DatabaseClock(models.Func):
    """PostgreSQL's own clock, to be read along with a row."""

    function = "clock_timestamp"
    output_field = models.DateTimeField()


def read_along(queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The same rows, each with the moment for `moment_of`. Costs no query of its own."""
    return queryset.annotate(clock=DatabaseClock()) if connection.vendor == "postgresql" else queryset


def moment_of(row: models.Model) -> datetime:
    """The moment that decides in the booth, whatever the clock of the web server says."""
    moment: datetime | None = getattr(row, "clock", None)
    return moment + offset() if moment else now()


def judged(at: datetime) -> datetime:
    """The moment that decides whether a vote is open: PostgreSQL's own clock, on SQLite ``at``."""
    if connection.vendor != "postgresql":
        return at
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    moment: datetime = row[0]
    return moment + offset()
