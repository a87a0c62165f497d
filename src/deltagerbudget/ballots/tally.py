"""Counts what happens in a vote, in the memory of this process, and writes the sums once a minute.

SECURITY: never in the transaction of a ballot and never right after one, so that no row tells which ballot came by
which way. A crash loses a minute of counts at most, and no ballot.
"""

from __future__ import annotations

import atexit
import logging
import secrets
import threading
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F

from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.tally_models import Event, Tally

log = logging.getLogger(__name__)

PAUSE = 60.0
# What is counted in ten minutes instead of an hour.
OF_LOGIN = frozenset({Event.LOGIN_DOWN, Event.LOGIN_UP})


@dataclass(frozen=True, order=True)
class Key:
    """`slug` stands for the vote where only the address was at hand."""

    vote: str
    slug: str
    hour: datetime
    event: str
    channel: str
    station: int


_counts: Counter[Key] = Counter()
_lock = threading.Lock()


def note(
    event: Event,
    *,
    at: datetime,
    vote_id: uuid.UUID | None = None,
    slug: str = "",
    channel: str = "",
    station_id: int | None = None,
) -> None:
    """Count one. Asks no database and cannot fail."""
    minute = at.minute - at.minute % 10 if event in OF_LOGIN else 0
    hour = at.replace(minute=minute, second=0, microsecond=0)
    key = Key(vote_id.hex if vote_id else "", slug, hour, event.value, channel, station_id or 0)
    with _lock:
        _counts[key] += 1


def flush() -> int:
    """Write what was counted, in a transaction of its own. What cannot be written is kept. Returns how many rows."""
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    if not taken:
        return 0
    try:
        with transaction.atomic():
            for key in sorted(taken):
                _write(key, taken[key])
    except DatabaseError:
        with _lock:
            _counts.update(taken)
        log.warning("the counts of a vote wait for the database")
        return 0
    return len(taken)


def _write(key: Key, number: int) -> None:
    known: dict[str, Any] = {"pk": uuid.UUID(key.vote)} if key.vote else {"process__slug": key.slug}
    vote_id = Vote.objects.filter(**known).values_list("pk", flat=True).first()
    if vote_id is None:
        return
    where: dict[str, Any] = {"hour": key.hour, "event": key.event, "channel": key.channel}
    where |= {"vote_id": vote_id, "station_id": key.station or None}
    row, _is_new = Tally.objects.get_or_create(**where)
    Tally.objects.filter(pk=row.pk).update(number=F("number") + number)


def forget() -> None:
    """Throw away what this process has counted and not written."""
    with _lock:
        _counts.clear()


def begin() -> None:
    """Write once a minute from now on, at no particular second. For a web server, once a process."""
    threading.Thread(target=_keep_writing, name="tally", daemon=True).start()
    atexit.register(_last)


def _keep_writing() -> None:
    wait = threading.Event()
    while True:
        wait.wait(PAUSE * (1 + secrets.randbelow(1000) / 2000))
        close_old_connections()
        flush()
        connection.close()


def _last() -> None:
    """What is left when a process ends in order."""
    try:
        flush()
    finally:
        connection.close()
