"""A CPR number: its ten digits, and the birth date that they say. Pure. Nothing here is kept or printed.

LAW: since 2007 numbers are given out that fail the check by modulus 11, so it is not made.
"""

from __future__ import annotations

import re
from datetime import date

_CPR = re.compile(r"([0-9]{6})[ \-\u2010-\u2014]?([0-9]{4})", re.ASCII)
# Of replacement and test numbers, which no person has been given.
_ADDED = 60
# Seventh digit → the last year of the later century; the earlier one holds the rest.
_LATER = {4: (36, 2000, 1900), 5: (57, 2000, 1800), 6: (57, 2000, 1800), 7: (57, 2000, 1800), 8: (57, 2000, 1800)}
_LATER[9] = _LATER[4]


def digits_of(text: str) -> str | None:
    """Ten digits, from a number as people write it; None for what is no CPR number."""
    found = _CPR.fullmatch(text.strip())
    number = found[1] + found[2] if found else ""
    return number if number and birth_date_of(number) else None


def birth_date_of(number: str) -> date | None:
    """The seventh digit says the century."""
    day, month, year, seventh = int(number[:2]), int(number[2:4]), int(number[4:6]), int(number[6])
    last, later, earlier = _LATER.get(seventh, (-1, 1900, 1900))
    try:
        return date((later if year <= last else earlier) + year, month, day - _ADDED if day > _ADDED else day)
    except ValueError:
        return None


def reference(number: str) -> str:
    """What stands for the person before it becomes a pseudonym; the same whichever way they come."""
    return f"dk:cpr:{number}"
