"""The mark of a database, and the sign of life of its worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from deltagerbudget.installation.models import Installation, Outage

# The worker writes no more often than this; it looks for work every two seconds.
PULSE = timedelta(seconds=30)
# So long without one, and it is written down as an outage.
STILL = timedelta(minutes=5)


class WrongKindError(Exception):
    """A demonstration on a municipality's database, or the other way round."""


def claim(*, is_demo: bool) -> Installation:
    """Mark a fresh database as what it is used for; refuse one that was marked otherwise.

    SECURITY: a demonstration logs anyone in as anyone and throws its data away; a municipality must not run on
    invented people and on ballots whose clock was moved.
    """
    row, _ = Installation.objects.get_or_create(pk=1, defaults={"is_demo": is_demo})
    if row.is_demo and not is_demo:
        raise WrongKindError("This database holds a demonstration. It cannot be used in production: name another one.")
    if is_demo and not row.is_demo:
        raise WrongKindError("This database belongs to a municipality. A demonstration would destroy it.")
    return row


@transaction.atomic
def note_worker(*, at: datetime) -> None:
    """The sign of life; and, where it comes late, for how long there was none."""
    row = Installation.objects.filter(pk=1).first()
    seen_at = row.worker_seen_at if row is not None else None
    if row is None or (seen_at is not None and seen_at > at - PULSE):
        return
    taken = Installation.objects.filter(pk=1, worker_seen_at=seen_at).update(worker_seen_at=at)
    if taken and seen_at is not None and at - seen_at > STILL:
        Outage.objects.create(began_at=seen_at, ended_at=at)


def stood_still(*, since: datetime, until: datetime) -> timedelta:
    """For how long between the two moments the platform gave no sign of life."""
    rows = Outage.objects.filter(ended_at__gt=since, began_at__lt=until)
    return sum((min(row.ended_at, until) - max(row.began_at, since) for row in rows), timedelta())
