"""Decides what the desk says of somebody who stands there. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.processes.rules import moment

# How long a code from the desk can be typed, and how long a page of the desk remembers who stands there.
CODE_LASTS = timedelta(minutes=10)
DESK_SECONDS = 10 * 60
CODE_LENGTH = 8


class Standing(StrEnum):
    """All that the desk may know of somebody: whether, and not what."""

    FREE = "free"
    ONLINE = "online"
    PAPER_HERE = "paper-here"
    PAPER_ELSEWHERE = "paper-elsewhere"
    NOT_ON_ROLL = "not-on-roll"
    ELSEWHERE = "elsewhere"
    TOO_YOUNG = "too-young"
    # The register does not answer, or keeps the address to itself, and no address was read off a health card.
    SILENT = "silent"
    PROTECTED = "protected"


@dataclass(frozen=True)
class Offer:
    """What the desk can do for somebody."""

    paper: bool = False
    code: bool = False
    take_back: bool = False


def offer(standing: Standing, channels: Collection[Channel]) -> Offer:
    if standing in {Standing.FREE, Standing.ONLINE}:
        return Offer(paper=Channel.PAPER in channels, code=Channel.DESK in channels)
    return Offer(take_back=standing is Standing.PAPER_HERE)


def code_of(typed: str) -> str:
    """A code as it is kept: without spaces and hyphens, in capitals."""
    return re.sub(r"[\s-]", "", typed[:40]).upper()


def spaced(code: str) -> str:
    """In two halves, as people read it aloud."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


# Days of opening of one place.
MOST_OPENINGS = 60
_OPENING = re.compile(
    r"(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4}),?(?: kl\.?)? (\d{1,2})(?:[.:](\d{2}))? ?[-–] ?(\d{1,2})(?:[.:](\d{2}))?"
)


def openings_in(text: str) -> list[tuple[datetime, datetime]]:
    """One line a day, such as `2.12.2026 10-18`; raise NotPossible with the line that is not understood."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_OPENINGS:
        raise NotPossible(_("Write at most %(most)s days.") % {"most": MOST_OPENINGS})
    return sorted({_opening(line) for line in lines})


def _opening(line: str) -> tuple[datetime, datetime]:
    found = _OPENING.fullmatch(line)
    try:
        if found is None:
            raise ValueError
        day, month, year, *clock = (int(part or 0) for part in found.groups())
        on = date(year, month, day)
        begins, ends = (moment(datetime.combine(on, time(hour, minute))) for hour, minute in (clock[:2], clock[2:]))
        if begins >= ends:
            raise ValueError
    except ValueError:
        told = {"line": line[:60]}
        raise NotPossible(
            _("This line is not a day with hours: “%(line)s”. Write it like 2.12.2026 10.00-18.00.") % told
        ) from None
    return begins, ends


def as_written(begins: datetime, ends: datetime) -> str:
    """As it stands in the form."""
    return f"{begins.day}.{begins.month}.{begins.year} {begins:%H.%M}-{ends:%H.%M}"


def bring(channels: Collection[str]) -> list[str]:
    """What one needs to vote, by the ways that the vote has."""
    words = []
    if Channel.MITID in channels:
        words.append(_("MitID, if you have it"))
    if Channel.LETTER in channels:
        words.append(_("The letter with your code, if you got one"))
    if Channel.HANDOUT in channels:
        words.append(_("The code that you were given"))
    if {Channel.DESK, Channel.PAPER} & set(channels):
        words.append(_("Your health card or another ID with your CPR number"))
    return [str(word) for word in words]
