"""What the clock looks after while a vote runs, and the alarm that it raises once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots import canary, codes, keybox
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.outages import away
from deltagerbudget.ballots.pending import waiting_ballots
from deltagerbudget.scrutiny.models import Alarm, AlarmKind

_MINUTE = 60
# So long something has to be wrong; everything else is told at once.
PATIENCE = {AlarmKind.CHECKS: timedelta(days=1)}


def is_broken(vote: Vote) -> bool:
    """Whether the keys do not open a ballot; not asked once they are destroyed."""
    if vote.keys_destroyed_at is not None:
        return False
    try:
        canary.opens(vote)
    except (canary.BrokenBoxError, keybox.KeyMissingError):
        return True
    return False


def due_alarms(at: datetime) -> list[Alarm]:
    """Those that are to be raised now. Looks at every vote that runs, or waits to be counted, once a minute."""
    running = Q(closed_at=None, opens_at__lte=at) | Q(closed_at__isnull=False, published_at=None)
    votes = Vote.objects.filter(running, keys_destroyed_at=None).select_related("process").order_by("pk")
    return [
        alarm
        for vote in votes
        if cache.add(f"alarms-{vote.pk}", at.isoformat(), _MINUTE)
        for kind in AlarmKind
        if (alarm := _seen(vote, kind, at)) is not None
    ]


@transaction.atomic
def raise_alarm(actor: Actor, alarm: Alarm, *, at: datetime) -> bool:
    """Tell the process owner, once a kind and vote. The entry holds the kind and nothing of anybody."""
    alarm = Alarm.objects.select_for_update(of=("self",)).select_related("vote__process").get(pk=alarm.pk)
    vote = alarm.vote
    permit(Act.RAISE_ALARM, actor, area_ids=vote.process.area_ids, phase=vote.process.phase_at(at))
    if alarm.raised_at is not None:
        return False
    alarm.raised_at = at
    alarm.save(update_fields=["raised_at"])
    record(Act.RAISE_ALARM, actor, vote, at=at, process_id=vote.process_id, kind=alarm.kind)
    return True


def _seen(vote: Vote, kind: AlarmKind, at: datetime) -> Alarm | None:
    """The alarm to raise; what has passed before it was raised is forgotten."""
    if not _IS_WRONG[kind](vote, at):
        Alarm.objects.filter(vote=vote, kind=kind, raised_at=None).delete()
        return None
    # SECURITY: by the full hour, or the row would say in which minute the one who waits has handed in.
    since = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1) if kind in PATIENCE else at
    alarm, _is_new = Alarm.objects.get_or_create(vote=vote, kind=kind, defaults={"since": since})
    is_due = alarm.raised_at is None and at - alarm.since >= PATIENCE.get(kind, timedelta())
    return alarm if is_due else None


_IS_WRONG: Mapping[AlarmKind, Callable[[Vote, datetime], bool]] = {
    AlarmKind.BOX: lambda vote, _at: is_broken(vote),
    AlarmKind.CODES: lambda vote, at: vote.closed_at is None and codes.is_slow(vote, at=at),
    AlarmKind.OUTAGE: lambda vote, at: at < vote.closes_at and bool(away(vote).counts),
    AlarmKind.CHECKS: lambda vote, _at: waiting_ballots(vote) > 0,
}
