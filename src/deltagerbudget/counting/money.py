"""Exact amounts: text in the main unit of a currency, whole numbers of its minor unit. SPEC §1.2"""

from __future__ import annotations

import re

AMOUNT = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,15}))?")
# ISO 4217, where the number of decimals is not 2.
NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
DECIMALS = (
    dict.fromkeys(NO_DECIMALS.split(), 0) | dict.fromkeys(THREE_DECIMALS.split(), 3) | dict.fromkeys(["CLF", "UYW"], 4)
)


def decimals(currency: str) -> int:
    return DECIMALS.get(currency, 2)


def minor_units(text: str, currency: str) -> int:
    """ValueError when the text is no amount, ArithmeticError when it has a fraction of the minor unit."""
    match = AMOUNT.fullmatch(text)
    if not match:
        raise ValueError(text)
    whole, fraction = match[1], (match[2] or "").rstrip("0")
    places = decimals(currency)
    if len(fraction) > places:
        raise ArithmeticError(text)
    return int(whole + fraction.ljust(places, "0"))


def main_units(amount: int, currency: str) -> str:
    """The shortest text of an amount: decimals only where minor units are not 0."""
    places = decimals(currency)
    whole, rest = divmod(amount, 10**places)
    return f"{whole}.{rest:0{places}d}" if rest else str(whole)
