"""Rows of a Pabulib file, decoded and split as they stream by. SPEC §7.2"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from .pabulib_errors import PabulibError


@dataclass(frozen=True, slots=True)
class FileLimits:
    """SECURITY: what one file may cost us, whoever sends it."""

    file_bytes: int = 200_000_000
    line_bytes: int = 100_000
    projects: int = 10_000
    votes: int = 2_000_000


class Rows:
    """Rows of a file with the number of their line; knows where a section ends."""

    def __init__(self, source: BinaryIO, limits: FileLimits) -> None:
        self._source = source
        self._limits = limits
        self._read = 0
        self._lines = 0
        self._csv = csv.reader(self._decoded(), delimiter=";", strict=True)

    @property
    def line(self) -> int:
        return max(1, self._lines)

    def _decoded(self) -> Iterator[str]:
        limit = self._limits.line_bytes
        while raw := self._source.readline(limit + 1):
            self._lines += 1
            self._read += len(raw)
            if self._read > self._limits.file_bytes:
                raise PabulibError(self.line, "too_big", said=self._limits.file_bytes)
            if len(raw) > limit:
                raise PabulibError(self.line, "line_too_long", said=limit)
            if b"\0" in raw:
                raise PabulibError(self.line, "nul")
            if self._lines == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            try:
                yield raw.decode("utf-8")
            except UnicodeDecodeError:
                raise PabulibError(self.line, "not_utf8") from None

    def __iter__(self) -> Iterator[list[str]]:
        """Rows that are not blank."""
        try:
            for row in self._csv:
                if row:
                    yield row
        except csv.Error:
            raise PabulibError(self.line, "bad_quotes") from None

    def next(self) -> list[str] | None:
        return next(iter(self), None)

    def header(self, section: str, *needed: str) -> list[str]:
        row = self.next()
        if row is None or row[0] in ("PROJECTS", "VOTES"):
            raise PabulibError(self.line, "missing_column", section=section, value=needed[0])
        for name in needed:
            if name not in row:
                raise PabulibError(self.line, "missing_column", section=section, value=name)
        for name, times in Counter(row).items():
            if times > 1:
                raise PabulibError(self.line, "duplicate_column", section=section, value=name)
        return row

    def until(self, following: str, section: str, width: int) -> Iterator[list[str]]:
        """The rows of a section; the file must go on with the following one."""
        while (row := self.next()) is not None:
            if row == [following]:
                return
            self.check_width(row, section, width)
            yield row
        raise PabulibError(self.line, "missing_section", value=following)

    def check_width(self, row: list[str], section: str, width: int) -> None:
        if len(row) != width:
            raise PabulibError(self.line, "bad_row", section=section, found=len(row), said=width)
