"""Names as people type them. Pure."""

from __future__ import annotations

import re
import unicodedata

# What a keyboard without Danish letters makes of them, and what people drop.
_PAIRS = (("å", "a"), ("aa", "a"), ("ø", "o"), ("oe", "o"), ("ö", "o"), ("æ", "e"), ("ae", "e"), ("ä", "e"))


def plain(text: str) -> str:
    """One spelling of a name: `Århus`, `Aarhus` and `arhus` become the same, so do `Skæring` and `Skaering`."""
    folded = unicodedata.normalize("NFC", text).casefold()
    for written, one in _PAIRS:
        folded = folded.replace(written, one)
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def fits(key: str, wanted: str) -> bool:
    """Whether a word of the name begins with what was typed."""
    return f" {key}".find(f" {wanted}") >= 0
