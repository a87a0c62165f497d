from __future__ import annotations

from collections import Counter

import pytest

from deltagerbudget.ballots.code_rules import ALPHABET, LENGTH, Code, Mistyped, check_sign, is_slowed, new_code, read

CODE = Code("7KXM", "4P2RWT9C")


def test_it_works() -> None:
    assert read(CODE.printed()) == CODE
    assert len(ALPHABET) == 31
    assert not set("01IOL") & set(ALPHABET)


@pytest.mark.parametrize("joint", ["", " ", "-", " - ", "–", "‑", ".", "\u00a0"])
def test_t41_spaces_hyphens_and_lower_case_do_not_matter(joint: str) -> None:
    assert read(joint.join(CODE.printed().split("-")).lower()) == CODE


def test_one_wrong_sign_is_always_seen() -> None:
    signs = CODE.printed().replace("-", "")
    for place, right in enumerate(signs):
        for wrong in set(ALPHABET) - {right}:
            with pytest.raises(Mistyped):
                read(signs[:place] + wrong + signs[place + 1 :])


def test_two_signs_that_changed_places_are_always_seen() -> None:
    body = CODE.public_id + CODE.secret
    for first in range(len(body)):
        for second in range(first):
            swapped = list(body)
            swapped[first], swapped[second] = body[second], body[first]
            if swapped != list(body):
                assert check_sign("".join(swapped)) != check_sign(body)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "13"),
        ("7KXM-4P2R-WT9C", "13"),
        ("7KXO-4P2R-WT9C-2", "“O”"),
        ("0KXM-4P2R-WT9C-2", "“0”"),
        ("7KXM-4P2R-WTÆC-2", "A"),
        ("７KXM-4P2R-WT9C-2", "A"),
        ("7KXM\0", "A"),
    ],
)
def test_what_cannot_be_a_code_is_explained(typed: str, words: str) -> None:
    with pytest.raises(Mistyped) as caught:
        read(typed)
    assert words in str(caught.value.message)


def test_t43_codes_are_uniform_and_unique() -> None:
    """Chi-square over the signs of each place: 30 degrees of freedom, one in ten million by chance."""
    made = [new_code() for _turn in range(6200)]
    assert len({code.printed() for code in made}) == len(made)
    for place in range(LENGTH - 1):
        counts = Counter((code.public_id + code.secret)[place] for code in made)
        assert sum((counts[sign] - 200) ** 2 / 200 for sign in ALPHABET) < 95


def test_t43_a_code_has_no_text_form() -> None:
    assert CODE.secret not in f"{CODE} {CODE!r}"
    assert CODE.public_id not in f"{CODE} {CODE!r}"


def test_t41_the_breaker_minds_the_share_and_never_a_handful() -> None:
    assert not is_slowed(wrong=19, issued=100)
    assert is_slowed(wrong=20, issued=100)
    assert not is_slowed(wrong=20, issued=10_000)
    assert is_slowed(wrong=50, issued=10_000)
