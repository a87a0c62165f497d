"""One line of the list of proposals: what it shows, on the page and in a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.filters import COLUMNS
from deltagerbudget.review.models import Decision, Review
from deltagerbudget.review.rules import Missing
from deltagerbudget.support.models import with_supporters
from deltagerbudget.ui import danish
from deltagerbudget.ui.sheets import Cell, Ore, Sheet
from deltagerbudget.ui.signatures import Badge


@dataclass(frozen=True)
class Row:
    """One proposal on the desk and what it lacks."""

    proposal: Proposal
    reviews: list[Review]
    decision: Decision | None
    lack: Missing | None
    # The nearest day on which somebody owes an answer.
    due: date | None = None
    price_ore: int | None = None
    is_late: bool = False
    is_mine: bool = False
    # The authors may still change it.
    is_hearing: bool = False
    # None where nobody asks for the column.
    supporters: int | None = None

    @property
    def waits(self) -> bool:
        return self.proposal.stage == Stage.SUBMITTED

    @property
    def state(self) -> str:
        if not self.waits or self.lack is None:
            return str(self.proposal.get_stage_display())
        if self.is_hearing and self.lack in {Missing.DEPARTMENT, Missing.DECISION}:
            return _("The authors can answer")
        return str(self.lack.label)

    @property
    def badge(self) -> Badge:
        if not self.waits:
            return Badge("closed", self.state)
        return Badge("done" if self.lack is Missing.NOTHING else "waiting", self.state)

    @property
    def due_badge(self) -> Badge | None:
        if self.due is None:
            return None
        day = danish.short_day(self.due, get_language() or "da")
        return Badge("late", _("Late: %(day)s") % {"day": day}) if self.is_late else Badge("waiting", day)


def rows_of(found: QuerySet[Proposal], columns: Iterable[str]) -> list[Row]:
    """Of the proposals as `queue.desk` gives them."""
    loaded = found.select_related("decision", "area").prefetch_related("reviews__department")
    if "forfatter" in columns:
        loaded = loaded.prefetch_related("authorships__person")
    if "stoette" in columns:
        loaded = with_supporters(loaded)
    return [_row(row) for row in loaded]


def _row(row: Any) -> Row:
    return Row(
        proposal=row,
        reviews=list(row.reviews.all()),
        decision=getattr(row, "decision", None),
        lack=Missing(row.lack) if row.lack else None,
        due=row.due,
        price_ore=row.shown_price_ore,
        is_late=row.is_late,
        is_mine=row.is_mine,
        is_hearing=row.is_hearing,
        supporters=getattr(row, "supporters", None),
    )


def _said(row: Row) -> str:
    return "; ".join(f"{review.who}: {review.said}" for review in row.reviews)


# LAW: GDPR art. 5(1)(c): of a resident only the name that the author chose for everyone.
_CELLS: dict[str, Callable[[Row], Cell]] = {
    "afdelinger": _said,
    "frist": lambda row: row.due,
    "pris": lambda row: None if row.price_ore is None else Ore(row.price_ore),
    "afgoerelse": lambda row: row.decision.get_ruling_display() if row.decision else "",
    "emne": lambda row: row.proposal.category,
    "omraade": lambda row: row.proposal.area_name,
    "forfatter": lambda row: ", ".join(row.proposal.author_names),
    "sendt": lambda row: localdate(row.proposal.submitted_at) if row.proposal.submitted_at else None,
    "stoette": lambda row: row.supporters,
}


def sheet_of(rows: Iterable[Row], columns: Iterable[str], *, title: str) -> Sheet:
    """The very lines and columns of the page."""
    shown = tuple(columns)
    head = (_("Number"), _("Title"), *(str(COLUMNS[name]) for name in shown), _("Where it stands"))
    lines = tuple(
        (row.proposal.number, row.proposal.title, *(_CELLS[name](row) for name in shown), row.state) for row in rows
    )
    return Sheet(title, head, lines)
