"""Working days in Denmark."""

from datetime import date

import pytest

from deltagerbudget.ui.workdays import is_workday, workdays_after


@pytest.mark.parametrize(
    "holiday",
    [
        date(2026, 4, 2),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2027, 3, 29),
        date(2026, 12, 24),
        date(2026, 6, 5),
        date(2026, 11, 28),
    ],
)
def test_nobody_works_then(holiday: date) -> None:
    assert not is_workday(holiday)


def test_great_prayer_day_is_no_holiday_any_more() -> None:
    assert is_workday(date(2026, 5, 1))


def test_working_days_are_counted_without_the_first_day() -> None:
    friday = date(2026, 11, 20)
    assert [workdays_after(friday, date(2026, 11, day)) for day in (19, 20, 22, 23, 27)] == [0, 0, 0, 1, 5]
