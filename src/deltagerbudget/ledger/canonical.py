"""Canonical JSON (RFC 8785) and its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import rfc8785

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]


class NotCanonical(ValueError):
    """A value that has no canonical text."""


def canonical(value: Json) -> bytes:
    """The one text of a value. SECURITY: a fraction is refused, so that no reader can round it."""
    _refuse_fractions(value)
    try:
        return bytes(rfc8785.dumps(value))
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from None


def sha256_hex(value: Json) -> str:
    """The digest of the canonical text."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _refuse_fractions(value: object) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, float):
            raise NotCanonical("a fraction is not allowed")
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)
