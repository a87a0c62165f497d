"""Every winner of every process, the late ones first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.pictures.shown import first_photo
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.models import Realisation
from deltagerbudget.realisation.rules import Station, late_days, next_promise
from deltagerbudget.realisation.story import badge_of, late_words
from deltagerbudget.results.models import ProjectResult
from deltagerbudget.ui.danish import day, money
from deltagerbudget.ui.signatures import Badge, Card

# The station as the address says it.
WORDS = {
    Station.LATE: "forsinket",
    Station.UNDER_WAY: "i-gang",
    Station.PLANNED: "planlagt",
    Station.FINISHED: "faerdig",
}
_ORDER = list(WORDS)


PICTURES = ("proposal__pictures", "proposal__realisation__reports__picture")


@dataclass(frozen=True)
class Winner:
    """One winner as the clock sees it."""

    proposal: Proposal
    process: Process
    realisation: Realisation | None
    price_ore: int
    station: Station
    days: int
    areas: frozenset[str]

    @property
    def rank(self) -> tuple[int, int, date, int]:
        """Late first and the latest of them on top; then by the next date; the newly finished before the older."""
        row = self.realisation
        promise = next_promise(row.promises()) if row else None
        if row is not None and row.finished_on is not None:
            return _ORDER.index(self.station), -row.finished_on.toordinal(), row.finished_on, self.proposal.pk
        due_on = promise.due_on if promise else date.max
        return _ORDER.index(self.station), -self.days, due_on, self.proposal.pk


def winners(today: date) -> list[Winner]:
    """Four queries. An imported election is somebody else's to build, unless it was started here."""
    foreign = Q(proposal__process__is_imported=True, proposal__realisation=None)
    rows = (
        ProjectResult.objects.published()
        .funded()
        .exclude(foreign)
        .select_related("proposal__process", "proposal__realisation__process")
        .prefetch_related("proposal__process__areas", "proposal__realisation__milestones", *PICTURES)
    )
    return sorted((_winner(row, today) for row in rows), key=lambda winner: winner.rank)


def chosen(found: Iterable[Winner], *, area: str, station: str) -> list[Winner]:
    """An unknown word filters nothing away."""
    wanted = next((member for member, word in WORDS.items() if word == station), None)
    return [
        winner
        for winner in found
        if (not area or area in winner.areas) and (wanted is None or winner.station is wanted)
    ]


def cards(found: Iterable[Winner], today: date) -> list[Card]:
    language = get_language() or "da"
    words = {
        "next": _("Next: %(title)s, by %(day)s"),
        "late": _("%(title)s was promised for %(day)s"),
        "done": _("Finished on %(day)s"),
        "waiting": _("The first date comes when the work is planned."),
        "owner": _("Answers for it: %(who)s"),
    }
    return [_card(winner, words, language, today) for winner in found]


def _winner(row: ProjectResult, today: date) -> Winner:
    realisation = getattr(row.proposal, "realisation", None)
    process = row.proposal.process
    return Winner(
        proposal=row.proposal,
        process=process,
        realisation=realisation,
        price_ore=realisation.price_ore if realisation else row.cost_ore,
        station=realisation.station(today) if realisation else Station.PLANNED,
        days=late_days(realisation.promises(), today) if realisation else 0,
        areas=frozenset(area.slug for area in process.areas.all()),
    )


def _card(winner: Winner, words: dict[str, str], language: str, today: date) -> Card:
    proposal, process, row = winner.proposal, winner.process, winner.realisation
    places = ", ".join(area.name for area in process.areas.all())
    facts = [money(winner.price_ore, process.currency, language), places]
    if row is not None:
        facts.append(words["owner"] % {"who": row.owner_title})
    return Card(
        url=reverse("site:proposal", args=[process.slug, proposal.number]),
        title=proposal.title,
        text=_text(winner, words, language),
        kind=process.title,
        theme=process.theme,
        photo=first_photo(row.pictures() if row else proposal.pictures.all()),
        seed=f"{process.slug}-{proposal.number}",
        facts=tuple(facts),
        badge=_badge(winner, today),
    )


def _text(winner: Winner, words: dict[str, str], language: str) -> str:
    row = winner.realisation
    if row is not None and row.finished_on is not None:
        return words["done"] % {"day": day(row.finished_on, language)}
    promise = next_promise(row.promises()) if row else None
    if promise is None:
        return words["waiting"]
    sentence = words["late" if winner.station is Station.LATE else "next"]
    return sentence % {"title": promise.title, "day": day(promise.due_on, language)}


def _badge(winner: Winner, today: date) -> Badge:
    if winner.station is Station.LATE:
        return Badge("late", late_words(winner.days))
    return badge_of(winner.realisation, today)
