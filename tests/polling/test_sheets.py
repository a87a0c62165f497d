"""B70: a sheet as people type it, and what is wrong with it, said and never dropped."""

from __future__ import annotations

import pytest

from deltagerbudget.ballots.rules import Paper
from deltagerbudget.counting.ballots import Limits, VoteType
from deltagerbudget.counting.model import Project
from deltagerbudget.polling.sheets import Empty, Reading, packed, read, sheet, unpacked

PROJECTS = {str(number): Project(str(number), cost) for number, cost in ((3, 300), (5, 500), (12, 400))}


def paper(vote_type: VoteType = VoteType.APPROVAL, **limits: int) -> Paper:
    return Paper(vote_type, Limits(**limits), PROJECTS)


@pytest.mark.parametrize(
    "typed", ["3, 12", "12 3", " 3,12, ", "3;12;", "3\r\n12\r\n", "3\n\n12", "03 / 12", "\t3\t12", "3,,12", ",3,12"]
)
def test_b70_blanks_lines_and_separators_at_the_end_do_no_harm(typed: str) -> None:
    reading = read(typed, paper())
    assert reading.fault == ""
    assert sheet(reading, paper()).numbers == (3, 12)


@pytest.mark.parametrize("typed", ["", "  ", ",", "\n"])
def test_b70_nothing_typed_is_no_blank_ballot(typed: str) -> None:
    with pytest.raises(Empty):
        read(typed, paper())
    assert read("-", paper()) == read("Blank", paper()) == Reading(())


@pytest.mark.parametrize(
    ("typed", "fault", "words"),
    [
        ("3, 99", "unknown", "99"),
        ("3, 7", "off-ballot", "trukket tilbage"),
        ("3, 3", "repeated", "to gange"),
        ("3, 03", "repeated", "to gange"),
        ("3, x", "not-a-number", "x"),
        ("3:2", "not-a-number", "3:2"),
        ("3, 5, 12", "too_dear", "kr."),
        ("?", "unreadable", "læses"),
        ("-, 3", "not-a-number", "-"),
        ("9" * 900, "not-a-number", "9"),
        ("<b>", "not-a-number", "<b>"),
        ("٣", "not-a-number", "٣"),
    ],
)
def test_b70_what_is_wrong_is_said_and_kept(typed: str, fault: str, words: str) -> None:
    reading = read(typed, paper(most_cost=1000), off_ballot={3, 5, 7, 12})
    assert reading.fault == fault
    assert words in reading.words
    assert fault == "unreadable" or len(reading.marks) == len([one for one in typed.replace(",", " ").split() if one])


@pytest.mark.parametrize(("one", "other"), [("99, 3", "3 99"), ("x, 3", "3, x"), ("3 5 3", "5, 3, 3")])
def test_b70_two_who_read_the_same_marks_differ_on_nothing(one: str, other: str) -> None:
    assert read(one, paper()).fault
    assert read(one, paper()).same_as(read(other, paper()))


def test_points_and_places() -> None:
    points = paper(VoteType.CUMULATIVE, most_sum=5)
    assert sheet(read("5:1, 3:2", points), points).points == (2, 1)
    assert read("3:9", points).fault != ""
    assert read("3", points).fault == "not-a-number"
    ranking = paper(VoteType.ORDINAL)
    assert sheet(read("12 3 5", ranking), ranking).numbers == (12, 3, 5)
    assert not read("12 3", ranking).same_as(read("3 12", ranking))
    assert read("12 3", paper()).same_as(read("3 12", paper()))


def test_a_reading_comes_out_of_its_box_as_it_went_in() -> None:
    for typed in ("3, 12", "-", "?", "3, 3"):
        reading = read(typed, paper())
        assert unpacked(packed(reading)).same_as(reading)
        assert len(packed(reading)) == 256
        assert read(reading.text, paper()).same_as(reading)
