from datetime import date, timedelta

import pytest

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.together.rules import Answer, Fate, Standpoint, check_offer, fate

YES, NO, SILENT = Answer.YES, Answer.NO, ""
DAY = date(2027, 3, 1)


def parts(*said: tuple[str, ...]) -> list[Standpoint]:
    return [Standpoint(place, True, each) for place, each in enumerate(said, 1)]


@pytest.mark.parametrize(
    ("said", "is_over", "becomes", "together"),
    [
        ([(YES,), (YES,)], False, Fate.MERGES, [1, 2]),
        ([(YES,), (SILENT,)], False, Fate.WAITS, []),
        ([(YES,), (NO,)], False, Fate.ENDS, []),
        ([(NO,), (YES,), (YES,)], False, Fate.ENDS, []),
        # A no keeps one's own proposal out, and the others go on.
        ([(YES,), (NO,), (YES,)], False, Fate.MERGES, [1, 3]),
        ([(YES,), (NO,), (SILENT,)], False, Fate.WAITS, []),
        ([(YES,), (YES, NO), (YES,)], False, Fate.MERGES, [1, 3]),
        # Silence is a no, once the day is over.
        ([(YES,), (SILENT,), (YES,)], True, Fate.MERGES, [1, 3]),
        ([(YES,), (YES, SILENT)], True, Fate.ENDS, []),
        ([(SILENT,), (YES,), (YES,)], True, Fate.ENDS, []),
        # Nobody speaks for a proposal without authors.
        ([(YES,), ()], True, Fate.ENDS, []),
    ],
)
def test_what_becomes_of_it(said: list[tuple[str, ...]], is_over: bool, becomes: Fate, together: list[int]) -> None:
    assert fate(parts(*said), 1, is_over=is_over) == (becomes, together)


def test_what_is_withdrawn_meanwhile_takes_no_part() -> None:
    gone = [*parts((YES,), (YES,)), Standpoint(3, False, (YES,))]
    assert fate(gone, 1, is_over=False) == (Fate.MERGES, [1, 2])
    assert fate(gone, 3, is_over=False) == (Fate.ENDS, [])


@pytest.mark.parametrize("days", [2, 31, -1])
def test_the_day_is_neither_too_near_nor_too_far(days: int) -> None:
    with pytest.raises(NotPossible):
        check_offer(["submitted"] * 2, {1}, until=DAY + timedelta(days=days), today=DAY)


def test_from_two_to_five_of_one_deltagerbudget() -> None:
    until = DAY + timedelta(days=7)
    check_offer(["submitted"] * 5, {1}, until=until, today=DAY)
    for stages, processes in ((["submitted"], {1}), (["submitted"] * 6, {1}), (["submitted"] * 2, {1, 2})):
        with pytest.raises(NotPossible):
            check_offer(stages, processes, until=until, today=DAY)
    for stage in ("draft", "admitted", "refused", "withdrawn", "merged"):
        with pytest.raises(NotPossible):
            check_offer(["submitted", stage], {1}, until=until, today=DAY)
