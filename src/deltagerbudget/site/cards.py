"""From rows to the cards of lists. Every text is resolved here, above the loop of the template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.pictures.models import Picture
from deltagerbudget.pictures.shown import first_photo, photo
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.realisation.models import Realisation, seed_of, url_of
from deltagerbudget.realisation.rules import next_promise
from deltagerbudget.realisation.story import badge_of as standing
from deltagerbudget.realisation.story import quiet_words
from deltagerbudget.results.models import ProjectResult
from deltagerbudget.site.now import what_now
from deltagerbudget.support.reading import fact
from deltagerbudget.ui.danish import day, money, number
from deltagerbudget.ui.signatures import Badge, Card, Chip, Photo

_TEXT = 140


def process_cards(processes: Iterable[Process], at: datetime) -> list[Card]:
    return [process_card(process, at) for process in processes]


def process_card(process: Process, at: datetime) -> Card:
    now = what_now(process, at)
    facts = [money(process.amount_ore, process.currency, _language())] + ([now.short] if now.short else [])
    return Card(
        url=reverse("site:process", args=[process.slug]),
        title=process.title,
        text=_short(process.challenge),
        kind=places(process),
        theme=process.theme,
        seed=process.slug,
        photo=photo(process.picture) if process.picture else None,
        chip=_chip(process, at),
        facts=tuple(facts),
        badge=now.badge,
        lang="" if _language() == "da" else "da",
    )


def places(process: Process) -> str:
    return ", ".join(area.name for area in process.areas.all())


def _chip(process: Process, at: datetime) -> Chip | None:
    present = process.span_at(at)
    if present is None:
        return None
    step = process.spans.index(present) + 1
    words = _("Step %(step)s of %(steps)s: %(name)s")
    return Chip(step, len(process.spans), words % {"step": step, "steps": len(process.spans), "name": present.name})


def proposal_cards(
    proposals: Iterable[Proposal], process: Process, *, published: bool, with_badges: bool = True
) -> list[Card]:
    """``proposals`` with ``project_result`` loaded when the result is published, and ``supporters`` after a round."""
    badges = _badges()
    words = {
        "vote": _("1 vote"),
        "votes": _("%(votes)s votes"),
        "unpriced": _("The price is not set yet"),
        "number": _("No. %(n)s"),
    }
    language = _language()
    base = reverse("site:proposals", args=[process.slug])
    cards = []
    for proposal in proposals:
        # SECURITY: what is counted and not published is not looked at.
        result = getattr(proposal, "project_result", None) if published else None
        facts = [money(proposal.price_ore, process.currency, language) if proposal.price_ore else words["unpriced"]]
        if result is not None:
            facts.append(words["vote" if result.votes == 1 else "votes"] % {"votes": number(result.votes, language)})
        if (supporters := vars(proposal).get("supporters")) is not None:
            facts.append(fact(supporters))
        if proposal.place:
            facts.append(proposal.place)
        cards.append(
            Card(
                url=f"{base}{proposal.number}/",
                title=proposal.title,
                text=_short(proposal.what),
                kind=words["number"] % {"n": proposal.number},
                theme=process.theme,
                seed=f"{process.slug}-{proposal.number}",
                photo=_cover(proposal),
                facts=tuple(facts),
                badge=badges[_state(proposal, result)] if with_badges else None,
                lang="" if proposal.language == language else proposal.language,
            )
        )
    return cards


def _cover(proposal: Proposal) -> Photo | None:
    """``proposal`` loaded `with_cover()`."""
    found: dict[str, Any] | None = vars(proposal)["cover"]
    return photo(Picture(**found)) if found else None


def winner_cards(winners: Iterable[Proposal], process: Process) -> list[Card]:
    """Everything here has won; the badge says what is built. ``winners`` with their realisations loaded."""
    rows, done, stopped = list(winners), Badge("done", _("Built")), Badge("stopped", _("Stopped"))
    cards = proposal_cards(rows, process, published=True, with_badges=False)
    badges = [done if is_built(row) else stopped if is_stopped(row) else None for row in rows]
    return [replace(card, badge=badge) if badge else card for card, badge in zip(cards, badges, strict=True)]


def is_built(proposal: Proposal) -> bool:
    realisation = getattr(proposal, "realisation", None)
    return realisation is not None and realisation.finished_on is not None


def is_stopped(proposal: Proposal) -> bool:
    realisation = getattr(proposal, "realisation", None)
    return realisation is not None and realisation.stopped_on is not None


def badge_of(proposal: Proposal, *, published: bool) -> Badge:
    return _badges()[_state(proposal, getattr(proposal, "project_result", None) if published else None)]


def _state(proposal: Proposal, result: ProjectResult | None) -> str:
    if result is None:
        return str(proposal.stage)
    return "won" if result.is_funded else "lost"


def _badges() -> dict[str, Badge]:
    return {
        str(Stage.SUBMITTED): Badge("waiting", _("Sent in")),
        str(Stage.ADMITTED): Badge("open", _("On the ballot")),
        str(Stage.REFUSED): Badge("lost", _("Does not go on")),
        str(Stage.APPEALED): Badge("waiting", _("Refused, and appealed")),
        str(Stage.UNSUPPORTED): Badge("lost", _("Did not get enough support")),
        str(Stage.MERGED): Badge("closed", _("Put together with another proposal")),
        "won": Badge("won", _("Won")),
        "lost": Badge("lost", _("Did not win")),
    }


def built_cards(realisations: Iterable[Realisation], today: date) -> list[Card]:
    """What became of it; ``realisations`` with proposal, process, initiative and milestones loaded."""
    finished, promised, initiative = _("Finished %(day)s"), _("%(what)s: %(day)s"), _("Initiative")
    language, cards = _language(), []
    for realisation in realisations:
        about, source = realisation.about, realisation.source
        text, spoken = (about.what, about.language) if isinstance(about, Proposal) else (about.story, "da")
        facts = [money(realisation.price_ore, realisation.currency, language)]
        promise = next_promise(realisation.promises())
        if realisation.finished_on:
            facts.append(finished % {"day": day(realisation.finished_on, language)})
        elif promise is not None and not realisation.is_over:
            facts.append(promised % {"what": promise.title, "day": day(promise.due_on, language)})
        facts += [said for said in [quiet_words(realisation, today)] if said]
        cards.append(
            Card(
                url=url_of(about),
                title=about.title,
                text=_short(text),
                kind=source.title if isinstance(about, Proposal) else initiative,
                theme=source.theme,
                seed=seed_of(about),
                photo=first_photo(realisation.pictures()),
                facts=tuple(facts),
                badge=standing(realisation, today),
                lang="" if spoken == language else spoken,
            )
        )
    return cards


def _language() -> str:
    return get_language() or "da"


def _short(text: str) -> str:
    return text if len(text) <= _TEXT else text[: _TEXT - 1].rstrip() + "…"
