"""Every number here has a day past 60 or a serial number that is never given: no person has it."""

from __future__ import annotations

from datetime import date

import pytest

from deltagerbudget.identity.cpr import birth_date_of, digits_of, reference


@pytest.mark.parametrize("text", ["6707610000", "670761-0000", "670761 0000", " 670761\u20130000 "])
def test_it_works(text: str) -> None:
    number = digits_of(text)
    assert number == "6707610000"
    assert (birth_date_of(number), reference(number)) == (date(1961, 7, 7), "dk:cpr:6707610000")


@pytest.mark.parametrize(
    ("number", "born"),
    [
        ("6101000000", date(1900, 1, 1)),
        ("6101990300", date(1999, 1, 1)),
        ("6101364000", date(2036, 1, 1)),
        ("6101374000", date(1937, 1, 1)),
        ("6101575000", date(2057, 1, 1)),
        ("6101585000", date(1858, 1, 1)),
        ("6101119000", date(2011, 1, 1)),
        ("6101379000", date(1937, 1, 1)),
        ("9002080000", None),
    ],
)
def test_t50_the_seventh_digit_says_the_century(number: str, born: date | None) -> None:
    assert birth_date_of(number) == born


def test_t50_a_number_that_fails_modulus_eleven_is_a_number() -> None:
    assert digits_of("6101110001") == "6101110001"
    assert digits_of("6101110002") == "6101110002"


@pytest.mark.parametrize(
    "text",
    ["", "070761000", "07076100000", "3213610000", "0013610000", "07-07-61-0000", "０７０７６１００００", "=1+1"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert digits_of(text) is None
