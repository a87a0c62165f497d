"""The rule as a value: its words, its bounds, its data. SPEC 3 and 6.3"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from deltagerbudget.counting.model import (
    Cap,
    CapKind,
    Criterion,
    ElectionError,
    Method,
    Rule,
    Share,
    Variant,
    canonical,
)
from deltagerbudget.counting.rule import Completion, Utility

PRIZES = {"method": Method.PRIZES, "prizes": (5, 5)}
TWICE = (Cap(CapKind.AREA, "Åby", money=1), Cap(CapKind.AREA, "Åby", number=1))
FULL = Rule(
    method=Method.GREEDY_PER_COST,
    variant=Variant.STOP_PERCENT,
    percent=80,
    scores=(3, 1),
    share=Share(50),
    caps=(Cap(CapKind.SIZE, "stor", 900, from_cost=5, to_cost=9), Cap(CapKind.CATEGORY, "leg", number=0)),
    caps_lifted=True,
    least_per_area=2,
    threshold_cost_percent=33,
)


def test_3_the_words_of_a_rule_are_those_of_the_specification() -> None:
    assert [*Method] == ["greedy", "greedy-per-cost", "prizes", "equal-shares", "phragmen", "max-welfare"]
    assert [*Utility] == ["cost", "cardinality", "points"]
    assert [*Completion] == ["none", "add1", "add1-exhaustive"]
    assert [*Variant] == ["skip", "stop", "stop-percent", "remainder"]
    assert [*Criterion] == ["lower_cost", "more_votes", "lot", "file_order"]
    assert [*CapKind] == ["category", "area", "size"]


@pytest.mark.parametrize(
    "bad",
    [
        lambda: Cap(CapKind.AREA, "Åby"),
        lambda: Cap(CapKind.SIZE, "s", 1, from_cost=-1),
        lambda: Share(50, -1),
        lambda: Rule(threshold=-1),
        lambda: Rule(threshold_ballots_percent=-1),
        lambda: Rule(threshold_cost_percent=-1),
        lambda: Rule(least_per_area=-1),
        lambda: Rule(scores=(0,)),
        lambda: Rule(method=Method.PRIZES, prizes=(1, 0)),
        lambda: Rule(scores=(2.5,)),  # type: ignore[arg-type]
    ],
)
def test_3_a_parameter_below_its_least_is_refused(bad: Callable[[], object]) -> None:
    with pytest.raises(ElectionError):
        bad()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"lot_seed": "a\0"}, "seed"),
        ({"lot_seed": "\udcff"}, "seed"),
        ({"caps": TWICE}, "same kind and name"),
        ({"scores": (1, 2)}, "scores must not rise"),
        ({"method": Method.PRIZES, "prizes": (1, 2)}, "prizes must not rise"),
        (PRIZES | {"share": Share(50)}, "prizes go by place alone"),
        (PRIZES | {"caps": TWICE[:1]}, "prizes go by place alone"),
        (PRIZES | {"least_per_area": 1}, "prizes go by place alone"),
        (PRIZES | {"all_fit": True}, "prizes go by place alone"),
        (PRIZES | {"variant": Variant.STOP}, "prizes go by place alone"),
    ],
)
def test_3_what_forms_no_rule_says_why(broken: dict[str, Any], words: str) -> None:
    assert Rule(**PRIZES).prizes == (5, 5)  # type: ignore[arg-type]
    with pytest.raises(ElectionError, match=words):
        Rule(**broken)


def test_3_6_caps_of_one_name_may_be_of_two_kinds() -> None:
    assert len(Rule(caps=(TWICE[0], Cap(CapKind.CATEGORY, "Åby", money=1))).caps) == 2


def test_3_4_a_threshold_in_per_cent_is_of_the_ballots_or_of_the_cost() -> None:
    assert Rule(threshold_ballots_percent=1).has_percent_threshold is True
    assert Rule(threshold_cost_percent=1).has_percent_threshold is True
    assert Rule(threshold=1).has_percent_threshold is False


def test_6_3_the_data_of_a_rule_is_what_json_gives_back() -> None:
    data = FULL.to_data()
    assert json.loads(canonical(data)) == data
    assert data["share"] == {"percent": 50, "full_up_to": 0, "most": None}
    assert data.keys() - Rule().to_data().keys() == {
        *("percent", "scores", "share", "caps", "caps_lifted", "least_per_area", "threshold_cost_percent")
    }
    prizes = Rule(**PRIZES).to_data()  # type: ignore[arg-type]
    assert json.loads(canonical(prizes)) == prizes


def test_6_3_a_rule_that_has_been_data_counts_as_before() -> None:
    again = Rule.from_data(json.loads(canonical(FULL.to_data())))
    assert again == FULL
    assert all(type(cap.kind) is CapKind for cap in again.caps)
    assert (type(again.method), type(again.variant), type(again.ties[0])) == (Method, Variant, Criterion)
