"""The account adds up, whatever is asked of it and in whatever order."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from deltagerbudget.pools.rules import Kind, Project, Row, account, free_ore, may_correct, room_ore, split

YEARS = st.integers(2024, 2033)
AMOUNTS = st.integers(-5_000_000_000, 5_000_000_000)
ROWS = st.lists(st.builds(Row, kind=st.sampled_from(Kind), year=YEARS, amount_ore=AMOUNTS), max_size=30)
WISHES = st.lists(
    st.tuples(st.sampled_from(["give", "correct", "take", "return"]), YEARS, st.integers(1, 1_000)), max_size=60
)


def total(rows: list[Row], kind: Kind) -> int:
    return sum(row.amount_ore for row in rows if row.kind is kind)


def test_it_works() -> None:
    rows = [Row(Kind.GIVEN, 2024, 1000), Row(Kind.GIVEN, 2025, 1000), Row(Kind.SET_ASIDE, 2024, 300)]
    rows += [Row(Kind.RETURNED, 2026, 50), Row(Kind.PROMISED, 2024, 250), Row(Kind.PAID, 2025, 200)]
    years = account(rows, through=2026)
    assert [(year.year, year.carried_in_ore, year.left_ore) for year in years] == [
        (2024, 0, 700),
        (2025, 700, 1700),
        (2026, 1700, 1750),
    ]
    assert (years[0].promised_ore, years[1].paid_ore, years[2].returned_ore) == (250, 200, 50)


def test_a_pool_without_money_has_one_empty_year() -> None:
    (year,) = account([], through=2026)
    assert (year.year, year.left_ore) == (2026, 0)


@given(ROWS)
def test_sums_reconcile(rows: list[Row]) -> None:
    years = account(rows, through=2033)
    assert sum(year.given_ore for year in years) == total(rows, Kind.GIVEN)
    assert sum(year.paid_ore for year in years) == total(rows, Kind.PAID)
    assert sum(year.promised_ore for year in years) == total(rows, Kind.PROMISED)
    left = total(rows, Kind.GIVEN) - total(rows, Kind.SET_ASIDE) + total(rows, Kind.RETURNED)
    assert years[-1].left_ore == left
    assert [year.year for year in years] == list(range(years[0].year, 2034))
    assert all(after.carried_in_ore == before.left_ore for before, after in pairwise(years))


@given(ROWS, YEARS)
def test_what_comes_later_changes_no_year_before(rows: list[Row], year: int) -> None:
    early = [row for row in rows if row.year <= year]
    assert account(rows, through=year) == account(early, through=year)


@given(WISHES)
def test_no_year_ever_uses_more_than_it_had(wishes: list[tuple[str, int, int]]) -> None:
    """Today is 2028: whatever is asked for, what the rules let through never takes a year below nothing."""
    today, rows, out = 2028, [], 0
    for what, year, amount in wishes:
        through = max(today, year)
        if what == "give":
            rows.append(Row(Kind.GIVEN, year, amount))
        elif what == "correct":
            given_ore = sum(row.amount_ore for row in rows if row.kind is Kind.GIVEN and row.year == year)
            if may_correct(account(rows, through=through), year=year, given_ore=given_ore, change_ore=-amount):
                rows.append(Row(Kind.GIVEN, year, -amount))
        elif what == "take" and amount <= account(rows, through=today)[-1].left_ore:
            rows.append(Row(Kind.SET_ASIDE, today, amount))
            out += amount
        elif what == "return" and amount <= out:
            rows.append(Row(Kind.RETURNED, today, amount))
            out -= amount
    assert all(year.left_ore >= 0 and year.given_ore >= 0 for year in account(rows, through=2033))


def test_a_correction_counts_every_year_since() -> None:
    rows = [Row(Kind.GIVEN, 2024, 100), Row(Kind.SET_ASIDE, 2025, 80), Row(Kind.GIVEN, 2026, 100)]
    years = account(rows, through=2026)
    assert room_ore(years, since=2024) == 20
    assert may_correct(years, year=2024, given_ore=100, change_ore=-20)
    assert not may_correct(years, year=2024, given_ore=100, change_ore=-21)
    assert not may_correct(years, year=2025, given_ore=0, change_ore=-1)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**10), min_size=1, max_size=8))
def test_shares_add_up_to_the_oere(amount_ore: int, weights: list[int]) -> None:
    shares = split(amount_ore, weights)
    assert sum(shares) == amount_ore
    assert min(shares) >= 0
    whole = sum(weights)
    if whole:
        assert all(
            abs(share * whole - amount_ore * weight) < whole for share, weight in zip(shares, weights, strict=True)
        )


PROJECTS = st.lists(st.builds(Project, st.integers(1, 1000), st.integers(0, 1500), is_finished=st.booleans()))


@given(PROJECTS, st.integers(0, 10_000))
def test_what_is_free_is_never_promised_or_paid(projects: list[Project], held_ore: int) -> None:
    free = free_ore(held_ore, projects)
    assert held_ore - free >= sum(project.paid_ore for project in projects)
    assert held_ore - free >= sum(project.price_ore for project in projects if not project.is_finished)


def test_a_finished_project_binds_what_it_cost() -> None:
    assert Project(1_000, 800).bound_ore == 1_000
    assert Project(1_000, 1_100).bound_ore == 1_100
    assert Project(1_000, 800, is_finished=True).bound_ore == 800
