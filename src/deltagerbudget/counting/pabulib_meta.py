"""META of a Pabulib file: its keys, lists, numbers and amounts. SPEC §7.3 and 7.4"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from .errors import LARGEST
from .money import minor_units
from .pabulib_errors import PabulibError
from .pabulib_rows import Rows

REQUIRED = (
    "description",
    "country",
    "unit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
)
DIGITS = re.compile(r"[0-9]{1,15}")
Value = TypeVar("Value")


@dataclass(slots=True)
class Meta:
    """The key-value pairs of META with their lines."""

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def line(self, key: str) -> int:
        return self.lines.get(key, 1)

    def whole(self, key: str, default: int | None = None) -> int | None:
        value = self.values.get(key, "")
        if not value and key not in REQUIRED:
            return default
        return self.number(key, value)

    def number(self, key: str, value: str) -> int:
        if not DIGITS.fullmatch(value):
            raise PabulibError(self.line(key), "bad_number", key=key, value=value)
        return int(value)

    @property
    def currency(self) -> str:
        return self.values.get("currency") or "DKK"

    def money(self, key: str) -> int:
        """An amount above 0."""
        return money(self.line(key), key, self.values[key], self.currency)

    def amount(self, key: str, value: str) -> int:
        """An amount that may be 0."""
        return 0 if value == "0" else money(self.line(key), key, value, self.currency)

    def limit(self, key: str) -> int | None:
        """An amount that says nothing where it is left out or 0."""
        return self.money(key) if self.values.get(key, "0") not in ("", "0") else None

    def listed(self, key: str) -> list[str]:
        value = self.values.get(key, "")
        return value.split(",") if value else []

    def per(self, names: str, key: str, read: Callable[[str, str], Value]) -> dict[str, Value]:
        """A list of values beside a list of names; one value alone holds for every name."""
        values, of = self.listed(key), self.listed(names)
        if not values:
            return {}
        if len(values) == 1:
            values *= len(of)
        if len(values) != len(of) or len(set(of)) != len(of):
            raise PabulibError(self.line(key), "bad_value", key=key, value=self.values[key])
        return {name: read(key, value) for name, value in zip(of, values, strict=True)}


def money(line: int, key: str, value: str, currency: str) -> int:
    try:
        amount = minor_units(value, currency)
    except ArithmeticError:
        raise PabulibError(line, "bad_fraction", key=key, value=value, currency=currency) from None
    except ValueError:
        raise PabulibError(line, "bad_money", key=key, value=value) from None
    if not 0 < amount <= LARGEST:
        raise PabulibError(line, "bad_money", key=key, value=value)
    return amount


def read_meta(rows: Rows) -> Meta:
    if rows.next() != ["META"]:
        raise PabulibError(rows.line, "missing_section", value="META")
    header = rows.header("META", "key", "value")
    meta = Meta()
    for row in rows.until("PROJECTS", "META", len(header)):
        pair = dict(zip(header, row, strict=True))
        key = pair["key"]
        if key in meta.values:
            raise PabulibError(rows.line, "duplicate_key", value=key)
        meta.values[key], meta.lines[key] = pair["value"], rows.line
    for key in REQUIRED:
        if key not in meta.values:
            raise PabulibError(rows.line, "missing_key", value=key)
    return meta


def check_count(meta: Meta, key: str, found: int) -> None:
    said = meta.number(key, meta.values[key])
    if said != found:
        raise PabulibError(meta.line(key), "bad_count", key=key, said=said, found=found)
