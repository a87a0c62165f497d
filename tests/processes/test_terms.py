"""Settings become a ballot and a rule of counting, and impossible ones are named."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from deltagerbudget.counting.ballots import CategoryLimit, Limits, VoteType
from deltagerbudget.counting.rule import Cap, CapKind, Completion, Method, Rule, Share, Utility, Variant
from deltagerbudget.processes.limits_form import LimitsForm
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import BallotType, CountMethod, CountVariant
from deltagerbudget.processes.terms import problems, terms_of

TIES = Rule().ties


def process(**values: Any) -> Process:
    return Process(**({"amount_ore": 8_000_000, "tie_chain": list(TIES)} | values))


@pytest.mark.parametrize(
    ("values", "vote_type", "limits"),
    [
        ({}, VoteType.APPROVAL, Limits(least=1, most_cost=8_000_000)),
        ({"ballot_type": "approval", "max_choices": 3}, VoteType.APPROVAL, Limits(least=1, most=3)),
        ({"ballot_type": "choose-1", "max_choices": 9}, VoteType.CHOOSE_1, Limits(least=1, most=1)),
        (
            {"ballot_type": "cumulative", "points": 10, "most_points": 4},
            VoteType.CUMULATIVE,
            Limits(least=1, least_points=1, most_points=4, most_sum=10),
        ),
        ({"ballot_type": "ordinal", "rank_scores": [3, 2, 1]}, VoteType.ORDINAL, Limits(least=1, most=3)),
    ],
)
def test_every_ballot(values: dict[str, Any], vote_type: VoteType, limits: Limits) -> None:
    made = process(**values)
    assert problems(made) == []
    terms = terms_of(made)
    assert (terms.vote_type, terms.limits) == (vote_type, limits)
    assert terms.rule.scores == ((3, 2, 1) if vote_type is VoteType.ORDINAL else ())


@pytest.mark.parametrize(
    ("values", "least"),
    [
        ({"ballot_type": "cumulative", "points": 2, "min_choices": 3}, 2),
        ({"ballot_type": "cumulative", "points": 5, "min_choices": 3, "max_choices": 4}, 3),
        ({"ballot_type": "ordinal", "rank_scores": [1], "min_choices": 3}, 1),
        ({"ballot_type": "approval", "min_choices": 3}, 3),
    ],
)
def test_the_fewest_is_never_more_than_a_ballot_has_room_for(values: dict[str, Any], least: int) -> None:
    """Whoever has two points cannot give one to each of three proposals."""
    assert terms_of(process(**values)).limits.least == least


def test_settings_of_another_ballot_or_rule_play_no_part() -> None:
    made = process(points=4, most_points=9, rank_scores=[1, 2], stop_percent=80, prizes_ore=[1], caps_lifted=True)
    assert problems(made) == []
    assert terms_of(made).rule == Rule(ties=TIES)


def test_every_parameter_reaches_the_rule() -> None:
    cap = {"kind": "category", "name": "Leg", "money": 100, "number": None, "from_cost": 0, "to_cost": None}
    limit = {"category": "Leg", "least": 1, "most": 2, "least_cost": 0, "most_cost": None}
    made = process(
        count_method="greedy-per-cost",
        count_variant="stop-percent",
        stop_percent=80,
        threshold_votes=3,
        threshold_percent=4,
        threshold_cost_percent=5,
        share_percent=50,
        share_full_up_to_ore=1000,
        share_most_ore=9000,
        categories=["Leg"],
        category_limits=[limit],
        caps=[cap],
        caps_lifted=True,
        least_per_area=1,
    )
    assert problems(made) == []
    terms = terms_of(made)
    assert terms.rule == Rule(
        method=Method.GREEDY_PER_COST,
        variant=Variant.STOP_PERCENT,
        percent=80,
        threshold=3,
        threshold_ballots_percent=4,
        threshold_cost_percent=5,
        share=Share(50, 1000, 9000),
        caps=(Cap(CapKind.CATEGORY, "Leg", money=100),),
        caps_lifted=True,
        least_per_area=1,
        ties=TIES,
    )
    assert terms.limits.per_category == (CategoryLimit("Leg", 1, 2),)


def test_prizes() -> None:
    made = process(count_method="prizes", count_variant="stop", prizes_ore=[500, 300])
    assert problems(made) == []
    assert terms_of(made).rule == Rule(method=Method.PRIZES, prizes=(500, 300), ties=TIES)


EQUAL = {"count_method": "equal-shares", "ballot_type": "approval"}


@pytest.mark.parametrize("utility", ["cost", "cardinality", "points"])
@pytest.mark.parametrize("ballot_type", list(BallotType))
@pytest.mark.parametrize("completion", ["none", "add1", "add1-exhaustive"])
def test_equal_shares(utility: str, ballot_type: str, completion: str) -> None:
    """Whatever is not refused is a rule of counting; settings of other counts play no part."""
    made = process(
        count_method="equal-shares",
        ballot_type=ballot_type,
        points=5,
        rank_scores=[2, 1],
        equal_utility=utility,
        equal_completion=completion,
        equal_step_ore=500,
        equal_comparison=True,
        count_variant="stop-percent",
        stop_percent=80,
        threshold_votes=3,
        threshold_percent=4,
    )
    if utility == "points" and ballot_type not in ("cumulative", "ordinal"):
        assert problems(made) != []
        return
    assert problems(made) == []
    assert terms_of(made).rule == Rule(
        method=Method.EQUAL_SHARES,
        utility=Utility(utility),
        completion=Completion(completion),
        step=0 if completion == "none" else 500,
        fill=True,
        comparison=True,
        threshold=3,
        threshold_ballots_percent=4,
        scores=(2, 1) if ballot_type == "ordinal" else (),
        ties=TIES,
    )


def test_the_usual_equal_shares_is_the_official_one_with_fill() -> None:
    assert terms_of(process(**EQUAL)).rule.name == "equal-shares-cost-add1-fill"


LEAST = {"category": "Leg", "least": 1, "most": None, "least_cost": 0, "most_cost": None}
CAP = {"kind": "category", "name": "Leg", "money": 1, "number": None, "from_cost": 0, "to_cost": None}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ballot_type": "cumulative"}, "how many points"),
        ({"ballot_type": "cumulative", "points": 2, "most_points": 3}, "more points than they have"),
        ({"ballot_type": "ordinal"}, "what each place is worth"),
        ({"ballot_type": "ordinal", "rank_scores": [1, 2]}, "cannot be worth less"),
        ({"ballot_type": "choose-1", "min_choices": 2}, "Set the fewest to 1"),
        ({"count_variant": "stop-percent"}, "how much of the price"),
        ({"all_fit": True, "least_per_area": 1}, "Choose either"),
        ({"amount_ore": 0}, "more than 0 kr."),
        ({"proposals_per_person": 0}, "Let everyone make at least one"),
        ({"min_choices": 4, "max_choices": 3}, "fewer proposals than it must"),
        ({"threshold_percent": 100}, "a blank vote is enough"),
        ({"threshold_cost_percent": 101}, "more voters than there are"),
        ({"count_method": "prizes"}, "Write the prizes"),
        ({"count_method": "prizes", "prizes_ore": [1, 2]}, "largest first"),
        ({"count_method": "prizes", "prizes_ore": [8_000_001]}, "more than the amount"),
        ({"count_method": "prizes", "prizes_ore": [1], "all_fit": True}, "by place alone"),
        ({"count_method": "prizes", "prizes_ore": [1], "share_percent": 50}, "by place alone"),
        ({**EQUAL, "equal_utility": "points"}, "This ballot has no points"),
        ({**EQUAL, "equal_step_ore": 150}, "whole kroner"),
        ({**EQUAL, "equal_step_ore": 0}, "whole kroner"),
        ({**EQUAL, "caps": [CAP], "categories": ["Leg"]}, "without limits for topics"),
        ({**EQUAL, "least_per_area": 1}, "without limits for topics"),
        ({**EQUAL, "share_percent": 50}, "pays the whole price"),
        ({**EQUAL, "share_most_ore": 100}, "pays the whole price"),
        ({**EQUAL, "all_fit": True}, "nothing wins without votes"),
        ({"caps": [CAP]}, "“Leg”, which is not among the topics"),
        (
            {
                "ballot_type": "choose-1",
                "categories": ["Leg", "Sti"],
                "category_limits": [LEAST, LEAST | {"category": "Sti"}],
            },
            "more proposals than a ballot has room for",
        ),
    ],
)
def test_what_cannot_be_is_named_with_what_to_do(values: dict[str, Any], words: str) -> None:
    with override("en"):
        (said,) = problems(process(**values))
    assert words in said


KRONER = st.sampled_from(["", "0", "0,01", "1", "100"])
SMALL = st.sampled_from(["", "0", "1", "2", "3"])


@st.composite
def posted(draw: st.DrawFn) -> dict[str, str]:
    """The page of limits as it comes in, with two topics and two limits."""
    given = {"categories": "Leg\nTrafik", "least_per_area": "0", "threshold_cost_percent": draw(SMALL)}
    given |= {
        "share_percent": draw(st.sampled_from(["1", "50", "100"])),
        "caps_lifted": draw(st.sampled_from(["", "on"])),
    }
    given |= {name: draw(KRONER) for name in ("share_full_up_to_ore", "share_most_ore")}
    for topic in ("0", "1"):
        given |= {f"least-{topic}": draw(SMALL), f"most-{topic}": draw(SMALL)}
    for cap in ("0", "1"):
        given[f"which-{cap}"] = draw(st.sampled_from(["", "category:Leg", "category:Nyt", "size"]))
        given |= {f"number-{cap}": draw(SMALL), f"money-{cap}": draw(KRONER)}
        given |= {f"from_cost-{cap}": draw(KRONER), f"to_cost-{cap}": draw(KRONER)}
    return given


@given(posted())
def test_what_the_page_of_limits_accepts_can_be_counted(data: dict[str, str]) -> None:
    made = process(pk=1, categories=["Leg", "Trafik"])
    made._prefetched_objects_cache = {"areas": []}  # type: ignore[attr-defined]
    form = LimitsForm(data, process=made)
    if not form.is_valid():
        return
    for name, value in form.values().items():
        setattr(made, name, value)
    if problems(made):
        return
    terms = terms_of(made)
    assert Rule.from_data(terms.rule.to_data()) == terms.rule
    assert Limits.from_data(terms.limits.to_data()) == terms.limits
    limited = [name for name, row in (("Leg", 0), ("Trafik", 1)) if data[f"least-{row}"] > "0" or data[f"most-{row}"]]
    assert [limit.category for limit in terms.limits.per_category] == limited


SETTINGS = st.fixed_dictionaries(
    {
        "ballot_type": st.sampled_from(BallotType.values),
        "min_choices": st.integers(1, 3),
        "max_choices": st.one_of(st.none(), st.integers(3, 5)),
        "points": st.one_of(st.none(), st.integers(1, 30)),
        "most_points": st.one_of(st.none(), st.integers(1, 30)),
        "rank_scores": st.lists(st.integers(1, 9), max_size=4),
        "count_method": st.sampled_from(CountMethod.values),
        "count_variant": st.sampled_from(CountVariant.values),
        "stop_percent": st.one_of(st.none(), st.integers(1, 99)),
        "equal_utility": st.sampled_from(["cost", "cardinality", "points"]),
        "equal_completion": st.sampled_from(["none", "add1", "add1-exhaustive"]),
        "equal_step_ore": st.sampled_from([0, 50, 100, 500]),
        "equal_fill": st.booleans(),
        "equal_comparison": st.booleans(),
        "prizes_ore": st.lists(st.integers(1, 5_000_000), max_size=3),
        "threshold_cost_percent": st.integers(0, 1000),
        "share_percent": st.integers(1, 100),
        "share_most_ore": st.one_of(st.none(), st.integers(1, 1000)),
        "all_fit": st.booleans(),
        "caps": st.sampled_from([[], [CAP]]),
        "categories": st.sampled_from([[], ["Leg"]]),
        "caps_lifted": st.booleans(),
        "least_per_area": st.integers(0, 2),
    }
)


@given(SETTINGS)
def test_without_problems_there_is_always_a_rule(values: dict[str, Any]) -> None:
    """Whatever the forms let through is either explained or can be counted."""
    made = process(**values)
    if not problems(made):
        terms = terms_of(made)
        assert Rule.from_data(terms.rule.to_data()) == terms.rule
        assert Limits.from_data(terms.limits.to_data()) == terms.limits
