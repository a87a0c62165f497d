"""Whether this installation is well: what a load balancer needs to know, and what a person on duty does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Sum

from deltagerbudget.ballots import canary, keybox
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.tally_models import Event
from deltagerbudget.installation.models import Installation
from deltagerbudget.notifications.models import Mail, State

WORKER_WITHIN = timedelta(minutes=5)
MAIL_WITHIN = timedelta(minutes=30)
LEAST_FAILED = 5
LEAST_DISK = 500 * 1024 * 1024

# A process loads its migrations once; what was applied stays applied while it runs.
_migrated = False


@dataclass(frozen=True)
class Sign:
    """One thing that was looked at. Only a `vital` one keeps this process from answering visitors."""

    name: str
    is_well: bool
    says: str
    is_vital: bool = False


def vital() -> list[Sign]:
    """What a visitor needs: cheap enough for every few seconds."""
    return [_look("database", database, is_vital=True), _look("keys", keys, is_vital=True)]


def whole(*, at: datetime) -> list[Sign]:
    return [
        *vital(),
        _look("disk", disk),
        _look("worker", lambda: worker(at)),
        _look("mail", lambda: mail(at)),
        _look("votes", lambda: votes(at)),
    ]


def _look(name: str, ask: Callable[[], tuple[bool, str]], *, is_vital: bool = False) -> Sign:
    try:
        is_well, says = ask()
    except (DatabaseError, OSError) as error:
        # SECURITY: the kind of the error only; its text may hold addresses or values.
        is_well, says = False, f"cannot be read ({type(error).__name__})"
    return Sign(name, is_well, says, is_vital)


def database() -> tuple[bool, str]:
    """It answers, is migrated, and is of the kind that this process is."""
    row = Installation.objects.filter(pk=1).first()
    if row is not None and row.is_demo != settings.DEMO:
        return False, f"belongs to a {row}"
    if not _is_migrated():
        return False, "migrations are missing; run deltagerbudget migrate"
    return True, connection.vendor


def _is_migrated() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def keys() -> tuple[bool, str]:
    directory = Path(settings.KEYS_DIR)
    if not directory.is_dir():
        return False, "the directory is missing"
    if directory.stat().st_mode & 0o077:
        return False, "others can reach the directory; run chmod 700 on it"
    for path in directory.glob("*.key"):
        with path.open("rb") as file:
            if not file.read(1):
                return False, f"{path.name} is empty"
    return True, "readable"


def disk() -> tuple[bool, str]:
    free = min(shutil.disk_usage(_existing(place)).free for place in (settings.DATA_DIR, settings.KEYS_DIR))
    return free >= LEAST_DISK, f"{free // 1024**2} MB free"


def worker(at: datetime) -> tuple[bool, str]:
    seen_at = Installation.objects.filter(pk=1).values_list("worker_seen_at", flat=True).first()
    if seen_at is None:
        return False, "never seen"
    return at - seen_at <= WORKER_WITHIN, f"seen {max(0, int((at - seen_at).total_seconds()))} s ago"


def mail(at: datetime) -> tuple[bool, str]:
    """Mails that were tried and not taken, or that wait although it is time."""
    waiting = Mail.objects.filter(state=State.WAITING)
    late = waiting.filter(at__lt=at - MAIL_WITHIN).count()
    failing = waiting.filter(failures__gte=3).count()
    return not (late or failing), f"{waiting.count()} waiting, {late} late, {failing} failing"


def votes(at: datetime) -> tuple[bool, str]:
    """Of every open vote: the box opens, and handing in does not fail time and again."""
    running = Vote.objects.filter(closed_at=None, opens_at__lte=at).select_related("process").order_by("pk")
    ill = [said for vote in running if (said := _of_vote(vote, at))]
    return not ill, "; ".join(ill) or f"{len(running)} open"


def _of_vote(vote: Vote, at: datetime) -> str:
    try:
        canary.opens(vote)
    except (canary.BrokenBoxError, keybox.KeyMissingError) as error:
        return f"{vote.process.slug}: the box does not open ({type(error).__name__})"
    since = at.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    rows = vote.tallies.filter(hour__gte=since, event__in=(Event.CAST, Event.CHANGED, Event.FAILED))
    sums = dict(rows.values_list("event").annotate(sum=Sum("number")))
    failed = sums.get(Event.FAILED, 0)
    if failed < LEAST_FAILED or failed * 10 < sum(sums.values()):
        return ""
    return f"{vote.process.slug}: {failed} failed to hand in since {since:%H:%M}"


def _existing(place: Path) -> Path:
    return next(path for path in (place, *place.parents) if path.exists())
