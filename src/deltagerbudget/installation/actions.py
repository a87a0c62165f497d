"""The mark of a database, and the sign of life of its worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from deltagerbudget.installation.models import Installation

# The worker writes no more often than this; it looks for work every two seconds.
PULSE = timedelta(seconds=30)


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


def note_worker(*, at: datetime) -> None:
    Installation.objects.filter(pk=1).exclude(worker_seen_at__gt=at - PULSE).update(worker_seen_at=at)
