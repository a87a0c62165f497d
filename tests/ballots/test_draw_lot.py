from __future__ import annotations

from typing import Any

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.actions import draw_lot, freeze_vote
from deltagerbudget.ballots.models import Vote

pytestmark = [pytest.mark.both, pytest.mark.django_db]
DRAW: dict[str, Any] = {"seed": "7 12 19 23 31", "source": "Lotto, lørdag"}


@pytest.fixture
def vote() -> Vote:
    process = make.with_prices([3_200_000])
    freeze_vote(make.tove(), process, at=make.now())
    frozen = freeze_vote(make.tom(), process, at=make.now())
    assert frozen is not None
    return frozen


def test_it_works(vote: Vote) -> None:
    assert not draw_lot(make.tove(), vote, **DRAW, at=make.now())
    assert draw_lot(make.tom(), vote, **DRAW, at=make.now())
    vote.refresh_from_db()
    assert (vote.lot_seed, vote.lot_source) == (DRAW["seed"], DRAW["source"])
    assert Entry.objects.of(vote).filter(act=Act.DRAW_LOT).count() == 1


@pytest.mark.parametrize("who", [make.anna, make.fie])
def test_who_may_not(vote: Vote, who: Any) -> None:
    with pytest.raises(NotYours):
        draw_lot(who(), vote, **DRAW, at=make.now())


def test_the_second_person_must_write_the_same(vote: Vote) -> None:
    draw_lot(make.tove(), vote, **DRAW, at=make.now())
    with pytest.raises(NotPossible):
        draw_lot(make.tom(), vote, seed="1 2 3", source=DRAW["source"], at=make.now())
    assert draw_lot(make.tom(), vote, **DRAW, at=make.now())


def test_the_first_person_may_correct_a_slip(vote: Vote) -> None:
    draw_lot(make.tove(), vote, seed="7 12 19 23 13", source=DRAW["source"], at=make.now())
    draw_lot(make.tove(), vote, **DRAW, at=make.now())
    assert draw_lot(make.tom(), vote, **DRAW, at=make.now())


def test_it_is_entered_once_and_stands(vote: Vote) -> None:
    draw_lot(make.tove(), vote, **DRAW, at=make.now())
    draw_lot(make.tom(), vote, **DRAW, at=make.now())
    with pytest.raises(NotPossible):
        draw_lot(make.tove(), vote, seed="1", source="x", at=make.now())


@pytest.mark.parametrize(("seed", "source"), [("", "x"), (" ", "x"), ("1", ""), ("1" * 65, "x"), ("1", "x" * 301)])
def test_what_cannot_be_checked_is_refused(vote: Vote, seed: str, source: str) -> None:
    with pytest.raises(NotPossible):
        draw_lot(make.tove(), vote, seed=seed, source=source, at=make.now())
