"""Files on the very edge of what is read."""

from __future__ import annotations

import pytest
from tests.counting.test_pabulib_reading import GOOD, changed, refused

from deltagerbudget.counting.pabulib import FileLimits, read
from deltagerbudget.counting.rules import count

BYTES, LINE = len(GOOD.encode()), max(len(line) for line in GOOD.encode().splitlines(keepends=True))


@pytest.mark.parametrize(
    ("exact", "less", "code"),
    [
        (FileLimits(file_bytes=BYTES), FileLimits(file_bytes=BYTES - 1), "too_big"),
        (FileLimits(line_bytes=LINE), FileLimits(line_bytes=LINE - 1), "line_too_long"),
        (FileLimits(projects=3), FileLimits(projects=2), "too_many_projects"),
        (FileLimits(votes=4), FileLimits(votes=3), "too_many_votes"),
    ],
)
def test_t50_a_limit_is_kept_to_the_number(exact: FileLimits, less: FileLimits, code: str) -> None:
    assert read(GOOD.encode(), limits=exact).election.voters == 4
    refused(GOOD.encode(), code, limits=less)


def test_t50_the_usual_limits_are_those_of_the_specification() -> None:
    usual = FileLimits()
    assert (usual.file_bytes, usual.line_bytes, usual.projects, usual.votes) == (
        200_000_000,
        100_000,
        10_000,
        2_000_000,
    )


def test_7_1_the_places_of_a_ranking_count_down_to_one() -> None:
    ranked = changed("vote_type;approval", "vote_type;ordinal").replace(b"votes;name", b"score;name")
    assert read(ranked, invalid_votes="set-aside").election.rule.scores == (2, 1)
    unbounded = ranked.replace(b"max_length;2\n", b"")
    assert read(unbounded, invalid_votes="set-aside").election.rule.scores == (3, 2, 1)


def test_7_5_a_least_that_is_the_most_is_allowed() -> None:
    both = changed("max_length;2", "min_length;2\nmax_length;2")
    assert [ballot.number for ballot in read(both, invalid_votes="set-aside").election.ballots] == [1, 1]


def test_7_3_a_project_that_costs_the_whole_budget_is_not_withdrawn() -> None:
    whole = changed("2;78450;", "2;100000;")
    assert [project.id for project in read(whole).election.projects] == ["1", "2", "3"]
    beyond = read(changed("2;78450;", "2;100000.01;")).election
    assert [project.id for project in beyond.withdrawn] == ["2"]


@pytest.mark.parametrize("where", ["1;17", "description;Deltagerbudget", "Bænke"])
def test_t50_a_line_of_a_million_characters_is_refused(where: str) -> None:
    line = next(number for number, text in enumerate(GOOD.splitlines(), start=1) if where in text)
    refused(changed(where, where + "x" * 1_000_000), "line_too_long", line)


@pytest.mark.parametrize("budget", ["0", "0.00", "-1", "-0", "NaN", "nan", "Infinity", "1e6", "1.000,00", "9" * 16, ""])
def test_t50_a_budget_that_is_no_amount_above_0_is_refused(budget: str) -> None:
    refused(changed("budget;100000", f"budget;{budget}"), "bad_money", 9)


def test_t50_a_budget_with_more_decimals_than_the_currency_is_refused() -> None:
    assert read(changed("budget;100000", "budget;100000.50")).election.budget == 100_000_50
    refused(changed("budget;100000", "budget;100000.505"), "bad_fraction", 9)


def test_t50_a_withdrawn_project_may_be_voted_for_and_wins_nothing() -> None:
    """999999999 is how the library of the format writes a withdrawn project."""
    reading = read(changed("1;32000;", "1;999999999;"))
    outcome = count(reading.election)
    assert (outcome.withdrawn, outcome.winners, outcome.voters) == (("1",), ("2", "3"), 4)
