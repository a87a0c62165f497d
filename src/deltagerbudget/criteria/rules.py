"""Decides what a list of criteria or reasons must hold. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from deltagerbudget.acts.refusals import NotPossible

MOST = 30


def check_rows(rows: Sequence[Mapping[str, Any]], name: str) -> None:
    """Raise NotPossible unless this can be the list; ``name`` is the field that tells the rows apart."""
    if not rows:
        raise NotPossible(_("Keep at least one in the list."))
    if len(rows) > MOST:
        raise NotPossible(_("There are too many in the list. Keep at most %(most)s.") % {"most": MOST})
    names = [str(row[name]).strip().casefold() for row in rows]
    twice = next((str(row[name]) for row in rows if names.count(str(row[name]).strip().casefold()) > 1), None)
    if twice is not None:
        raise NotPossible(_("“%(text)s” stands in the list twice. Keep one of them.") % {"text": twice})


def in_places(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """In the order of their numbers, which become 1, 2, 3; those without a number come last."""
    ordered = sorted(rows, key=lambda row: row.get("place") or len(rows) + MOST)
    return [{**row, "place": place} for place, row in enumerate(ordered, start=1)]


def with_codes(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """New rows get a code that none of the others has."""
    taken = {row["code"] for row in rows if row.get("code")}
    free = (f"own-{number}" for number in range(1, len(rows) + len(taken) + 1) if f"own-{number}" not in taken)
    return [{**row, "code": row.get("code") or next(free)} for row in rows]


def list_digest(rows: Sequence[Sequence[Any]]) -> str:
    """Tells whether the list is still as it was read."""
    return hashlib.sha256(json.dumps([list(row) for row in rows], ensure_ascii=False).encode()).hexdigest()
