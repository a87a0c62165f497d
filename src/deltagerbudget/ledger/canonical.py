"""Canonical JSON (RFC 8785) and its digest."""

from __future__ import annotations

import hashlib

import rfc8785

type_error = (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError)

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


class NotCanonical(ValueError):
    """A value that RFC 8785 cannot write, or that this project does not allow."""


def canonical(value: Json) -> bytes:
    """The one text of a value. SECURITY: numbers are whole; a fraction is refused, so that no reader can round it."""
    _refuse_fractions(value)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise NotCanonical(str(error)) from None


def sha256_hex(value: Json) -> str:
    """The digest of the canonical text."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _refuse_fractions(value: object) -> None:
    """Without recursion, so that depth costs nothing."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, float):
            raise NotCanonical("a fraction is not allowed")
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
