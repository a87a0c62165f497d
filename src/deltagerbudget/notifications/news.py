"""The followers' reader of the journal, and what the clock has to tell them.

1. An entry is claimed by inserting its ``Heard`` row; a row of ``News`` for each follower is written in the same
   transaction. A crash leaves neither or all.
2. News that is due is packed: one mail for each follower and bundle. Two workers that pack the same make the same
   Message-ID, and the database takes one of them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots.models import Vote
from deltagerbudget.notifications.actions import bundle, message_id
from deltagerbudget.notifications.circles import followings_of, told_by_letter
from deltagerbudget.notifications.models import About, Follower, Heard, Kind, Mail, News
from deltagerbudget.notifications.rules import REMINDED_BEFORE, Pace, due_at, is_time_to_remind
from deltagerbudget.processes.models import Phase
from deltagerbudget.realisation.models import Milestone

log = logging.getLogger(__name__)
Row = TypeVar("Row")

# Entries read and mails packed in one round, and followers held in memory at a time.
BATCH = 200
CHUNK = 500
_PROMISES = (Act.PLAN_MILESTONE, Act.MOVE_MILESTONE, Act.ANNOUNCE_OPENING)


def read_news(*, at: datetime) -> int:
    """Turn new entries into news that waits. Returns how many entries were read."""
    heard = Heard.objects.filter(entry=OuterRef("pk"), about=About.ACT)
    entries = list(Entry.objects.filter(~Exists(heard)).order_by("pk")[:BATCH])
    return sum(_tell(entry, About.ACT, at) for entry in entries)


def remind(*, at: datetime) -> int:
    """What no act tells: that a support round is on, that a vote closes soon, that a promise was not kept in time."""
    by_the_clock = ((About.SUPPORT, _supporting), (About.CLOSING, _closing), (About.LATE, _late))
    waiting = [(entry, about) for about, entries in by_the_clock for entry in entries(at)]
    told = set(Heard.objects.filter(entry__in=[entry for entry, _ in waiting]).values_list("entry_id", "about"))
    return sum(_tell(entry, about, at) for entry, about in waiting if (entry.pk, about) not in told)


def _tell(entry: Entry, about: About, at: datetime) -> bool:
    try:
        with transaction.atomic():
            Heard.objects.create(entry=entry, about=about)
            _write(entry, about, at)
    except IntegrityError:
        return False
    except Exception:
        # One entry that cannot be read must not hold the others back; it is tried again in the next round.
        log.exception("the news of entry %s could not be written", entry.pk)
        return False
    return True


def _write(entry: Entry, about: About, at: datetime) -> None:
    wanted = followings_of(entry, about)
    if wanted is None:
        return
    if about == About.ACT:
        # What happened before somebody followed is no news to them.
        wanted &= Q(confirmed_at__lte=entry.at)
    found = Follower.objects.following(wanted)
    if about == About.ACT:
        found = found.exclude(told_by_letter(entry))
    followers = found.order_by("pk").values_list("pk", "pace")
    due = {pace: due_at(pace, at, settings.DIGEST_HOUR) for pace in Pace}
    for some in _chunks(followers.iterator(chunk_size=CHUNK)):
        News.objects.bulk_create(
            News(
                follower_id=pk,
                entry=entry,
                about=about,
                bundle=bundle(pace, entry),
                due_at=due[Pace(pace)],
            )
            for pk, pace in some
        )


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, CHUNK)):
        yield some


def _supporting(at: datetime) -> Iterable[Entry]:
    """The openings of those deltagerbudgetter in which people can support proposals now."""
    now = Phase.objects.filter(kind=PhaseKind.SUPPORT, starts_at__lte=at, ends_at__gt=at)
    processes = list(now.values_list("process_id", flat=True))
    if not processes:
        return []
    return Entry.objects.filter(act=Act.OPEN_PROCESS, process_id__in=processes).order_by("pk")


def _closing(at: datetime) -> Iterable[Entry]:
    """The openings of votes that close soon."""
    near = Vote.objects.filter(closed_at=None, closes_at__gt=at, closes_at__lte=at + REMINDED_BEFORE)
    votes = near.values_list("process_id", "opens_at", "closes_at")
    processes = [process for process, opens_at, closes_at in votes if is_time_to_remind(opens_at, closes_at, at)]
    if not processes:
        return []
    return Entry.objects.filter(act=Act.OPEN_VOTE, process_id__in=processes, detail__outcome="opened").order_by("pk")


def _late(at: datetime) -> Iterable[Entry]:
    """The entries that promised the dates which are over: a date that is moved and missed again is told again."""
    missed = Milestone.objects.filter(reached_on=None, due_on__lt=localdate(at)).filter(
        realisation__finished_on=None, realisation__stopped_on=None
    )
    late = dict(missed.values_list("pk", "realisation_id"))
    if not late:
        return []
    targets = {str(realisation) for realisation in late.values()}
    promises = Entry.objects.filter(target_type="realisation.realisation", target_id__in=targets, act__in=_PROMISES)
    newest = {entry.detail["milestone"]: entry for entry in promises.order_by("pk")}
    return [newest[pk] for pk in late if pk in newest]


def pack(*, at: datetime) -> int:
    """Make mails of the news that is due. Returns how many mails were made."""
    due = News.objects.filter(mail=None, due_at__lte=at).values_list("follower_id", "bundle")
    bundles = set(due.order_by("follower_id", "bundle").distinct()[:BATCH])
    if not bundles:
        return 0
    try:
        with transaction.atomic():
            return _pack(bundles, at)
    except IntegrityError:
        # Another worker was first.
        return 0


def _pack(bundles: set[tuple[int, int]], at: datetime) -> int:
    followers = {follower for follower, _ in bundles}
    waiting = News.objects.filter(mail=None, follower__in=followers).only("pk", "follower_id", "bundle").order_by("pk")
    parcels: dict[tuple[int, int], list[News]] = {}
    for news in waiting:
        parcels.setdefault((news.follower_id, news.bundle), []).append(news)
    ready = {key: rows for key, rows in parcels.items() if key in bundles}
    mails = [
        Mail(kind=Kind.NEWS, follower_id=follower, message_id=message_id(f"news-{rows[0].pk}"), at=at)
        for (follower, _bundle), rows in ready.items()
    ]
    for mail, rows in zip(Mail.objects.bulk_create(mails), ready.values(), strict=True):
        for news in rows:
            news.mail = mail
    News.objects.bulk_update([news for rows in ready.values() for news in rows], ["mail"], batch_size=CHUNK)
    return len(mails)
