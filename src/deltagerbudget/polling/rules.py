"""Decides what the desk says of somebody who stands there. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from deltagerbudget.acts.vocabulary import Channel

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
