"""How a word is found: parts of words, small and large letters, Århus and Aarhus."""

import pytest

from deltagerbudget.ui.search import LONGEST, MOST_WORDS, all_in, asked_words, search_key, search_words, spellings


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ÅNDE", "ånde"),
        ("A\u030aNDE", "ånde"),
        ("Legepladsen", "plads"),
        ("Århus", "Aarhus"),
        ("Aarhus", "århus"),
        ("Skæring", "skaering"),
        ("Sørens café", "soerens CAFE"),
        ("Radioen", "radio"),
        ("Ekstraarbejde", "arbejde"),
        ("Børn’s bænk, ved-søen!", "søen børns"),
        ("ﬁnt nyt hus", "fint"),
        ("Stra\u00dfe", "strasse"),
        ("lege\u00adplads", "legeplads"),
    ],
)
def test_it_is_found(text: str, asked: str) -> None:
    assert all_in(search_key(text), asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [("ånde", "ande"), ("øl", "ol"), ("øl", "el"), ("bænk", "bank"), ("en bænk", "bænk sø"), ("bænk", ""), ("x", "!?")],
)
def test_it_is_not_found(text: str, asked: str) -> None:
    assert not all_in(search_key(text), asked)


def test_a_word_has_few_spellings() -> None:
    assert spellings("aarhus") == ["aarhus", "århus"]
    assert spellings("råærøaaoe") == ["råærøaaoe", "råærøåø", "raaaeroeaaoe"]
    assert max(len(spellings(word)) for word in ("æøå" * 20, "aaoeae", "ø")) <= 8


def test_t48_a_search_is_never_long() -> None:
    for given in ("a" * 100_000, "a " * 50_000, "å" * 100_000, "ﷺ" * 100_000, "\n" * 100_000, "%_\\" * 30_000):
        words = asked_words(given)
        assert len(words) <= LONGEST
        assert len(search_words(words)) <= MOST_WORDS


def test_a_key_has_nothing_that_a_pattern_could_mean() -> None:
    assert search_key("100 % _x_ \\ ' \" * ? [a-z]\0") == "100 x a z"
