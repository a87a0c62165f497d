"""Tables as files for a spreadsheet: XLSX, and CSV as a Danish Excel reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


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


def workbook(found: Sequence[Sheet]) -> bytes:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for sheet in found:
        page = book.create_sheet(sheet.title.translate(_NOT_IN_A_TITLE)[:31])
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
    """Every sheet below the other, named where there are several: semicolons, decimal commas, a mark for UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for place, sheet in enumerate(found):
        if place:
            writer.writerow([])
        if len(found) > 1:
            writer.writerow([_plain(sheet.title)])
        writer.writerow([_plain(text) for text in sheet.head])
        writer.writerows([[_plain(cell) for cell in row] for row in sheet.rows])
    return out.getvalue().encode("utf-8-sig")


WRITERS = {"xlsx": workbook, "csv": table}


def disposition(name: str, kind: str) -> str:
    """SECURITY: a file is a download, never a page; `name` is made of plain letters by who calls."""
    return content_disposition_header(True, f"{name}.{kind}") or "attachment"


def _write(cell: object, value: Cell, *, is_head: bool) -> None:
    if isinstance(value, Ore):
        cell.value, cell.number_format = value.ore / 100, "#,##0.00"  # type: ignore[attr-defined]
    elif isinstance(value, str):
        # SECURITY: a title that begins like a formula stays a text.
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value, cell.data_type, cell.quotePrefix = text, "s", text.startswith(_FORMULA)  # type: ignore[attr-defined]
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
