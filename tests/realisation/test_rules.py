from __future__ import annotations

from datetime import date, timedelta

import pytest

from deltagerbudget.realisation.rules import Promise, Station, days_late, late_days, next_promise, station

TODAY = date(2026, 5, 3)


def promise(due: int, reached: int | None = None) -> Promise:
    return Promise("Bænken", TODAY + timedelta(days=due), None if reached is None else TODAY + timedelta(days=reached))


@pytest.mark.parametrize(
    ("promises", "expected"),
    [
        ([], Station.PLANNED),
        ([promise(0)], Station.PLANNED),
        ([promise(5)], Station.PLANNED),
        ([promise(-1)], Station.LATE),
        ([promise(-9, -2)], Station.UNDER_WAY),
        ([promise(-9, -2), promise(4)], Station.UNDER_WAY),
        ([promise(-9, -2), promise(-4)], Station.LATE),
    ],
)
def test_the_clock_says_where_a_project_stands(promises: list[Promise], expected: Station) -> None:
    assert station(promises, is_finished=False, today=TODAY) == expected


def test_a_finished_project_is_never_late() -> None:
    assert station([promise(-9)], is_finished=True, today=TODAY) == Station.FINISHED


def test_on_its_day_a_promise_is_not_late_and_the_day_after_it_is() -> None:
    assert days_late(promise(0), TODAY) == 0
    assert days_late(promise(0), TODAY + timedelta(days=1)) == 1


def test_a_project_is_as_late_as_its_latest_promise() -> None:
    assert late_days([promise(-2), promise(-30), promise(-90, -1)], TODAY) == 30
    assert late_days([], TODAY) == 0


def test_the_next_promise_is_the_earliest_one_not_kept() -> None:
    assert next_promise([promise(9), promise(-3, -3), promise(4)]) == promise(4)
    assert next_promise([promise(-3, -3)]) is None
