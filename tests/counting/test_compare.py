"""The report that sets a file's own result beside the counted one."""

from tests.counting.elections import META, election

from deltagerbudget.counting.compare import Comparison, compare
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.pabulib_write import write
from deltagerbudget.counting.rules import count

EXAMPLE = election(80_000, {"A": (32_000, 3), "B": (78_450, 2), "C": (20_000, 1)})
TEXT = write(EXAMPLE, META, count(EXAMPLE))


def compared(old: bytes, new: bytes) -> Comparison:
    assert old in TEXT
    return compare(read(TEXT.replace(old, new), invalid_votes="set-aside"))


def test_it_works() -> None:
    comparison = compare(read(TEXT, invalid_votes="set-aside"))
    assert comparison.same is True
    assert comparison.lines() == ["The winners are those of the file: 2."]


def test_without_the_column_nothing_is_claimed() -> None:
    comparison = compare(read(write(EXAMPLE, META), invalid_votes="set-aside"))
    assert (comparison.same, comparison.selected) == (None, None)
    assert comparison.lines() == ["The file does not say which projects won."]


def test_a_missing_and_an_unexpected_winner_are_named() -> None:
    comparison = compared(b";2;0\nC;20000;1;1", b";2;1\nC;20000;1;0")
    assert (comparison.same, comparison.missing, comparison.unexpected) == (False, ("B",), ("C",))
    assert comparison.lines() == [
        "B won in the file; here it is skipped.",
        "C is funded here; in the file it did not win.",
    ]


def test_a_project_funded_with_other_money_is_no_winner() -> None:
    comparison = compared(b";2;0\n", b";2;3\n")
    assert (comparison.same, comparison.with_other_money) == (True, ("B",))
    assert comparison.lines()[-1] == "B was funded with other money."


def test_published_votes_that_the_ballots_do_not_give_are_named() -> None:
    comparison = compared(b"A;32000;3;", b"A;32000;30;")
    assert comparison.same is True
    assert comparison.lines()[-1] == "A: the file says 30 votes, its ballots give 3."


def test_a_withdrawn_winner_is_missing() -> None:
    comparison = compared(b"A;32000;", b"A;999999999;")
    assert comparison.missing == ("A", "C")
    assert "A won in the file; here it is withdrawn." in comparison.lines()
    assert "A costs more than the budget and is taken as withdrawn." in comparison.lines()


def test_keys_that_the_count_does_not_use_are_named() -> None:
    comparison = compared(b"language;da", b"leftover_budget;next year")
    assert comparison.lines()[-1] == "The count does not use leftover_budget."
    comparison = compared(b"rule;greedy", b"rule;greedy-exclusive")
    assert comparison.lines()[-1].startswith("The count does not use rule greedy-exclusive, as")
