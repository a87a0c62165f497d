"""T50: what a municipality's file may look like, line by line. No database."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

import pytest

from deltagerbudget.ballots.roll_file import Broken, Elsewhere, Fault, Places, Resident, band_of, read

PLACES = Places({"tranbjerg": "tranbjerg", "mårslet": "maarslet"}, frozenset({"tranbjerg", "maarslet"}))
ONE = Places({"tranbjerg": "tranbjerg"}, frozenset({"tranbjerg"}))
A, B = "6106920001", "6107800002"


def of(text: str | bytes, places: Places = PLACES) -> list[Resident | Broken | Elsewhere]:
    content = text if isinstance(text, bytes) else text.encode()
    return list(read(content.splitlines(keepends=True), places))


def areas(found: Iterable[object]) -> list[str]:
    return [line.area if isinstance(line, Resident) else "?" for line in found]


def faults(found: Iterable[object]) -> list[tuple[int, Fault]]:
    return [(line.line, line.fault) for line in found if isinstance(line, Broken)]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("head", ["CPR{}Område", "cpr-nr.{}AREA", '"CPR nummer"{}"Lokalsamfund"'])
def test_it_works(separator: str, head: str) -> None:
    found = of(head.format(separator) + f"\r\n610692-0001{separator}Mårslet\r\n")
    assert found == [Resident(2, A, date(1992, 6, 1), "maarslet")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_t50_whatever_it_was_written_in(encoding: str) -> None:
    assert areas(of(f"CPR;Område\n{A};Mårslet\n".encode(encoding))) == ["maarslet"]


def test_t50_lines_of_a_mac_of_windows_and_empty_ones() -> None:
    assert areas(of(f"CPR;Område\r\n\r\n{A};Tranbjerg\r\n   \n{B};TRANBJERG")) == ["tranbjerg", "tranbjerg"]


def test_t50_other_columns_are_not_read() -> None:
    assert areas(of(f"Navn;CPR;Adresse;Område\nx;{A};=1+1;Tranbjerg\n")) == ["tranbjerg"]


def test_t50_with_one_area_the_column_may_be_missing() -> None:
    assert areas(of(f"CPR\n{A}\n", ONE)) == ["tranbjerg"]
    assert faults(of(f"CPR\n{A}\n")) == [(1, Fault.WHERE)]


def test_t50_a_spreadsheet_that_took_the_first_zero_away() -> None:
    found = of("CPR;Område\n107920001;Tranbjerg\n")
    assert [line.born for line in found if isinstance(line, Resident)] == [date(1992, 7, 1)]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("6199920001;Tranbjerg", Fault.CPR),
        ("61069200;Tranbjerg", Fault.CPR),
        (";Tranbjerg", Fault.CPR),
        (f"{A};Skagen", Fault.AREA),
        (f"{A}", Fault.CELLS),
        (f"{A};Tranbjerg;x", Fault.CELLS),
        (f'{A};"Tranbjerg', Fault.CELLS),
        (f'=HYPERLINK("x";"y");{A}', Fault.CELLS),
        ("=1+1;Tranbjerg", Fault.FORMULA),
        (f"{A};@SUM(A1)", Fault.FORMULA),
        (f"{A};Tran\0bjerg", Fault.NUL),
        (f"{A};{'x' * 2000}", Fault.LONG),
    ],
)
def test_t50_a_line_that_cannot_be_used(line: str, fault: Fault) -> None:
    assert faults(of(f"CPR;Område\n{line}\n{B};Tranbjerg\n")) == [(2, fault)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.EMPTY),
        ("\n \n", Fault.EMPTY),
        ("Navn;Område\nx;y\n", Fault.COLUMNS),
        ("PK\x03\x04\0\0", Fault.NUL),
        ("CPR;CPR\n", Fault.TWICE_COLUMN),
    ],
)
def test_t50_a_file_that_cannot_be_used(text: str, fault: Fault) -> None:
    assert [found for _line, found in faults(of(text))] == [fault]


def bomb() -> bytes:
    """A hundred megabytes of nothing, packed into a hundred kilobytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../valgliste.csv", b"0" * 100_000_000)
    return packed.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>"""


@pytest.mark.parametrize("content", [bomb(), bomb() + b"\nCPR;Omr\xc3\xa5de\n", LAUGHS, LAUGHS + b"\n6106920001;x\n"])
def test_t50_an_archive_and_a_document_are_read_as_text_and_never_unpacked(content: bytes) -> None:
    tracemalloc.start()
    found = of(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert next(fault for _line, fault in faults(found)) in {Fault.NUL, Fault.COLUMNS}
    assert not any(isinstance(line, Resident) for line in found)
    assert peak < 5_000_000


def test_t50_a_utf16_file_is_no_plain_text() -> None:
    assert [found for _line, found in faults(of("CPR;Område\n".encode("utf-16")))] == [Fault.NUL]


def test_t50_the_same_person_twice() -> None:
    assert faults(of(f"CPR;Område\n{A};Tranbjerg\n610692-0001;Mårslet\n")) == [(3, Fault.TWICE)]


def test_t50_a_birth_date_must_fit() -> None:
    head = "CPR;Fødselsdato;Område\n"
    assert areas(of(f"{head}{A};01-06-1992;Tranbjerg\n{B};;Tranbjerg\n")) == ["tranbjerg", "tranbjerg"]
    assert faults(of(f"{head}{A};02-06-1992;Tranbjerg\n")) == [(2, Fault.BORN)]


def test_t50_an_address_says_the_area() -> None:
    def find(municipality: str, road: str, house: str) -> str | None:
        return {"1": "tranbjerg", "2": "", "3": None}[house] if (municipality, road) == ("751", "1234") else None

    places = Places(PLACES.areas, PLACES.of_vote, find)
    head = "CPR;Kommunekode;Vejkode;Husnr\n"
    assert areas(of(f"{head}{A};751;1234;1\n{B};751;1234;2\n", places)) == ["tranbjerg", "?"]
    assert faults(of(f"{head}{A};751;1234;3\n", places)) == [(2, Fault.ADDRESS)]


def test_nothing_prints_a_number() -> None:
    assert A not in repr(of(f"CPR;Område\n{A};Tranbjerg\n"))


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2012, 11, 28), "0-14"),
        (date(2011, 11, 28), "15-17"),
        (date(2001, 11, 28), "25-39"),
        (date(2001, 11, 29), "18-24"),
        (date(1900, 1, 1), "75+"),
    ],
)
def test_an_age_group_is_coarse(born: date, band: str) -> None:
    assert band_of(born, date(2026, 11, 28)) == band


@pytest.mark.slow
def test_t50_a_million_lines_are_read_without_being_kept() -> None:
    years, months, days = range(40, 90), range(1, 13), range(61, 89)

    def lines() -> Iterator[bytes]:
        yield "CPR;Område\n".encode()
        for day, month, year, serial in product(days, months, years, range(60)):
            yield f"{day}{month:02}{year:02}{serial:04};Tranbjerg\n".encode()

    found = Counter(type(line) for line in read(lines(), PLACES))
    assert found == {Resident: 1_000_000, Broken: 1}
