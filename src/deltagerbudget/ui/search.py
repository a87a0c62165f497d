"""Finding words in a stored text, the same on both databases.

A row keeps `search_text`: the key of its title, a line break, the key of its other texts. Whoever writes the texts
writes it too. `contains` finds "plads" in "legepladsen", which an index of whole words does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import reduce
from itertools import product, zip_longest
from operator import and_, or_

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import StrIndex, Substr

LONGEST = 60
MOST_WORDS = 8
# The last three letters of the alphabet are written in two ways: Århus, Aarhus.
_LETTERS = {"aa": "å", "ae": "æ", "oe": "ø"}
_OTHER = {letter: letters for letters, letter in _LETTERS.items()} | _LETTERS
_SPELT = re.compile("aa|ae|oe|[åæø]")
_MOST_SPELT = 3
_NEIGHBOURS = str.maketrans("äöœ", "æøø")


def search_key(text: str) -> str:
    """Small letters and figures with one space between the words; å stays apart from a, é does not from e."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(map(_bare, folded.translate(_NEIGHBOURS))).split())


def _bare(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() else ("" if letter == "'" else " ")
    if letter in "æøå":
        return letter
    if letter == "’" or unicodedata.category(letter)[0] == "M" or letter == "\N{SOFT HYPHEN}":
        return ""
    base = "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
    return base if base.isalnum() else " "


def asked_words(given: str) -> str:
    """What a visitor asks for, as it is shown again: never long, on one line."""
    return " ".join(given[: LONGEST * 4].replace("\0", " ").split())[:LONGEST].rstrip()


def search_words(text: str) -> list[str]:
    """The words that must all be there, each once."""
    return list(dict.fromkeys(search_key(text).split()))[:MOST_WORDS]


def spellings(word: str) -> list[str]:
    """The ways to write a word: `aarhus` and `århus`. So `ande` does not find `ånde`, and `radio` finds `radioen`."""
    parts, found = _SPELT.split(word), _SPELT.findall(word)
    if len(found) > _MOST_SPELT:
        ways = [found, [_LETTERS.get(part, part) for part in found], [_written_out(part) for part in found]]
    else:
        ways = [list(way) for way in product(*[(part, _OTHER[part]) for part in found])]
    return list(dict.fromkeys(_joined(parts, way) for way in ways))


def _written_out(part: str) -> str:
    return part if part in _LETTERS else _OTHER[part]


def _joined(parts: Sequence[str], between: Sequence[str]) -> str:
    return "".join(part + letters for part, letters in zip_longest(parts, between, fillvalue=""))


def search_text(title: str, *others: str) -> str:
    return f"{search_key(title)}\n{search_key(' '.join(others))}"


def said_in(key: str, text: str) -> bool:
    """Whether one of the words stands in a key; what no database needs to be asked for."""
    return any(spelt in key for word in search_words(text) for spelt in spellings(word))


def all_in(key: str, text: str) -> bool:
    words = search_words(text)
    return bool(words) and all(any(spelt in key for spelt in spellings(word)) for word in words)


def said(text: str, column: str = "search_text") -> Q:
    """Every word is there, wherever it stands. No words find nothing."""
    words = search_words(text)
    return reduce(and_, [_said(word, column) for word in words]) if words else Q(pk__in=())


def _said(word: str, column: str) -> Q:
    return reduce(or_, [Q(**{f"{column}__contains": spelt}) for spelt in spellings(word)])


# Annotate with TITLE, then order by `title_first`.
TITLE = {"search_title": Substr(F("search_text"), 1, StrIndex(F("search_text"), Value("\n")))}


def title_first(text: str) -> Case:
    """0 where all the words stand in the title, else 1."""
    return Case(When(said(text, "search_title"), then=0), default=1, output_field=IntegerField())
