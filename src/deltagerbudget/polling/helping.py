"""Where one can get help to vote, now and soon: voting places, and meetings at which somebody helps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel, PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.ballots.models import Station
from deltagerbudget.events.cards import when_of
from deltagerbudget.events.files import appointment
from deltagerbudget.events.ics import Appointment
from deltagerbudget.events.models import Event
from deltagerbudget.places.offers import offered
from deltagerbudget.polling.models import Opening
from deltagerbudget.polling.rules import bring
from deltagerbudget.processes.models import Phase, Process
from deltagerbudget.ui.danish import in_days, weekday

# A vote is told of so long before it opens.
SOON = timedelta(days=30)
_AT_PLACES = frozenset({Channel.DESK, Channel.KIOSK, Channel.PAPER})


@dataclass(frozen=True)
class Help:
    """One line of the list: where, when, for whom, and what one must know before one goes."""

    key: str
    title: str
    kind: str
    about: str
    address: str
    # The coming days with their hours; ``hours`` is the same in the words of who runs it.
    days: tuple[str, ...]
    hours: str
    near: str
    offers: tuple[str, ...]
    access: str
    languages: str
    phone: str
    bring: tuple[str, ...]
    # The page of it, where it has one, and the file for a calendar.
    url: str
    file_url: str
    changed_at: datetime
    starts_at: datetime
    appointments: tuple[Appointment, ...]

    @property
    def text(self) -> str:
        """All of it in plain lines, for calendars and feeds."""
        call = _("Phone: %(phone)s") % {"phone": self.phone} if self.phone else ""
        spoken = _("Languages: %(languages)s") % {"languages": self.languages} if self.languages else ""
        takes = _("Bring: %(things)s") % {"things": "; ".join(self.bring)} if self.bring else ""
        lines = (self.about, self.address, *self.days, self.hours, ". ".join(self.offers), self.access)
        return "\n".join(line for line in (*lines, spoken, takes, call) if line)


def votes_near(at: datetime, area: Area | None = None) -> list[Process]:
    """Opened deltagerbudgetter whose vote is on or opens soon, with their areas, and when it begins and ends."""
    on = Phase.objects.filter(process=OuterRef("pk"), kind=PhaseKind.VOTE, starts_at__lte=at + SOON, ends_at__gt=at)
    rows = Process.objects.opened().filter(Exists(on), Q(vote=None) | Q(vote__closed_at=None))
    rows = rows.filter(areas=area) if area is not None else rows
    rows = rows.annotate(begins=Subquery(on.values("starts_at")[:1]), ends=Subquery(on.values("ends_at")[:1]))
    return list(rows.prefetch_related("areas").order_by("title", "pk"))


def help_for(processes: Iterable[Process], at: datetime) -> list[Help]:
    """What is nearest in time comes first."""
    by_pk = {process.pk: process for process in processes}
    coming = Prefetch("openings", Opening.objects.coming(at))
    places = Station.objects.filter(process__in=by_pk, is_open=True).prefetch_related(coming)
    found = [_of_station(row, by_pk[row.process_id], at) for row in places if _AT_PLACES & _ways(by_pk[row.process_id])]
    events = Event.objects.public().helping_to_vote(by_pk.values()).coming(at).select_related("process", "area")
    found += [_of_event(row, by_pk, at) for row in events]
    return sorted(found, key=lambda row: (row.starts_at, row.title, row.key))


def _ways(process: Process) -> frozenset[str]:
    return frozenset(process.channels)


def _of_station(row: Station, process: Process, at: datetime) -> Help:
    openings = list(row.openings.all())
    whole: tuple[datetime, datetime] = (process.begins, process.ends)  # type: ignore[attr-defined]
    spans = [(opening.starts_at, opening.ends_at) for opening in openings] or [whole]
    starts_at = max(spans[0][0], at)
    language = get_language() or "da"
    help_ = Help(
        key=f"sted-{row.pk}",
        title=row.name,
        kind=_("Voting place"),
        about=process.title,
        address=row.address,
        days=tuple(when_of(*pair) for pair in spans) if openings else (_whole(*spans[0]),),
        hours=row.hours,
        near=in_days(starts_at, at, language) if starts_at > at else _("now"),
        offers=tuple(offered(row)),
        access="",
        languages=row.languages,
        phone=row.phone,
        bring=tuple(bring(process.channels)),
        url="",
        file_url=reverse("polling_help:station_file", args=[row.pk]),
        changed_at=row.updated_at or whole[0],
        starts_at=starts_at,
        appointments=(),
    )
    return _with(help_, spans)


def _whole(starts_at: datetime, ends_at: datetime) -> str:
    """Of a place whose days nobody has written one by one: the days of the vote."""
    language = get_language() or "da"
    days = {"first": weekday(starts_at, language), "last": weekday(ends_at, language)}
    return _("From %(first)s to %(last)s") % days


def _with(row: Help, spans: list[tuple[datetime, datetime]]) -> Help:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    page = settings.SITE_URL + reverse("polling_help:places") + f"#{row.key}"
    entries = tuple(
        Appointment(
            uid=f"{row.key}-{starts_at:%Y%m%d%H%M}@{host}",
            # Seconds rise whenever somebody writes about the place, and a calendar takes the higher number.
            sequence=int(row.changed_at.timestamp()),
            stamp=row.changed_at,
            starts_at=starts_at,
            ends_at=ends_at,
            summary=_("Vote: %(place)s") % {"place": row.title},
            location=row.address,
            description=row.text,
            url=page,
        )
        for starts_at, ends_at in spans
    )
    return replace(row, appointments=entries)


def _of_event(row: Event, processes: dict[int, Process], at: datetime) -> Help:
    here = [processes[row.process_id]] if row.process_id in processes else []
    here = here or [process for process in processes.values() if row.area_id in process.area_ids]
    channels = {channel for process in here for channel in process.channels}
    return Help(
        key=f"moede-{row.pk}",
        title=row.title,
        kind=row.get_kind_display(),
        about=row.where,
        address=row.place,
        days=(when_of(row.starts_at, row.ends_at),),
        hours="",
        near=in_days(row.starts_at, at, get_language() or "da") if row.starts_at > at else _("now"),
        offers=tuple(offered(row)),
        access=row.access,
        languages=row.languages,
        phone=row.phone,
        bring=tuple(bring(channels)),
        url=reverse("events:event", args=[row.pk]),
        file_url=reverse("events:file", args=[row.pk]),
        changed_at=row.updated_at,
        starts_at=max(row.starts_at, at),
        appointments=(appointment(row),),
    )
