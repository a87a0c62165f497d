"""T51: what leaves for a spreadsheet runs nothing there, whatever somebody wrote."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from deltagerbudget.ui.sheets import Sheet, table, workbook

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
WRITTEN = [
    '=HYPERLINK("http://x","y")',
    "+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "=1+1;=2+2",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_t51_in_a_csv_no_cell_begins_like_a_formula(text: str) -> None:
    content = table([Sheet("Ark", (text, "Navn"), ((text, "x"), ("x", text)))]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))
    assert [len(row) for row in rows] == [2, 2, 2]
    assert rows[0][0] == rows[1][0] == rows[2][1] == f"'{text}"
    assert not any(cell.startswith(BEGINNINGS) for row in rows for cell in row)


@pytest.mark.parametrize("text", WRITTEN)
def test_t51_in_a_workbook_it_is_a_text_and_says_so(text: str) -> None:
    book = load_workbook(io.BytesIO(workbook([Sheet("Ark", ("Navn",), ((text,),))])))
    cell = book.worksheets[0].cell(2, 1)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert str(cell.value).strip() == text.strip()
