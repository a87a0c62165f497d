"""META: what a value may be, and where a fault in it is. SPEC 7.3 and 7.4"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.counting.test_pabulib_reading import GOOD, changed, refused

from deltagerbudget.counting.model import LARGEST
from deltagerbudget.counting.pabulib import PabulibError, read
from deltagerbudget.counting.pabulib_meta import REQUIRED, Meta, check_count, money

META = Meta(
    {"num_votes": "7", "budget": "100", "max_length": "2", "edition": "", "max_sum_cost": "0", "min_sum_cost": ""},
    {"num_votes": 3, "budget": 4, "max_length": 5},
)


def fault(act: Callable[[], object]) -> tuple[int, str, dict[str, str | int]]:
    with pytest.raises(PabulibError) as caught:
        act()
    return caught.value.line, caught.value.code, caught.value.params


def test_7_3_a_number_that_is_left_out_is_the_default() -> None:
    assert (META.whole("num_votes"), META.whole("max_length", 9)) == (7, 2)
    assert (META.whole("edition"), META.whole("edition", 9), META.whole("min_length", 0)) == (None, 9, 0)


def test_7_3_a_number_that_is_needed_has_no_default() -> None:
    assert fault(lambda: META.whole("num_projects", 9)) == (1, "bad_number", {"key": "num_projects", "value": ""})


@pytest.mark.parametrize("value", ["", "-1", "1.0", " 1", "1" * 16, "²"])
def test_7_3_a_number_is_digits(value: str) -> None:
    assert META.number("max_length", "1" * 15) == 111_111_111_111_111
    assert fault(lambda: META.number("max_length", value)) == (5, "bad_number", {"key": "max_length", "value": value})


def test_7_4_the_currency_is_kroner_where_it_is_not_said() -> None:
    assert Meta().currency == "DKK"
    assert Meta({"currency": ""}).currency == "DKK"
    assert Meta({"currency": "JPY"}).currency == "JPY"


def test_7_4_an_amount_is_in_the_minor_unit_of_the_currency() -> None:
    yen = Meta({"currency": "JPY", "budget": "100", "max_sum_cost": "5"})
    assert (META.money("budget"), yen.money("budget")) == (100_00, 100)
    assert (META.amount("budget", "0"), META.amount("budget", "1.5"), yen.amount("budget", "7")) == (0, 150, 7)
    assert (META.limit("max_sum_cost"), META.limit("min_sum_cost"), META.limit("gone")) == (None, None, None)
    assert yen.limit("max_sum_cost") == 5


def test_7_4_an_amount_of_a_list_may_be_0_and_nothing_else_that_is_none() -> None:
    assert fault(lambda: META.amount("budget", "0.0")) == (4, "bad_money", {"key": "budget", "value": "0.0"})


def test_1_2_the_largest_amount_is_exact_in_every_reader() -> None:
    assert money(1, "cost", "90071992547409.91", "DKK") == LARGEST
    assert fault(lambda: money(6, "cost", "90071992547409.92", "DKK")) == (
        6,
        "bad_money",
        {"key": "cost", "value": "90071992547409.92"},
    )
    assert money(1, "cost", "0.01", "DKK") == 1
    assert fault(lambda: money(6, "cost", "0.001", "DKK")) == (
        6,
        "bad_fraction",
        {"key": "cost", "value": "0.001", "currency": "DKK"},
    )


def test_7_4_a_list_stands_beside_its_names_and_one_value_is_for_all() -> None:
    def per(names: str, values: str) -> dict[str, str]:
        return Meta({"categories": names, "most": values}, {"most": 8}).per(
            "categories", "most", lambda key, value: f"{key}={value}"
        )

    assert per("a,b", "1,2") == {"a": "most=1", "b": "most=2"}
    assert per("a,b", "1") == {"a": "most=1", "b": "most=1"}
    assert per("a", "1") == {"a": "most=1"}
    assert per("a,b", "") == {}
    assert per("", "1") == {}
    for names, values in (("a,b", "1,2,3"), ("a,b,c", "1,2"), ("a,a", "1,2"), ("a,a", "1"), ("", "1,2")):
        assert fault(lambda: per(names, values)) == (8, "bad_value", {"key": "most", "value": values})  # noqa: B023


def test_7_3_a_count_that_is_not_that_of_the_file_is_refused() -> None:
    check_count(META, "num_votes", 7)
    assert fault(lambda: check_count(META, "num_votes", 8)) == (
        3,
        "bad_count",
        {"key": "num_votes", "said": 7, "found": 8},
    )


def test_7_3_the_columns_of_meta_may_stand_the_other_way_round() -> None:
    head, rest = GOOD.split("PROJECTS")
    turned = [";".join(reversed(line.split(";"))) for line in head.splitlines()]
    assert read(("\n".join([*turned, f"PROJECTS{rest}"])).encode()).election == read(GOOD.encode()).election


def test_7_6_the_line_of_a_fault_in_meta() -> None:
    assert refused(b"key;value\n", "missing_section", 1).params == {"value": "META"}
    assert refused(b"\n\nMETA;\n", "missing_section", 3).params == {"value": "META"}
    assert refused(b"META\n", "missing_column", 1).params == {"section": "META", "value": "key"}
    assert refused(b"META\nkey\n", "missing_column", 2).params == {"section": "META", "value": "value"}
    assert refused(changed("unit;Aarhus", "unit;Aarhus;8000"), "bad_row", 5).params == {
        "section": "META",
        "found": 3,
        "said": 2,
    }
    assert refused(changed("unit;Aarhus", "unit;A\nunit;B"), "duplicate_key", 6).params == {"value": "unit"}
    assert refused(GOOD.split("PROJECTS")[0].encode(), "missing_section").params == {"value": "PROJECTS"}
    assert refused(changed("num_projects;3", "num_projects;2"), "bad_count", 7).params == {
        "key": "num_projects",
        "said": 2,
        "found": 3,
    }
    assert refused(changed("num_projects;3", "num_projects;0"), "bad_count", 7).params["said"] == 0
    assert read(GOOD.encode()).head.lines["unit"] == 5


@pytest.mark.parametrize("key", REQUIRED)
def test_7_3_what_meta_needs(key: str) -> None:
    line = next(text for text in GOOD.splitlines() if text.startswith(f"{key};"))
    assert refused(changed(f"{line}\n", ""), "missing_key").params == {"value": key}


def test_7_3_what_meta_needs_is_what_the_specification_lists() -> None:
    assert set(REQUIRED) == {
        *("description", "country", "unit", "instance", "num_projects", "num_votes", "budget", "vote_type", "rule"),
        *("date_begin", "date_end"),
    }
