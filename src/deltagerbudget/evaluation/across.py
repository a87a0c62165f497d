"""All evaluated deltagerbudgetter side by side, with sums where a sum means something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deltagerbudget.evaluation.figures import detail_of, value_of
from deltagerbudget.evaluation.indicators import UNITS, Indicator, Key, Unit
from deltagerbudget.evaluation.models import Evaluation
from deltagerbudget.evaluation.wording import Wording
from deltagerbudget.evaluation.words import MEANINGS
from deltagerbudget.processes.models import Process
from deltagerbudget.ui import danish

COLUMNS = (
    Key.BALLOTS,
    Key.TURNOUT,
    Key.ON_TIME_PROMISED,
    Key.ON_TIME_RULE,
    Key.LATE_NOW,
    Key.STOPPED,
    Key.MONEY_SPENT,
    Key.COST_PER_VOTE,
    Key.HOURS_PER_VOTE,
)
# How many proposals came so far, before the other columns.
STEPS = ("submitted", "won", "finished")
# On top of a narrow column; the page of each deltagerbudget has the full name and what it means.
SHORT = {
    Key.ON_TIME_PROMISED: gettext_lazy("On time, of all due"),
    Key.ON_TIME_RULE: gettext_lazy("On time, of finished"),
    Key.LATE_NOW: gettext_lazy("Late"),
    Key.MONEY_SPENT: gettext_lazy("Paid of the money"),
    Key.HOURS_PER_VOTE: gettext_lazy("Time for each vote"),
}
_SUMMED = frozenset({Unit.NUMBER, Unit.SHARE, Unit.MONEY_SHARE, Unit.MONEY_EACH, Unit.TIME_EACH})


# What stands before the other columns, in the words of files.
AMOUNT = "amount"


@dataclass(frozen=True)
class Cell:
    """One figure of one deltagerbudget, or of all: as it is read, and the numbers that it is made from."""

    key: str
    value: str
    detail: str = ""
    why: str = ""
    number: int | None = None
    of: int | None = None
    # What it meant when it was published; empty of a sum, and of what needs no words.
    means: str = ""


@dataclass(frozen=True)
class Row:
    slug: str
    title: str
    year: int
    at: datetime
    cells: list[Cell]
    # What is to be said of figures that meant something else then.
    otherwise: str


@dataclass(frozen=True)
class Across:
    heads: list[str]
    rows: list[Row]
    totals: list[Cell]


def across(found: Sequence[Evaluation]) -> Across:
    """Asks nothing: load them with process and vote."""
    ordered = sorted(found, key=lambda each: (each.process.vote.closes_at, each.pk), reverse=True)
    known = [{each.key: each for each in evaluation.indicators} for evaluation in ordered]
    rows = [_row(each, figures) for each, figures in zip(ordered, known, strict=True)]
    totals = [_amount(sum(each.process.amount_ore for each in ordered))]
    totals += [_counted(step, sum(_came(figures, step) for figures in known)) for step in STEPS]
    heads = [_("Amount"), _("Proposals"), _("Winners"), _("Finished")]
    heads += [str(SHORT.get(key, MEANINGS[key].name)) for key in COLUMNS]
    return Across(heads, rows, totals + [_total(key, known) for key in COLUMNS])


def _row(each: Evaluation, figures: dict[Key, Indicator]) -> Row:
    wording = each.wording
    steps = wording.meanings[Key.FUNNEL].definition
    cells = [_amount(each.process.amount_ore), *(_counted(step, _came(figures, step), steps) for step in STEPS)]
    return Row(
        each.process.slug,
        each.process.title,
        localtime(each.process.vote.closes_at).year,
        each.at,
        cells + [_cell(figures[key], wording) for key in COLUMNS],
        _otherwise(each.process.title, wording),
    )


def _otherwise(title: str, wording: Wording) -> str:
    """Which of the figures meant something else then; empty where all mean the same."""
    kept = wording.meanings
    changed = [key for key in (Key.FUNNEL, *COLUMNS) if kept[key].definition != str(MEANINGS[key].definition)]
    if not changed:
        return ""
    return _(
        "%(title)s: when it was published, these figures meant something else than now, or were said in other words: "
        "%(names)s. Its own page says what they meant."
    ) % {"title": title, "names": ", ".join(kept[key].name for key in changed)}


def waiting() -> list[Process]:
    """Those whose result is public and whose evaluation is not, the newest first."""
    rows = Process.objects.opened().filter(vote__published_at__isnull=False, evaluations=None, is_imported=False)
    return list(rows.order_by("-vote__closes_at", "pk"))


def _total(key: Key, known: Sequence[dict[Key, Indicator]]) -> Cell:
    """Over those in which it is known, and how many those are where it is not all of them."""
    there = [figures[key] for figures in known if figures[key].number is not None]
    if not there or UNITS[key] not in _SUMMED:
        return Cell(key.value, "")
    number = sum(each.number or 0 for each in there)
    parts = [each.of for each in there if each.of is not None]
    of = sum(parts) if parts else None
    detail = detail_of(UNITS[key], number, of)
    if len(there) < len(known):
        words = _("known of %(number)s of %(all)s") % {"number": len(there), "all": len(known)}
        detail = f"{detail} ({words})" if detail else words
    return Cell(key.value, value_of(UNITS[key], number, of), detail, number=number, of=of)


def _cell(found: Indicator, wording: Wording) -> Cell:
    return Cell(
        found.key.value,
        value_of(found.unit, found.number, found.of),
        detail_of(found.unit, found.number, found.of),
        wording.reasons[found.why] if found.why else "",
        found.number,
        found.of,
        wording.meanings[found.key].definition,
    )


def _came(figures: dict[Key, Indicator], part: str) -> int:
    return next((line.number or 0 for line in figures[Key.FUNNEL].lines if line.part == part), 0)


def _amount(ore: int) -> Cell:
    return Cell(AMOUNT, danish.kroner(ore, get_language() or "da"), number=ore)


def _counted(step: str, number: int, means: str = "") -> Cell:
    return Cell(step, danish.number(number, get_language() or "da"), number=number, means=means)
