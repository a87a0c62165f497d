"""What stages follow which, what a whole text is, and what looks like a CPR number."""

import itertools

import pytest

from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.proposals.rules import MOVES, Stage, check_complete, move
from deltagerbudget.ui.cpr import has_cpr


def test_every_stage_has_its_moves() -> None:
    assert set(MOVES) == set(Stage)
    for before, after in itertools.product(Stage, Stage):
        if after in MOVES[before]:
            assert move(before.value, after) == after
        else:
            with pytest.raises(NotPossible):
                move(before, after)


@pytest.mark.parametrize(
    "text",
    [
        "070761-4285",
        "0707614285",
        "070761 4285",
        "070761–4285",
        "Jeg hedder Ib,cpr:070761-4285.",
        "erstatning 610203-1234",
    ],
)
def test_r19_a_cpr_number_is_seen(text: str) -> None:
    assert has_cpr(text)


@pytest.mark.parametrize(
    "text",
    ["", "ring 12 34 56 78", "+45 12345678", "320.000 kr.", "990203-1234", "011303-1234", "00707614285", "2024-2025"],
)
def test_r19_other_figures_are_left_alone(text: str) -> None:
    assert not has_cpr(text)


@pytest.mark.parametrize("texts", [{"title": "abc"}, {"title": "   a  "}, {"what": ""}, {"what": "\n \t"}])
def test_b44_a_text_that_is_not_whole(texts: dict[str, str]) -> None:
    whole = {"title": "Bænk", "what": "En bænk"}
    check_complete(whole)
    with pytest.raises(NotPossible):
        check_complete(whole | texts)
