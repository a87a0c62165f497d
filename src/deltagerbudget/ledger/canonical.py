"""Canonical JSON (RFC 8785) and digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import rfc8785

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]


class NotCanonical(ValueError):
    """A value or a text that is not canonical JSON as this project uses it."""


def dumps(value: Json) -> bytes:
    """The one text of a value. SECURITY: a fraction is refused, so that no reader can round it."""
    _refuse_fractions(value)
    try:
        return bytes(rfc8785.dumps(value))
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from None


def loads(text: str | bytes) -> Any:
    """The value of a canonical text; any other text, even of the same value, is refused."""
    raw = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    try:
        value = json.loads(raw.decode(), parse_float=_fraction, parse_constant=_fraction)
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from None
    if dumps(value) != raw:
        raise NotCanonical("the text is not in canonical form")
    return value


def sha256_hex(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _fraction(text: str) -> NoReturn:
    raise NotCanonical(f"a fraction is not allowed: {text[:40]}")


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
