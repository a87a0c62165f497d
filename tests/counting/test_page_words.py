"""The page says everything that a count can come to, in each of its languages."""

from pathlib import Path
from string import Formatter

import pytest
from tests.counting.elections import META, election

from deltagerbudget.counting import ballots
from deltagerbudget.counting.compare import NOTES, compare
from deltagerbudget.counting.model import Criterion, Method, Variant
from deltagerbudget.counting.outcome import Decision, Round
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.pabulib_errors import MESSAGES
from deltagerbudget.counting.pabulib_write import write
from deltagerbudget.counting.page import page
from deltagerbudget.counting.page_words import DANISH, ENGLISH, LANGUAGES, Words
from deltagerbudget.counting.rules import VARIANTS, count


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("words", LANGUAGES.values())
def test_a_further_word_of_the_library_needs_words_here(words: Words) -> None:
    needed = [f"method.{item}" for item in Method] + [f"variant.{item}" for item in Variant]
    needed += [f"decision.{item}" for item in Decision] + [f"criterion.{item}" for item in Criterion]
    needed += [f"round.{item}" for item in Round if item is not Round.MAIN]
    needed += [f"note.{code}" for code in NOTES if code != "set_aside"]
    assert [key for key in needed if key not in words] == []


def test_the_languages_say_the_same_of_the_same() -> None:
    assert DANISH.keys() == ENGLISH.keys()
    assert [key for key in ENGLISH if fields(ENGLISH[key]) != fields(DANISH[key])] == []


def test_every_reason_for_an_invalid_vote_has_words() -> None:
    source = Path(ballots.__file__).read_text(encoding="utf-8")
    reasons = {code for code in MESSAGES if f'"{code}"' in source} | {"points_not_by_rank"}
    assert {key.removeprefix("reason.") for key in ENGLISH if key.startswith("reason.")} == reasons


def test_invalid_votes_are_named_by_reason() -> None:
    source = write(election(80, {"A": (5, 3)}), META).replace(b"\n2;A\n", b"\n2;A,A\n")
    text = page(compare(read(source, invalid_votes="set-aside")))
    assert "Ugyldige stemmer, der ikke tæller med: 1 (et projekt to gange)." in text
    assert "A: Filen siger 3 stemmer, stemmesedlerne giver 2." in text


def test_every_finding_is_said_in_danish() -> None:
    """A withdrawn winner, another winner, other money, other votes, and two keys that are not used."""
    values = election(80, {"A": (70, 3), "B": (20, 2), "C": (10, 1)})
    source = write(values, META | {"leftover_budget": "next year"}, count(values))
    source = source.replace(b"A;70;3;1", b"A;999999999;3;1").replace(b"B;20;2;0", b"B;20;7;3")
    source = source.replace(b"rule;greedy", b"rule;greedy-exclusive")
    text = page(compare(read(source)))
    for said in (
        "A vandt i filen. Her er afgørelsen: trukket tilbage.",
        "B vinder her. I filen vandt det ikke.",
        "B blev betalt med andre penge.",
        "B: Filen siger 7 stemmer, stemmesedlerne giver 2.",
        "A koster mere end hele beløbet og regnes for trukket tilbage.",
        "Optællingen bruger ikke leftover_budget.",
        "Filen siger ikke, hvilke projekter der udelukker hinanden",
    ):
        assert said in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_without_ballots_and_projects(language: str) -> None:
    text = page(compare(read(write(election(80, {}), META))), language)
    assert f'<html lang="{language}">' in text
    assert "nan" not in text


def test_the_rules_that_compare_shows_have_words() -> None:
    assert all(f"method.{method}" in ENGLISH for method in VARIANTS)
