"""A letter as it is sent: on paper with or without a code, and as a page for Digital Post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.letters import typeset
from deltagerbudget.letters.models import Letter
from deltagerbudget.letters.papers import booth_address, help_lines, postal, short, steps
from deltagerbudget.letters.rules import Occasion, merged
from deltagerbudget.letters.sources import source_of
from deltagerbudget.municipality.card import card
from deltagerbudget.processes.models import Process
from deltagerbudget.ui import danish

_STEP = {Occasion.IDEAS: PhaseKind.IDEAS, Occasion.VOTE: PhaseKind.VOTE}


@dataclass(frozen=True)
class Addressed:
    """One letter: the lines of the window, and a code or none."""

    lines: Sequence[str] = ()
    code: str = ""
    # What stands on the ballot that comes with the letter; without it none comes.
    form: str = ""


def address_of(process: Process, occasion: str) -> str:
    """SECURITY: the same for every receiver; holds no token, so it logs nobody in (T69)."""
    if occasion == Occasion.VOTE:
        return booth_address(process)
    return f"{settings.SITE_URL}/deltagerbudgetter/{process.slug}/"


def field_values(process: Process, occasion: str) -> dict[str, str]:
    language = get_language() or "da"
    span = process.span_of(_STEP[Occasion(occasion)]) if Occasion(occasion) in _STEP else None
    return {
        "deltagerbudget": process.title,
        "område": ", ".join(area.name for area in process.areas.all()),
        "beløb": danish.kroner(process.amount_ore, language),
        "åbner": danish.weekday(localdate(span.starts_at), language) if span else "",
        "lukker": danish.weekday(span.ends_at, language) if span else "",
        "adresse": short(address_of(process, occasion)),
        "kommune": card().name,
    }


def told(letter: Letter, language: str) -> tuple[str, list[str]]:
    """Heading and paragraphs with the fields filled in."""
    with override(language):
        values = field_values(letter.process, letter.occasion)
    body = merged(letter.body(language), values).replace("\r", "")
    parts = [" ".join(part.split()) for part in body.split("\n\n") if part.strip()]
    return merged(letter.heading(language), values), parts


def letter_pdf(
    letter: Letter, sheets: Sequence[Addressed], *, at: datetime, is_draft: bool = False, is_large: bool = False
) -> bytes:
    """In Danish, with the same in English below in short. SECURITY: made in memory, and kept nowhere."""
    with override("da"):
        values = _values(letter, sheets, at)
        title = values["letters"][0]["heading"]
        return typeset.pdf("letter", values, title=title, is_draft=is_draft, is_large=is_large)


def cards_pdf(process: Process, printed: Sequence[str], until: datetime) -> bytes:
    with override("da"):
        title, address = _("Cards with voting codes"), booth_address(process)
        values = {
            "heading": title,
            "note": _("Cut them apart. Give one card to each, and write down on no list who got which."),
            "process": process.title,
            "cards": list(printed),
            "until": _("You can vote until {last}.").format(last=danish.weekday(until, "da")),
            "short_address": short(address),
            "qr": typeset.square(address),
            "footer": process.title,
            "words": _words(address) | {"your_code": _("Your code")},
        }
        return typeset.pdf("cards", values, title=f"{title}: {process.title}")


def letter_page(letter: Letter, language: str) -> str:
    """A whole HTML document for Digital Post, with its action (MeMo) as a link."""
    heading, parts = told(letter, language)
    with override(language):
        context = {
            "language": language,
            "heading": heading,
            "parts": parts,
            "action": action_words(letter.occasion),
            "address": address_of(letter.process, letter.occasion),
            "help": help_lines(letter.process),
            "municipality": card().name,
        }
        return render_to_string("letters/digital_post.html", context)


def action_words(occasion: str) -> str:
    return {
        Occasion.IDEAS: _("Make a proposal"),
        Occasion.VOTE: _("Vote here"),
        Occasion.RESULT: _("See the result"),
        Occasion.PROJECT: _("See what it became"),
    }[Occasion(occasion)]


def _values(letter: Letter, sheets: Sequence[Addressed], at: datetime) -> dict[str, Any]:
    process, occasion = letter.process, letter.occasion
    address = address_of(process, occasion)
    heading, parts = told(letter, "da")
    has_codes = any(sheet.code for sheet in sheets)
    source = source_of(process) if any(sheet.form for sheet in sheets) else None
    other_heading, other_parts = told(letter, "en")
    return {
        "process": process.title,
        "date": danish.day(at, "da"),
        "letters": [
            {
                "address": list(sheet.lines),
                "heading": heading,
                "paragraphs": parts,
                "code": sheet.code,
                "form": sheet.form if source else "",
            }
            for sheet in sheets
        ],
        "form": postal(source, letter.return_address.splitlines()) if source else None,
        "or_by_post": _("Or fill in the ballot on the next page, and post it to us.") if source else "",
        "steps": steps(process, has_code=has_codes) if occasion == Occasion.VOTE else [],
        "qr": typeset.square(address),
        "short_address": short(address),
        "help": help_lines(process),
        "other": [f"In English: {other_heading}", *other_parts],
        "other_lang": "en",
        "footer": process.title,
        "numbered": False,
        "words": _words(address)
        | {
            "your_code": _("Your code"),
            "code_note": _("For you alone. You can use it again until the vote closes."),
            "how": _("How you vote"),
        },
    }


def _words(address: str) -> dict[str, str]:
    return {
        "qr_alt": _("Square code with the address {address}").format(address=short(address)),
        "address_words": _("Point your phone's camera at the square, or type:"),
        "help": _("Do you need help?"),
    }
