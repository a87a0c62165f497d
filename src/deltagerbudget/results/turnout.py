"""The turnout that was kept with the roll, as a table for the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from deltagerbudget.ballots.models import Vote


@dataclass(frozen=True)
class Share:
    """So many of so many; nothing where they are too few to be shown."""

    voted: int | None = None
    of: int = 0

    @property
    def percent(self) -> int:
        return 100 * (self.voted or 0) // self.of if self.of else 0


@dataclass(frozen=True)
class Line:
    name: str
    shares: list[Share]
    is_sum: bool = False


@dataclass(frozen=True)
class Turnout:
    heads: list[str]
    lines: list[Line]


def turnout_of(vote: Vote) -> Turnout | None:
    """Asks nothing: it lies beside the result. None without a roll, or with too few voters."""
    loaded = getattr(vote, "roll_loaded", None)
    if loaded is None or loaded.turnout is None:
        return None
    kept = loaded.turnout
    bands, areas = kept["bands"], kept["areas"]
    heads = [_("Area"), *bands, *([_("All ages")] if len(bands) > 1 else [])]
    names = [*areas, *([_("All")] if len(areas) > 1 else [])]
    lines = [
        Line(name, [Share(*cell) if cell else Share() for cell in cells], is_sum=row >= len(areas))
        for row, (name, cells) in enumerate(zip(names, kept["cells"], strict=True))
    ]
    return Turnout(heads, lines)
