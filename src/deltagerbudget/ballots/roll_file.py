"""The municipality's list of those who may vote, read line by line. Pure: values in, values out, nothing kept.

SECURITY: a fault names a line and what is wrong with it, never what stands there.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from time import strptime

from deltagerbudget.identity.cpr import birth_date_of, digits_of

MAX_BYTES = 30 * 1024 * 1024
MAX_ROWS = 1_000_000
LONGEST_LINE = 1_000
_SEPARATORS = ";\t,"
_FORMULA = ("=", "+", "@")
_BANDS = ((15, "0-14"), (18, "15-17"), (25, "18-24"), (40, "25-39"), (60, "40-59"), (75, "60-74"))
OLDEST = "75+"

_NAMES = {
    "cpr": ("cpr", "cprnr", "cprnummer", "personnummer", "cprnumber", "civilregistrationnumber"),
    "area": ("område", "omraade", "lokalområde", "lokalsamfund", "area"),
    "municipality": ("kommunekode", "komkode", "kommunenr", "municipalitycode", "municipality"),
    "road": ("vejkode", "roadcode", "streetcode"),
    "house": ("husnr", "husnummer", "houseno", "housenumber"),
    "born": ("fødselsdato", "foedselsdato", "birthdate", "dateofbirth"),
}
_COLUMN = {name: column for column, names in _NAMES.items() for name in names}


class Fault(StrEnum):
    """What is wrong with a line, or with the file as a whole."""

    EMPTY = "empty"
    NUL = "nul"
    COLUMNS = "columns"
    TWICE_COLUMN = "twice-column"
    WHERE = "where"
    ROWS = "rows"
    BYTES = "bytes"
    LONG = "long"
    CELLS = "cells"
    FORMULA = "formula"
    CPR = "cpr"
    BORN = "born"
    AREA = "area"
    ADDRESS = "address"
    TWICE = "twice"


# Of these the rest of the file cannot be read.
OF_THE_FILE = frozenset({Fault.EMPTY, Fault.NUL, Fault.COLUMNS, Fault.TWICE_COLUMN, Fault.WHERE, Fault.ROWS})


@dataclass(frozen=True)
class Resident:
    """One line. SECURITY: lives as long as it takes to become a pseudonym."""

    line: int
    number: str = field(repr=False)
    born: date = field(repr=False)
    area: str


@dataclass(frozen=True)
class Broken:
    line: int
    fault: Fault


class Elsewhere:
    """A line of somebody who lives outside the areas of the vote."""


ELSEWHERE = Elsewhere()
# Municipality, road and house as written → the area, "" outside all of them, None where it cannot be said.
Finder = Callable[[str, str, str], str | None]


@dataclass(frozen=True)
class Places:
    """How a line says where somebody lives: by the name of an area or by an address."""

    # Folded name or address of each area of the municipality → its slug.
    areas: Mapping[str, str]
    # Those of the vote.
    of_vote: frozenset[str]
    by_address: Finder | None = None

    @property
    def only(self) -> str:
        return next(iter(self.of_vote)) if len(self.of_vote) == 1 else ""


def fold(text: str) -> str:
    return "".join(text.casefold().split())


def read(lines: Iterable[bytes], places: Places) -> Iterator[Resident | Broken | Elsewhere]:
    """Every line but the first, which names the columns, in their order."""
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    first = next(numbered, None)
    if first is None:
        yield Broken(1, Fault.EMPTY)
        return
    separator, columns = _header(_decoded(first[1].removeprefix(b"\xef\xbb\xbf")))
    fault = Fault.NUL if b"\0" in first[1] else _fault_of(columns, places)
    if fault:
        yield Broken(first[0], fault)
        return
    seen: set[int] = set()
    for rows, (number, line) in enumerate(numbered, start=1):
        if rows > MAX_ROWS:
            yield Broken(number, Fault.ROWS)
            return
        found = _row(number, line, separator, columns, places)
        if isinstance(found, Resident):
            if int(found.number) in seen:
                found = Broken(number, Fault.TWICE)
            else:
                seen.add(int(found.number))
        yield found


def _header(text: str) -> tuple[str, list[str]]:
    separator = max(_SEPARATORS, key=text.count)
    cells = _cells(text, separator)
    return separator, [_COLUMN.get(_column_name(cell), "") for cell in cells]


def _column_name(cell: str) -> str:
    return "".join(letter for letter in cell.casefold() if letter.isalnum())


def _fault_of(columns: list[str], places: Places) -> Fault | None:
    known = [column for column in columns if column]
    if len(set(known)) < len(known):
        return Fault.TWICE_COLUMN
    if "cpr" not in known:
        return Fault.COLUMNS
    has_address = {"municipality", "road", "house"} <= set(known) and places.by_address is not None
    return None if "area" in known or has_address or places.only else Fault.WHERE


def _row(number: int, line: bytes, separator: str, columns: list[str], places: Places) -> Resident | Broken | Elsewhere:
    if len(line) > LONGEST_LINE:
        return Broken(number, Fault.LONG)
    if b"\0" in line:
        return Broken(number, Fault.NUL)
    cells = _cells(_decoded(line), separator)
    if len(cells) != len(columns):
        return Broken(number, Fault.CELLS)
    said = {column: cell.strip() for column, cell in zip(columns, cells, strict=True) if column}
    if any(cell.startswith(_FORMULA) for cell in said.values()):
        return Broken(number, Fault.FORMULA)
    cpr = digits_of(_with_zero(said["cpr"]))
    born = birth_date_of(cpr) if cpr else None
    if cpr is None or born is None:
        return Broken(number, Fault.CPR)
    if said.get("born") and _day(said["born"]) != born:
        return Broken(number, Fault.BORN)
    area = _area(said, places)
    if isinstance(area, Fault):
        return Broken(number, area)
    return Resident(number, cpr, born, area) if area in places.of_vote else ELSEWHERE


def _with_zero(cell: str) -> str:
    """A spreadsheet takes the first zero away."""
    return f"0{cell}" if len(cell) == 9 and cell.isdecimal() else cell


def _area(said: Mapping[str, str], places: Places) -> str | Fault:
    if "area" in said:
        return places.areas.get(fold(said["area"]), Fault.AREA)
    if places.by_address is not None and {"municipality", "road", "house"} <= said.keys():
        found = places.by_address(said["municipality"], said["road"], said["house"])
        return Fault.ADDRESS if found is None else found
    return places.only


def _cells(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([text.rstrip("\r\n")], delimiter=separator, strict=True))
    except (csv.Error, StopIteration):
        return []


def _decoded(line: bytes) -> str:
    """Each line by itself: a file of both kinds is read as well, and nothing of it is kept to find out."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%d%m%Y", "%Y%m%d"):
        try:
            return date(*strptime(text, form)[:3])
        except ValueError:
            continue
    return None


def band_of(born: date, on: date) -> str:
    """The age group on a day, coarse on purpose."""
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return next((band for below, band in _BANDS if age < below), OLDEST)
