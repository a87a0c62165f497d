"""Money, dates and order as people here write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deltagerbudget.ui import danish


def test_it_works() -> None:
    assert danish.kroner(32000000) == "320.000 kr."
    assert danish.kroner(2853461) == "28.534,61 kr."
    assert danish.kroner(32000000, "en") == "DKK 320,000"
    assert danish.kroner(2853461, "en") == "DKK 28,534.61"
    assert danish.kroner(0) == "0 kr."
    assert danish.kroner(5) == "0,05 kr."
    assert danish.kroner(-150050) == "−1.500,50 kr."


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("320.000", 32000000),
        ("320000", 32000000),
        ("28.534,61", 2853461),
        ("1.000,50 kr.", 100050),
        ("1.000,5", 100050),
        ("50.000,-", 5000000),
        ("dkk 75", 7500),
        ("1.000.000 kroner", 100000000),
        ("20\N{NO-BREAK SPACE}000", 2000000),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, ore: int) -> None:
    assert danish.parse_kroner(text) == ore


@pytest.mark.parametrize(
    "text", ["", "abc", "1.5", "32.00", "1,234,567", "-5", "12,345", "1.0000", "٣٢", "1e5", "kr.", "5 kr. 20"]
)
def test_an_amount_that_can_be_read_two_ways_is_not_guessed(text: str) -> None:
    with pytest.raises(danish.NotKroner):
        danish.parse_kroner(text)


def test_on_english_pages_comma_and_point_change_places() -> None:
    assert danish.parse_kroner("DKK 28,534.61", "en") == 2853461
    with pytest.raises(danish.NotKroner):
        danish.parse_kroner("320.000", "en")


@given(st.integers(min_value=0, max_value=10**13), st.sampled_from(["da", "en"]))
def test_what_is_written_can_be_read_back(ore: int, language: str) -> None:
    assert danish.parse_kroner(danish.kroner(ore, language), language) == ore


def test_dates_are_said_as_people_say_them() -> None:
    moment = datetime(2024, 1, 19, 15, 30, tzinfo=UTC)
    assert danish.when(moment) == "19. januar 2024 kl. 16.30"
    assert danish.when(moment, "en") == "19 January 2024 at 16:30"
    assert danish.day(moment) == danish.day(date(2024, 1, 19)) == "19. januar 2024"
    assert danish.weekday(datetime(2025, 11, 30, 19, 0, tzinfo=UTC)) == "søndag den 30. november kl. 20.00"
    assert danish.weekday(date(2025, 11, 30)) == "søndag den 30. november"
    assert danish.weekday(datetime(2025, 11, 30, 19, 0, tzinfo=UTC), "en") == "Sunday 30 November at 20:00"
    assert danish.week(date(2025, 6, 26)) == "uge 26"
    assert (danish.short_day(date(2024, 1, 19)), danish.short_day(date(2024, 5, 1))) == ("19. jan.", "1. maj")


def test_summer_time_begins_and_ends_where_it_should() -> None:
    assert danish.clock(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) == "01.59"
    assert danish.clock(datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) == "03.00"
    assert danish.clock(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == "02.30"
    assert danish.clock(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "02.30"


def test_days_are_calendar_days_in_copenhagen() -> None:
    at = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
    assert danish.in_days(datetime(2026, 3, 28, 22, 59, tzinfo=UTC), at) == "i dag"
    assert danish.in_days(datetime(2026, 3, 28, 23, 1, tzinfo=UTC), at) == "i morgen"
    assert danish.in_days(datetime(2026, 3, 31, 12, 0, tzinfo=UTC), at) == "om 3 dage"
    assert danish.in_days(date(2026, 3, 26), at) == "for 2 dage siden"
    assert danish.in_days(date(2026, 3, 27), at) == "i går"
    assert danish.in_days(date(2026, 3, 31), at, "en") == "in 3 days"
    assert danish.in_days(date(2026, 3, 26), at, "en") == "2 days ago"


def test_the_danish_alphabet_ends_in_ae_oe_aa() -> None:
    names = ["Aarhus", "Aabenraa", "Åby", "Ærø", "Ølsted", "Viby", "Beder", "zebra", "Østerbro", "Ågade"]
    assert sorted(names, key=danish.sort_key) == [
        "Beder", "Viby", "zebra", "Ærø", "Ølsted", "Østerbro", "Aabenraa", "Åby", "Ågade", "Aarhus",
    ]  # fmt: skip


def test_order_knows_case_accents_and_numbers() -> None:
    assert danish.sort_key("Café Å") == danish.sort_key("CAFE AA")
    assert sorted(["Skole 10", "skole 2", "Skole 1b"], key=danish.sort_key) == ["Skole 1b", "skole 2", "Skole 10"]
    assert danish.sort_key("Ny By") < danish.sort_key("Nyborg")
    assert danish.sort_key("A\N{COMBINING RING ABOVE}by") == danish.sort_key("Åby")


@given(st.text())
def test_a_sort_key_is_plain_ascii(text: str) -> None:
    assert danish.sort_key(text).isascii()
    assert danish.sort_key(text) == danish.sort_key(text.strip())
