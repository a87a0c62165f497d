"""Values that form no election, and what text and numbers may be."""

from __future__ import annotations

# SPEC §1.2: every number is exact in every JSON reader, also those that hold numbers as doubles.
LARGEST = 2**53 - 1


class ElectionError(ValueError):
    """The values do not form an election."""


def whole(value: object, what: str, *, least: int, most: int = LARGEST) -> None:
    if type(value) is not int or not least <= value <= most:
        raise ElectionError(f"{what} must be a whole number from {least} to {most}")


def is_text(text: str) -> bool:
    """Whether UTF-8 can carry the text, without a NUL."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
