"""Names and titles that pretend to be others: foreign twins of letters, signs nobody sees, authorities. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

# Signs of other scripts that look like a Latin letter; those that people are deceived with, not all of Unicode.
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеѕіјорсухԁһѵԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεινορτυχıɑɡℓ0135@$|",
    "ABESIJKMHOPCTYX3aesijopcyxdhvqwABEZHIKMNOPTYXabeivoptuxiagloiesasl",
)
# Letters that are read aloud with: a Danish name may hold them, and a name from afar its own marks.
_OTHER_SIGNS = re.compile(r"[\W_]+")
RESERVED = (
    "administrator",
    "borgmester",
    "borgmesteren",
    "byraad",
    "byraadet",
    "deltagerbudget",
    "kommune",
    "kommunen",
    "raadhuset",
    "sagsbehandler",
    "support",
    "tovholder",
    "valgstyrelsen",
)


class Doubt(StrEnum):
    NONE = ""
    # Signs that turn the direction of writing or are not seen at all.
    HIDDEN = "hidden"
    # One word in two scripts: "Aаrhus".
    MIXED = "mixed"
    RESERVED = "reserved"


def doubt_about(text: str, *, reserved: Iterable[str] = ()) -> Doubt:
    """What is wrong with a name or title that others will see. ``reserved`` are names of this very installation."""
    if any(_is_hidden(sign) for sign in text):
        return Doubt.HIDDEN
    if any(len(_scripts(word)) > 1 for word in re.findall(r"\w+", text)):
        return Doubt.MIXED
    return Doubt.RESERVED if _is_reserved(text, [*RESERVED, *reserved]) else Doubt.NONE


def skeleton(text: str) -> str:
    """Two texts with the same skeleton look alike: case, spaces, accents and foreign twins are gone."""
    twins = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES).casefold()
    spelled = twins.replace("å", "aa").replace("æ", "ae").replace("ø", "oe").translate(_LOOKALIKES)
    bare = "".join(sign for sign in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(sign))
    return _OTHER_SIGNS.sub("", bare)


def _is_hidden(sign: str) -> bool:
    """Controls, invisible signs (Cf: zero width, direction), private and unassigned ones, and blanks that fill."""
    kind = unicodedata.category(sign)
    return kind in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"} or sign in "ᅟᅠㅤﾠ⠀"


def _scripts(word: str) -> set[str]:
    """The scripts of a word's letters, by the first word of each letter's name."""
    names = (unicodedata.name(sign, "").split(" ")[0] for sign in word if sign.isalpha())
    return {"CJK" if name in {"HIRAGANA", "KATAKANA", "HANGUL"} else name for name in names if name not in _NO_SCRIPT}


_NO_SCRIPT = {"", "MODIFIER", "FEMININE", "MASCULINE", "MICRO", "MATHEMATICAL", "FULLWIDTH"}


def _is_reserved(text: str, names: Iterable[str]) -> bool:
    """The whole text is an authority's name, whatever it is spelled with, or an office with a name behind it."""
    own = skeleton(text)
    return bool(own) and any(own in {skeleton(name), skeleton(f"{name} kommune")} for name in names if name)
