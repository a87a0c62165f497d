"""A found proposal as a line of the list: where the words stand, and how it fares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.proposals.models import Proposal
from deltagerbudget.site.cards import badge_of
from deltagerbudget.site.now import published_result
from deltagerbudget.ui.danish import money
from deltagerbudget.ui.search import search_words, spellings
from deltagerbudget.ui.signatures import Badge

_BEFORE = 60
_LONGEST = 180
_LEAST_MARKED = 2


@dataclass(frozen=True)
class Part:
    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Hit:
    url: str
    title: list[Part]
    text: list[Part]
    kind: str
    price: str
    badge: Badge
    theme: str
    lang: str = ""


def hits(proposals: Iterable[Proposal], words: str) -> list[Hit]:
    """``proposals`` come `with_standing()`."""
    pattern, language, unpriced = _pattern(words), get_language() or "da", _("The price is not set yet")
    found = []
    for proposal in proposals:
        process = proposal.process
        texts = [proposal.what, proposal.why, proposal.place, proposal.for_whom]
        text = next((text for text in texts if pattern.search(text)), proposal.what)
        found.append(
            Hit(
                url=reverse("site:proposal", args=[process.slug, proposal.number]),
                title=marked(proposal.title, pattern),
                text=marked(excerpt(text, pattern), pattern),
                kind=process.title,
                price=money(proposal.price_ore, process.currency, language) if proposal.price_ore else unpriced,
                # SECURITY: what is counted and not published is not looked at.
                badge=badge_of(proposal, published=published_result(process) is not None),
                theme=process.theme,
                lang="" if proposal.language == language else proposal.language,
            )
        )
    return found


def _pattern(words: str) -> re.Pattern[str]:
    """SECURITY: made of letters and figures alone, so it reads every text in one pass."""
    spelt = [way for word in search_words(words) for way in spellings(word) if len(way) >= _LEAST_MARKED]
    return re.compile("|".join(sorted(spelt, key=len, reverse=True)) or r"(?!)", re.IGNORECASE)


def marked(text: str, pattern: re.Pattern[str]) -> list[Part]:
    parts, at = [], 0
    for match in pattern.finditer(text):
        parts += [Part(text[at : match.start()]), Part(match[0], is_marked=True)]
        at = match.end()
    return [part for part in [*parts, Part(text[at:])] if part.text]


def excerpt(text: str, pattern: re.Pattern[str]) -> str:
    """The piece of the text around the first word that was asked for, cut between words."""
    text = " ".join(text.split())
    match = pattern.search(text)
    start = 0
    if match is not None and match.end() > _LONGEST - _BEFORE and len(text) > _LONGEST:
        start = text.rfind(" ", 0, max(match.start() - _BEFORE, 0)) + 1
    piece = text[start : start + _LONGEST]
    if start + _LONGEST < len(text):
        piece = piece.rpartition(" ")[0].rstrip(" ,.;:") + "…" if " " in piece else piece + "…"
    return f"… {piece}" if start else piece
