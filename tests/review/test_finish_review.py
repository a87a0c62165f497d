"""Finishing a review: what it must say, and that it then stands."""

from typing import Any

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.review.actions import assign_review, finish_review, write_review
from deltagerbudget.review.models import Review
from deltagerbudget.review.rules import Verdict

pytestmark = pytest.mark.django_db
FEASIBLE = {"verdict": Verdict.FEASIBLE, "price_ore": 3_200_000}


@pytest.fixture
def review() -> Review:
    proposal = make.submitted(make.process())
    return assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())


def test_it_works(review: Review) -> None:
    finished = finish_review(make.bo(), review, values=FEASIBLE, at=make.now())
    assert (finished.finished_at, finished.price_ore) == (make.now(), 3_200_000)
    assert not Review.objects.open().exists()
    assert Entry.objects.of(review).newest_first()[0].act == Act.FINISH_REVIEW


def test_who_may_not(review: Review) -> None:
    for actor in (make.anna(), make.tove(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            finish_review(actor, review, values=FEASIBLE, at=make.now())


@pytest.mark.parametrize("phase", [PhaseKind.VOTE, PhaseKind.COUNT])
def test_b53_not_after_the_review(review: Review, phase: PhaseKind) -> None:
    make.shift_to(review.proposal.process, phase)
    with pytest.raises(NotNow):
        finish_review(make.bo(), review, values=FEASIBLE, at=make.now())


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"verdict": Verdict.UNDECIDED, "reason": "Måske"},
        {"verdict": Verdict.FEASIBLE, "reason": "Ja"},
        {"verdict": Verdict.FEASIBLE, "price_ore": 0},
        {"verdict": Verdict.INFEASIBLE, "price_ore": 100},
        {"verdict": Verdict.INFEASIBLE, "reason": "  "},
    ],
)
def test_b52_it_must_say_what_a_finished_one_says(review: Review, values: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        finish_review(make.bo(), review, values=values, at=make.now())
    review.refresh_from_db()
    assert (review.verdict, review.finished_at) == (Verdict.UNDECIDED, None)


def test_b52_a_no_needs_a_reason_and_no_price(review: Review) -> None:
    values = {"verdict": Verdict.INFEASIBLE, "reason": "Der ligger et fjernvarmerør."}
    assert finish_review(make.bo(), review, values=values, at=make.now()).price_ore is None


def test_b53_a_finished_one_stands(review: Review) -> None:
    finish_review(make.bo(), review, values=FEASIBLE, at=make.now())
    for act in (write_review, finish_review):
        with pytest.raises(NotPossible):
            act(make.bo(), review, values=FEASIBLE | {"price_ore": 1}, at=make.now())
