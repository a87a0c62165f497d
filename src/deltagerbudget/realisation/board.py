"""Every winner of every process and every initiative, the late ones first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.events.cards import when_of
from deltagerbudget.pictures.models import Picture
from deltagerbudget.pictures.shown import first_photo
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.models import Initiative, Realisation, Report, paid_for, seed_of, url_of, with_events
from deltagerbudget.realisation.rules import Station, late_days, months_after, next_promise
from deltagerbudget.realisation.story import badge_of, late_words, quiet_words, start_words
from deltagerbudget.results.models import ProjectResult, ProjectResultQuerySet
from deltagerbudget.ui.danish import day, money
from deltagerbudget.ui.signatures import Badge, Card

# The station as the address says it.
WORDS = {
    Station.LATE: "forsinket",
    Station.UNDER_WAY: "i-gang",
    Station.PLANNED: "planlagt",
    Station.FINISHED: "faerdig",
    Station.STOPPED: "stoppet",
}
_ORDER = list(WORDS)


@dataclass(frozen=True)
class Winner:
    """One winner or initiative as the clock sees it."""

    about: Proposal | Initiative
    source: Process | Initiative
    realisation: Realisation | None
    price_ore: int
    paid_ore: int
    station: Station
    days: int
    # By the rule, for a winner.
    start_by: date | None = None

    @property
    def areas(self) -> frozenset[str]:
        """Prefetch them for lists."""
        return frozenset(area.slug for area in self.source.areas.all())

    def pictures(self) -> list[Picture]:
        if self.realisation is not None:
            return self.realisation.pictures()
        return list(self.about.pictures.all()) if isinstance(self.about, Proposal) else []

    @property
    def currency(self) -> str:
        return self.source.currency if isinstance(self.source, Process) else "DKK"

    @property
    def rank(self) -> tuple[int, int, date, int]:
        """Late first and the latest of them on top; then by the next date; the newly finished before the older."""
        row = self.realisation
        promise = next_promise(row.promises()) if row else None
        if row is not None and row.finished_on is not None:
            return _ORDER.index(self.station), -row.finished_on.toordinal(), row.finished_on, self.about.pk
        due_on = promise.due_on if promise else self.start_by or date.max
        return _ORDER.index(self.station), -self.days, due_on, self.about.pk


def winners(today: date) -> list[Winner]:
    """Five queries."""
    rows = list(funded().prefetch_related("proposal__process__areas"))
    initiatives = Realisation.objects.filter(initiative__isnull=False).select_related("initiative")
    initiatives = initiatives.prefetch_related("initiative__areas").annotate(paid=paid_for("pk"))
    return winners_of(rows, list(initiatives), today)


def funded() -> ProjectResultQuerySet:
    """Every winner of a published result, with all that the clock asks for but the milestones; one query."""
    rows = ProjectResult.objects.published().funded()
    rows = rows.select_related("result", "proposal__process", "proposal__realisation__process")
    return rows.defer("result__outcome", "result__pb").annotate(paid=paid_for("proposal__realisation"))


def winners_of(rows: Sequence[ProjectResult], initiatives: Sequence[Realisation], today: date) -> list[Winner]:
    """One query. An imported election is somebody else's to build, unless it was started here."""
    own = [row for row in rows if hasattr(row.proposal, "realisation") or not row.proposal.process.is_imported]
    started = [row.proposal.realisation for row in own if hasattr(row.proposal, "realisation")]
    prefetch_related_objects([*started, *initiatives], with_events())
    found = [_winner(row, today) for row in own] + [_initiative(row, today) for row in initiatives]
    return sorted(found, key=lambda winner: winner.rank)


def start_by_of(row: ProjectResult, process: Process) -> date:
    """The last day on which a winner is started by the rule; load the result."""
    assert row.result.published_at is not None  # noqa: S101 - only published results are asked for
    return months_after(localdate(row.result.published_at), process.start_within_months)


def chosen(found: Iterable[Winner], *, area: str, station: str) -> list[Winner]:
    """An unknown word filters nothing away."""
    wanted = next((member for member, word in WORDS.items() if word == station), None)
    return [
        winner
        for winner in found
        if (not area or area in winner.areas) and (wanted is None or winner.station is wanted)
    ]


def cards(found: Iterable[Winner], today: date) -> list[Card]:
    """Those of one page, with what only a card shows: pictures and the newest news. Two queries."""
    shown = list(found)
    told = Prefetch("reports", Report.objects.select_related("picture"))
    prefetch_related_objects([winner.realisation for winner in shown if winner.realisation is not None], told)
    prefetch_related_objects([winner.about for winner in shown if isinstance(winner.about, Proposal)], "pictures")
    language = get_language() or "da"
    words = {
        "next": _("Next: %(title)s, by %(day)s"),
        "late": _("%(title)s was promised for %(day)s"),
        "done": _("Finished on %(day)s"),
        "waiting": _("The first date comes when the work is planned."),
        "paid": _("%(amount)s is paid"),
        "initiative": _("Initiative"),
        "owner": _("Answers for it: %(who)s"),
        "stopped": _("Stopped on %(day)s: %(why)s"),
    }
    return [_card(winner, words, language, today) for winner in shown]


def _winner(row: ProjectResult, today: date) -> Winner:
    realisation = getattr(row.proposal, "realisation", None)
    process = row.proposal.process
    start_by = start_by_of(row, process)
    unstarted = max(0, (today - start_by).days)
    return Winner(
        about=row.proposal,
        source=process,
        realisation=realisation,
        price_ore=realisation.price_ore if realisation else row.granted_ore,
        paid_ore=row.paid or 0,  # type: ignore[attr-defined]
        station=realisation.station(today) if realisation else Station.LATE if unstarted else Station.PLANNED,
        days=late_days(realisation.promises(), today) if realisation else unstarted,
        start_by=start_by,
    )


def _initiative(row: Realisation, today: date) -> Winner:
    return Winner(
        about=row.about,
        source=row.source,
        realisation=row,
        price_ore=row.price_ore,
        paid_ore=row.paid or 0,  # type: ignore[attr-defined]
        station=row.station(today),
        days=late_days(row.promises(), today),
    )


def _card(winner: Winner, words: dict[str, str], language: str, today: date) -> Card:
    about, source, row = winner.about, winner.source, winner.realisation
    places = ", ".join(area.name for area in source.areas.all())
    facts = [money(winner.price_ore, winner.currency, language), places]
    if winner.paid_ore:
        facts.append(words["paid"] % {"amount": money(winner.paid_ore, winner.currency, language)})
    if row is not None:
        facts.append(words["owner"] % {"who": row.owner_title})
        facts += [said for said in [_opening_words(row, today), quiet_words(row, today)] if said]
    return Card(
        url=url_of(about),
        title=about.title,
        text=_text(winner, words, language, today),
        kind=words["initiative"] if isinstance(about, Initiative) else source.title,
        theme=source.theme,
        photo=first_photo(winner.pictures()),
        seed=seed_of(about),
        facts=tuple(facts),
        badge=_badge(winner, today),
    )


def _opening_words(row: Realisation, today: date) -> str:
    """When one can come and see it, where that is announced and still to come."""
    events = [milestone.event for milestone in row.milestones.all() if milestone.event is not None]
    coming = [event for event in events if event.cancelled_at is None and localdate(event.ends_at) >= today]
    return _("Opening: %(when)s") % {"when": when_of(coming[0].starts_at, coming[0].ends_at)} if coming else ""


def _text(winner: Winner, words: dict[str, str], language: str, today: date) -> str:
    row = winner.realisation
    if row is not None and row.finished_on is not None:
        return words["done"] % {"day": day(row.finished_on, language)}
    if row is not None and row.stopped_on is not None:
        return words["stopped"] % {"day": day(row.stopped_on, language), "why": Truncator(row.stop_reason).chars(120)}
    if row is None and winner.start_by is not None:
        return start_words(winner.start_by, today)
    promise = next_promise(row.promises()) if row else None
    if promise is None:
        return words["waiting"]
    sentence = words["late" if winner.station is Station.LATE else "next"]
    return sentence % {"title": promise.title, "day": day(promise.due_on, language)}


def _badge(winner: Winner, today: date) -> Badge:
    if winner.station is Station.LATE:
        return Badge("late", late_words(winner.days))
    return badge_of(winner.realisation, today)
