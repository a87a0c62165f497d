from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes import rules
from deltagerbudget.processes.rules import Eligibility, Point, Span
from deltagerbudget.ui.danish import COPENHAGEN, free_slug

MINUTE = timedelta(minutes=1)


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=COPENHAGEN)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def ideas(start: datetime, end: datetime) -> Span:
    return Span(PhaseKind.IDEAS, "Forslag", start, end)


def review(start: datetime, end: datetime) -> Span:
    return Span(PhaseKind.REVIEW, "Vurdering", start, end)


def vote(start: datetime, end: datetime) -> Span:
    return Span(PhaseKind.VOTE, "Afstemning", start, end)


def test_b38_phases_that_meet_are_fine() -> None:
    assert rules.schedule_problems([ideas(at(1, 1), at(2, 1)), review(at(2, 1), at(3, 1))]) == []


@pytest.mark.parametrize(
    ("spans", "problems"),
    [
        ([], 1),
        ([ideas(at(1, 1), at(1, 1))], 1),
        ([ideas(at(1, 1), at(2, 1)), review(at(2, 1, 11, 59), at(3, 1))], 1),
        ([ideas(at(1, 1), at(2, 1)), review(at(2, 1, 12, 1), at(3, 1))], 1),
        ([review(at(1, 1), at(2, 1)), ideas(at(2, 1), at(3, 1))], 1),
        ([ideas(at(1, 1), at(2, 1)), ideas(at(2, 1), at(3, 1))], 1),
        ([ideas(at(2, 1), at(1, 1)), review(at(2, 1), at(3, 1))], 2),
    ],
    ids=["none", "no length", "overlap", "gap", "order", "twice", "backwards"],
)
def test_b38_what_does_not_fit_is_named(spans: list[Span], problems: int) -> None:
    assert len(rules.schedule_problems(spans)) == problems


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([vote(at(2, 1), at(3, 1))], "without proposals"),
        ([ideas(at(1, 1), at(2, 1)), vote(at(2, 1), at(3, 1))], "before it is looked at"),
        ([ideas(at(1, 1), at(2, 1)), review(at(2, 1), at(2, 14)), vote(at(2, 14), at(3, 1))], "there are 13 days"),
        ([ideas(at(1, 1), at(2, 1)), review(at(2, 1), at(2, 15)), vote(at(2, 15), at(3, 1))], ""),
        ([ideas(at(1, 1), at(2, 1)), review(at(2, 1), at(2, 20)), vote(at(2, 15), at(3, 1))], "overlap"),
        ([ideas(at(1, 1), at(2, 1)), review(at(2, 1), at(2, 20)), vote(at(2, 25), at(3, 1))], "gap"),
    ],
    ids=["no ideas", "no review", "no time to appeal", "just time", "before the review ends", "gap"],
)
def test_b38_a_vote_that_cannot_be_is_named_with_the_reason(spans: list[Span], words: str) -> None:
    with override("en"):
        said = rules.schedule_problems(spans)
    assert [words in text for text in said] == ([True] if words else [])


def test_an_age_is_that_of_the_year_of_the_vote() -> None:
    spans = [vote(at(3, 1), at(4, 1))]
    assert rules.age_problems(date(2026, 3, 1), spans) == []
    assert rules.age_problems(date(2028, 3, 1), spans) == []
    assert len(rules.age_problems(date(2026, 2, 27), spans)) == 1
    assert rules.age_problems(date(1990, 1, 1), []) == []


@pytest.mark.parametrize(
    ("first_day", "begins"),
    [
        (date(2028, 1, 7), at(1, 1)),
        (date(2028, 1, 1), at(1, 1)),
        (date(2026, 1, 2), at(1, 1)),
        (date(2027, 1, 1), at(1, 1)),
    ],
)
def test_a_copy_keeps_days_of_the_week_hours_and_lengths(first_day: date, begins: datetime) -> None:
    spans = [ideas(begins, at(4, 2, 20)), review(at(4, 2, 20), at(11, 5, 8, 30))]
    later = rules.weeks_until(spans, first_day)
    moved = rules.moved(spans, later)
    assert first_day <= localdate(moved[0].starts_at) < first_day + 7 * DAY
    for old, new in zip(spans, moved, strict=True):
        for before, after in ((old.starts_at, new.starts_at), (old.ends_at, new.ends_at)):
            wall_before, wall_after = (each.astimezone(COPENHAGEN) for each in (before, after))
            assert (wall_before.weekday(), wall_before.time()) == (wall_after.weekday(), wall_after.time())
            assert (localdate(wall_after) - localdate(wall_before)) == later
    assert rules.schedule_problems(moved) == []


def test_b43_a_copy_does_not_land_in_the_hour_that_is_not_there() -> None:
    spans = [ideas(rules.moment(wall("2027-03-21 02:30")), at(4, 1))]
    moved = rules.moved(spans, timedelta(weeks=1))
    assert moved[0].starts_at == rules.moment(wall("2027-03-28 03:30"))


def test_b43_the_phase_changes_at_the_exact_minute() -> None:
    first, second = ideas(at(1, 1), at(2, 1)), review(at(2, 1), at(3, 1))
    spans = [first, second]
    assert rules.current(spans, at(1, 1) - MINUTE) is None
    assert rules.current(spans, at(1, 1)) is first
    assert rules.current(spans, at(2, 1) - timedelta(microseconds=1)) is first
    assert rules.current(spans, at(2, 1)) is second
    assert rules.current(spans, at(12, 31)) is second, "the last phase stays"


@pytest.mark.parametrize(
    ("shown", "utc"),
    [
        (wall("2027-03-28 01:59"), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (wall("2027-03-28 03:00"), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (wall("2027-10-31 01:59"), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (wall("2027-10-31 03:00"), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_b43_a_time_on_the_wall_is_one_moment(shown: datetime, utc: datetime) -> None:
    assert rules.moment(shown) == utc


@pytest.mark.parametrize("shown", [wall("2027-03-28 02:00"), wall("2027-03-28 02:59")])
def test_b43_the_hour_that_is_skipped_is_refused(shown: datetime) -> None:
    with pytest.raises(rules.NoSuchTime):
        rules.moment(shown)


@pytest.mark.parametrize("shown", [wall("2027-10-31 02:00"), wall("2027-10-31 02:59")])
def test_b43_the_hour_that_comes_twice_is_refused(shown: datetime) -> None:
    with pytest.raises(rules.NoSuchTime):
        rules.moment(shown)


def test_b43_the_phase_flips_by_the_wall_clock_after_the_clocks_change() -> None:
    end = rules.moment(wall("2027-10-31 20:00"))
    spans = [ideas(at(10, 1), end), review(end, at(12, 1))]
    current = rules.current(spans, datetime(2027, 10, 31, 18, 59, tzinfo=UTC))
    assert current is spans[0]
    assert rules.current(spans, datetime(2027, 10, 31, 19, 0, tzinfo=UTC)) is spans[1]


RULE = Eligibility(15, date(2027, 3, 1), frozenset({"tranbjerg", "viby"}))


def reason(birth_date: date | None, area: str | None, act: str = "vote", rule: Eligibility = RULE) -> str:
    found = rules.ineligible(rule, birth_date=birth_date, area=area, act=act)
    return found.code if found else ""


@pytest.mark.parametrize(
    ("born", "code"), [(date(2012, 3, 1), ""), (date(2012, 3, 2), "age"), (date(1930, 1, 1), ""), (None, "unknown-age")]
)
def test_b21_the_age_counts_on_its_day(born: date | None, code: str) -> None:
    assert reason(born, "tranbjerg") == code


@pytest.mark.parametrize("area", [None, "", "odder"])
def test_b21_one_lives_in_one_of_the_areas(area: str | None) -> None:
    assert reason(date(1990, 1, 1), area) == "area"


def test_born_on_the_29th_of_february_one_is_older_on_the_first_of_march() -> None:
    born = date(2012, 2, 29)
    for day, code in ((date(2027, 2, 28), "age"), (date(2027, 3, 1), "")):
        assert reason(born, "viby", rule=Eligibility(15, day, RULE.areas)) == code


def test_on_the_29th_of_february_the_others_are_counted_too() -> None:
    rule = Eligibility(15, date(2028, 2, 29), RULE.areas)
    for born, code in ((date(2013, 2, 28), ""), (date(2013, 3, 1), "age")):
        assert reason(born, "viby", rule=rule) == code


@pytest.mark.parametrize("act", ["vote", "propose"])
@pytest.mark.parametrize(("born", "area"), [(date(2020, 1, 1), "viby"), (date(1990, 1, 1), "odder")])
def test_a_no_says_what_one_can_do_instead(act: str, born: date, area: str) -> None:
    found = rules.ineligible(RULE, birth_date=born, area=area, act=act)
    assert found is not None
    assert found.message.count(".") >= 2


def test_what_is_missing_is_in_the_order_of_the_checklist() -> None:
    seen, ticked = {Point.MONEY, Point.DATES, Point.MANDATE}, {Point.LETTERS, Point.CONTACTS}
    assert rules.missing_points(seen, ticked) == [Point.CONTACTS, Point.PARTNER, Point.CRITERIA, Point.LANDOWNER]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Grønne pauser på Åby", "groenne-pauser-paa-aaby"),
        ("ÆØÅ!", "aeoeaa"),
        ("!!!", "deltagerbudget"),
        ("taget", "taget-3"),
    ],
)
def test_an_address_is_made_of_the_title(title: str, slug: str) -> None:
    assert free_slug(title, {"taget", "taget-2"}) == slug


def test_a_long_title_gives_an_address_that_fits() -> None:
    assert len(free_slug("æ" * 120, set())) <= 110
