"""What a review, a decision and a release need."""

import pytest

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.review.rules import Missing, Standing, check_release, decision_digest, missing


@pytest.mark.parametrize(
    ("standing", "lack"),
    [
        (Standing(), Missing.DEPARTMENT),
        (Standing(reviews=2, unfinished=1), Missing.REVIEW),
        (Standing(reviews=2), Missing.DECISION),
        (Standing(reviews=2, unfinished=1, is_decided=True), Missing.REVIEW),
        (Standing(is_decided=True, waits_for_second=True), Missing.SECOND),
        (Standing(is_decided=True), Missing.NOTHING),
    ],
)
def test_what_is_missing(standing: Standing, lack: Missing) -> None:
    assert missing(standing) is lack


def test_a_release_needs_something_and_all_of_it() -> None:
    check_release([Missing.NOTHING, Missing.NOTHING])
    for lacks in ([], [Missing.NOTHING, Missing.SECOND]):
        with pytest.raises(NotPossible):
            check_release(lacks)


def test_the_second_person_confirms_ruling_reason_and_price() -> None:
    seen = {
        decision_digest("refuse", "a", None),
        decision_digest("refuse", "b", None),
        decision_digest("admit", "a", None),
        decision_digest("refuse", "a", 1),
    }
    assert len(seen) == 4
