"""What the five signatures draw, as plain values: no model, no request, no query."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from deltagerbudget.ui import danish

State = Literal["past", "now", "next"]
Kind = Literal["chosen", "funded", "spent", "committed"]
BadgeKind = Literal["open", "soon", "closed", "waiting", "won", "lost", "late", "done", "stopped"]

BADGE_ICONS: dict[str, str] = {
    "open": "arrow-forward",
    "soon": "calendar-month",
    "closed": "lock",
    "waiting": "hourglass",
    "won": "star-fill",
    "lost": "minus",
    "late": "warning",
    "done": "check",
    "stopped": "error",
}


@dataclass(frozen=True)
class Station:
    """One phase on the path. Only the present one shows its action."""

    name: str
    starts: date | datetime | None = None
    ends: date | datetime | None = None
    state: State = "next"
    action_label: str = ""
    action_url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Block:
    """One piece of the pot."""

    label: str
    price_ore: int
    kind: Kind = "chosen"
    url: str = ""


@dataclass(frozen=True)
class Event:
    """One line of the public history: what, by whom (a role), when."""

    what: str
    who_role: str
    at: datetime
    url: str = ""


@dataclass(frozen=True)
class Badge:
    kind: BadgeKind
    text: str

    @property
    def icon(self) -> str:
        return BADGE_ICONS[self.kind]


@dataclass(frozen=True)
class Chip:
    """The path at its smallest. `text` is written out by the view: "Trin 3 af 6: afstemning"."""

    step: int
    steps: int
    text: str


@dataclass(frozen=True)
class Photo:
    """Somebody's own picture, in a few widths; width and height are those of the widest."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str
    credit: str = ""


@dataclass(frozen=True)
class Card:
    """A process or a proposal in a list. Every text is ready: the card translates and counts nothing."""

    url: str
    title: str
    text: str = ""
    kind: str = ""
    theme: str = ""
    seed: str = ""
    photo: Photo | None = None
    chip: Chip | None = None
    facts: tuple[str, ...] = ()
    badge: Badge | None = None
    lang: str = ""


@dataclass(frozen=True)
class Piece:
    """A block as it is drawn: per cent of the bar, written with a point whatever the language."""

    number: int
    x: str
    width: str
    middle: str
    end: str
    wide: bool
    block: Block

    @property
    def css(self) -> str:
        return f"pot-{self.block.kind}" + (" pot-even" if self.number % 2 == 0 else "")


def share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.3f}".rstrip("0").rstrip(".") if whole else "0"


def pieces(total_ore: int, blocks: list[Block]) -> list[Piece]:
    """The blocks side by side, to scale; a pot that is overdrawn is scaled to what was chosen."""
    scale = max(total_ore, sum(block.price_ore for block in blocks))
    drawn, x = [], 0
    for number, block in enumerate(blocks, start=1):
        drawn.append(
            Piece(
                number,
                x=share(x, scale),
                width=share(block.price_ore, scale),
                middle=share(2 * x + block.price_ore, 2 * scale),
                end=share(x + block.price_ore, scale),
                wide=block.price_ore * 25 > scale,
                block=block,
            )
        )
        x += block.price_ore
    return drawn


# In days: from here on a day without its year could be another year's.
_LONG = 300


def span(starts: date | datetime | None, ends: date | datetime | None, language: str) -> str:
    """`1. okt. – 30. nov.`, with years where it lasts for most of one, or the one end that is known."""
    if starts and ends:
        if danish.days_between(starts, ends) > _LONG:
            return " – ".join(danish.short_day(end, language, with_year=True) for end in (starts, ends))
        return f"{danish.short_day(starts, language)} – {danish.short_day(ends, language)}"
    known = starts or ends
    return danish.day(known, language) if known else ""
