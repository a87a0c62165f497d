"""The account of a pool as files for a spreadsheet: XLSX, and CSV as a Danish Excel reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from deltagerbudget.realisation.account import Account, Line

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Ore:
    """An amount, so that nobody mistakes it for a number of something."""

    ore: int


# None leaves the cell empty.
Cell = str | int | date | Ore | None


@dataclass(frozen=True)
class Sheet:
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets(account: Account, *, is_internal: bool) -> list[Sheet]:
    """The public gets sums for each project; staff each payment as well."""
    found = [_years(account), _lines(account), _given(account)]
    return [*found, _payments(account)] if is_internal else found


def workbook(found: Sequence[Sheet]) -> bytes:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for sheet in found:
        page = book.create_sheet(sheet.title[:31])
        for row, cells in enumerate([sheet.head, *sheet.rows], start=1):
            for column, value in enumerate(cells, start=1):
                _write(page.cell(row, column), value, is_head=row == 1)
        page.freeze_panes = "A2"
        for column, cells in enumerate(zip(sheet.head, *sheet.rows, strict=True), start=1):
            longest = max(len(str(value.ore if isinstance(value, Ore) else value or "")) for value in cells)
            page.column_dimensions[get_column_letter(column)].width = min(max(longest + 3, 12), 60)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(found: Sequence[Sheet]) -> bytes:
    """One file with every sheet below the other: semicolons, decimal commas and a mark that says UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for place, sheet in enumerate(found):
        if place:
            writer.writerow([])
        writer.writerow([_plain(sheet.title)])
        writer.writerow([_plain(text) for text in sheet.head])
        writer.writerows([[_plain(cell) for cell in row] for row in sheet.rows])
    return out.getvalue().encode("utf-8-sig")


def disposition(account: Account, kind: str, *, is_internal: bool) -> str:
    """SECURITY: a file's name is made of plain letters alone, whatever a pool is called."""
    name = slugify(account.pool.slug) or "pulje"
    words = "internt-regnskab" if is_internal else "regnskab"
    return content_disposition_header(True, f"{name}-{words}-{account.years[-1].year}.{kind}") or "attachment"


def _write(cell: object, value: Cell, *, is_head: bool) -> None:
    if isinstance(value, Ore):
        cell.value, cell.number_format = value.ore / 100, "#,##0.00"  # type: ignore[attr-defined]
    elif isinstance(value, str):
        # SECURITY: a title that begins like a formula stays a text.
        cell.value, cell.data_type, cell.quotePrefix = value, "s", value.startswith(_FORMULA)  # type: ignore[attr-defined]
    else:
        cell.value = value  # type: ignore[attr-defined]
    if is_head:
        cell.font = Font(bold=True)  # type: ignore[attr-defined]


def _plain(value: Cell) -> str:
    if isinstance(value, Ore):
        sign = "-" if value.ore < 0 else ""
        return f"{sign}{abs(value.ore) // 100},{abs(value.ore) % 100:02d}"
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    text = "" if value is None else str(value)
    # SECURITY: a spreadsheet would run a text that begins like a formula.
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _years(account: Account) -> Sheet:
    head = (_("Year"), _("Carried over"), _("Given"), _("Set aside"), _("Came back"), _("Promised"), _("Paid"))
    rows = tuple(
        (
            year.year,
            Ore(year.carried_in_ore),
            Ore(year.given_ore),
            Ore(year.set_aside_ore),
            Ore(year.returned_ore),
            Ore(year.promised_ore),
            Ore(year.paid_ore),
            Ore(year.left_ore),
        )
        for year in account.years
    )
    return Sheet(_("Year by year"), (*head, _("Left")), rows)


def _lines(account: Account) -> Sheet:
    head = (
        _("What"),
        _("Paid for by the pool"),
        _("Project"),
        _("Set aside"),
        _("Came back"),
        _("Promised"),
        _("Paid"),
    )
    return Sheet(_("Where the money goes"), head, tuple(row for line in account.lines for row in _line(line)))


def _line(line: Line) -> Iterator[tuple[Cell, ...]]:
    promised, paid = (Ore(line.promised_ore), Ore(line.paid_ore)) if line.projects else (None, None)
    yield line.what, line.title, None, Ore(line.given_ore), Ore(line.returned_ore), promised, paid
    for project in line.projects:
        yield line.what, line.title, project.title, None, None, Ore(project.price_ore), Ore(project.paid_ore)


def _given(account: Account) -> Sheet:
    rows = tuple((row.year, Ore(row.amount_ore), row.decision, row.reason) for row in account.appropriations)
    return Sheet(_("What the council gave"), (_("Year"), _("Amount"), _("Decision"), _("Why it was corrected")), rows)


def _payments(account: Account) -> Sheet:
    where = (_("Paid on"), _("Paid for by the pool"), _("Project"))
    rows = tuple(
        (payment.paid_on, line.title, project.title, payment.text, Ore(ore), payment.reason)
        for line in account.lines
        for project in line.projects
        for payment, ore in project.payments
    )
    return Sheet(_("Payments"), (*where, _("For what"), _("Amount"), _("Why it was corrected")), rows)
