"""The sums of one vote, from the tallies and the roll. No row of one person leaves this module."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots.models import Ballot, Participation, Vote
from deltagerbudget.ballots.tally_models import Event, Tally
from deltagerbudget.ballots.turnout import parts
from deltagerbudget.ui.suppression import coarse, hidden, with_sums

EVENTS = (Event.STARTED, Event.IDENTIFIED, Event.CAST, Event.CHANGED)
HOURS = 48


@dataclass(frozen=True)
class Cell:
    """A number that may be shown, or nothing; ``of`` is how many it could be."""

    number: int | None
    of: int | None = None
    percent: int | None = None


@dataclass(frozen=True)
class Line:
    name: str
    cells: list[Cell]
    is_sum: bool = False


@dataclass(frozen=True)
class Table:
    caption: str
    heads: list[str]
    lines: list[Line]
    most: int = 1


def voters(vote: Vote) -> int:
    """How many have handed in, on whatever way."""
    handed = Participation.objects.filter(vote=vote).values("pseudonym")
    online = Ballot.objects.filter(vote=vote).exclude(pseudonym__in=handed).values("pseudonym").distinct().count()
    return online + handed.count()


def per_hour(vote: Vote, at: datetime) -> Table:
    """The last two days that hold anything, hour by hour. The present hour is not over, so it is not shown."""
    since = at - timedelta(hours=HOURS)
    full = at.replace(minute=0, second=0, microsecond=0)
    rows = Tally.objects.filter(vote=vote, hour__gte=since, hour__lt=full)
    found: dict[datetime, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row.hour][row.event] += row.number
    named = {date_format(localtime(hour), "j. F H.i"): found[hour] for hour in sorted(found, reverse=True)}
    return _of_events(_("Hour by hour"), named, is_running=vote.closed_at is None, grows=False)


def per_channel(vote: Vote, at: datetime) -> Table:
    rows = _until(vote, at).exclude(event=Event.STARTED)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[str(Channel(row.channel).label) if row.channel else _("Unknown")][row.event] += row.number
    return _of_events(_("By way to vote"), dict(sorted(found.items())), EVENTS[1:], is_running=vote.closed_at is None)


def per_station(vote: Vote, at: datetime) -> Table:
    rows = _until(vote, at).exclude(station=None).select_related("station")
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.station is not None:
            found[row.station.name][row.event] += row.number
    return _of_events(_("By voting place"), dict(sorted(found.items())), EVENTS[1:], is_running=vote.closed_at is None)


def helped(vote: Vote, at: datetime) -> Table | None:
    """How many of those who handed in at each place had somebody beside them; None where nobody had."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    rows = _until(vote, at).filter(event__in=(Event.HELPED, Event.CAST, Event.CHANGED)).select_related("station")
    for row in rows:
        found[row.station.name if row.station else _("On their own device")][row.event != Event.HELPED] += row.number
    if not any(with_help for with_help, _handed in found.values()):
        return None
    names = sorted(found)
    helped, handed = ([[found[name][which]] for name in names] for which in (0, 1))
    gone, is_running, cells = hidden(helped, handed), vote.closed_at is None, []
    for place, ((number,), (of,)) in enumerate(zip(with_sums(helped), with_sums(handed), strict=True)):
        shown = None if (place, 0) in gone else coarse(number) if is_running else number
        # What was handed in grows while the vote runs, and is said in other tables down to the nearest five.
        cells.append(Cell(shown) if is_running or shown is None else Cell(shown, of, 100 * shown // of))
    lines = [Line(name, [cell]) for name, cell in zip(names, cells, strict=False)]
    lines += [Line(_("All"), [cells[-1]], is_sum=True)] if len(names) > 1 else []
    return Table(_("Votes with help"), ["", _("With somebody who helped")], lines)


def turnout(vote: Vote) -> Table | None:
    """Of those on the roll, by area and age; None where there is no roll. While it runs down to the nearest five."""
    known = parts(vote)
    if known is None:
        return None
    heads = [_("Area"), *known.bands, *([_("All ages")] if len(known.bands) > 1 else [])]
    lines = known.areas + ([_("All")] if len(known.areas) > 1 else [])
    return _of_parts(heads, lines, known.voted, known.on, is_running=vote.closed_at is None)


def _of_parts(
    heads: list[str], names: Sequence[str], voted: list[list[int]], on: list[list[int]], *, is_running: bool
) -> Table:
    gone, sums, wholes = hidden(voted, on), with_sums(voted), with_sums(on)
    lines = []
    for row, name in enumerate(names):
        cells = []
        for column, number in enumerate(sums[row]):
            of = wholes[row][column]
            shown = None if (row, column) in gone else coarse(number) if is_running else number
            cells.append(Cell(shown, of, 100 * shown // of if shown is not None and of else None))
        lines.append(Line(name, cells, is_sum=row >= len(voted)))
    return Table(_("Turnout by area and age"), heads, lines)


def _of_events(
    caption: str,
    found: Mapping[str, Counter[str]],
    events: Sequence[Event] = EVENTS,
    *,
    is_running: bool,
    grows: bool = True,
) -> Table:
    """With sums downwards alone: to begin and to hand in are not parts of one whole.

    SECURITY: what grows while the vote runs is said down to the nearest five, or one look an hour after another would
    tell of the single voter in between.
    """
    columns = [hidden([[counts[event]] for counts in found.values()]) for event in events] if found else []
    lines = []
    for row, (name, counts) in enumerate(found.items()):
        numbers = [coarse(counts[event]) if grows and is_running else counts[event] for event in events]
        cells = [Cell(None if (row, 0) in columns[place] else number) for place, number in enumerate(numbers)]
        lines.append(Line(name, cells))
    if len(found) > 1:
        sums = [sum(counts[event] for counts in found.values()) for event in events]
        last = len(found)
        sums = [coarse(number) for number in sums] if is_running else sums
        shown = [Cell(None if (last, 0) in columns[place] else number) for place, number in enumerate(sums)]
        lines.append(Line(_("All"), shown, is_sum=True))
    most = max((counts[Event.CAST] for counts in found.values()), default=1)
    return Table(caption, ["", *(str(event.label) for event in events)], lines, most or 1)


def _until(vote: Vote, at: datetime) -> QuerySet[Tally]:
    return Tally.objects.filter(vote=vote, hour__lt=at.replace(minute=0, second=0, microsecond=0))
