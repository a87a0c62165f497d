"""Every key, column and rule that the writer knows, to the letter. SPEC 8"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.counting.elections import FILE_ORDER, META, election

from deltagerbudget.counting.ballots import CategoryLimit, group_points
from deltagerbudget.counting.model import (
    Ballot,
    Cap,
    CapKind,
    Criterion,
    Election,
    ElectionError,
    Limits,
    Method,
    Project,
    Rule,
    Share,
    Variant,
    VoteType,
    group,
)
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.pabulib_rules import LIFTS_CAPS
from deltagerbudget.counting.pabulib_write import has_a_name, texts_of, write
from deltagerbudget.counting.rules import count

PROJECTS = (
    Project("B", 300_00, "Bænke", ("leg", "sti"), "Åby"),
    Project("A", 200_50, "", ("leg",), ""),
    Project("C", 100_00, "Cykler", (), "Viby"),
)
# Everything that the format has a name for, at once.
FULL = Election(
    budget=1_000_00,
    projects=PROJECTS,
    ballots=group_points(
        [(["A", "B"], [1, 4]), (["C", "A"], [5, 1]), (["B", "C"], [3, 3]), (["C", "A"], [5, 1])],
        list("BAC"),
        VoteType.CUMULATIVE,
    ),
    vote_type=VoteType.CUMULATIVE,
    rule=replace(
        FILE_ORDER,
        threshold=2,
        all_fit=True,
        caps=(
            Cap(CapKind.AREA, "Åby", money=500_00),
            Cap(CapKind.CATEGORY, "sti", money=0),
            Cap(CapKind.CATEGORY, "leg", money=900_25),
        ),
        caps_lifted=True,
    ),
    currency="EUR",
    withdrawn=(Project("W", 1_000_01), Project("V", 1_000_00)),
    limits=Limits(1, 3, 50_00, 700_00, 1, 5, 2, 9, (CategoryLimit("leg", 1, 2, 10, 600_00),)),
)
ALL_TEXTS = META | {
    "district": "Vest",
    "subunit": "Åby",
    "min_project_cost": "1",
    "max_project_cost": "900",
    "neighborhoods": "overwritten",
    "categories": "overwritten",
    "subdistricts": "a,b",
    "edition": "3",
    "experimental": "1",
    "comment": "#1: Example.",
    "acknowledgments": "None.",
    "leftover_budget": "overwritten",
}
FULL_TEXT = f"""META
key;value
description;Deltagerbudget
country;Denmark
unit;Aarhus
district;Vest
subunit;Åby
instance;2026
num_projects;4
num_votes;4
budget;1000
vote_type;cumulative
rule;greedy-threshold
date_begin;01.11.2026
date_end;20.11.2026
min_length;1
max_length;3
min_sum_cost;50
max_sum_cost;700
min_points;1
max_points;5
min_sum_points;2
max_sum_points;9
min_project_cost;1
max_project_cost;900
min_project_score_threshold;2
neighborhoods;Åby
subdistricts;a,b
categories;sti,leg
edition;3
language;da
currency;EUR
fully_funded;1
experimental;1
comment;#1: Example.
acknowledgments;None.
leftover_budget;{LIFTS_CAPS}
budget_per_category;0,900.25
budget_per_neighborhood;500
min_length_per_category;0,1
max_length_per_category;3,2
min_sum_cost_per_category;0,0.10
max_sum_cost_per_category;600.50,600
PROJECTS
project_id;cost;votes;score;name;category;neighborhood
B;300;2;7;Bænke;leg,sti;Åby
A;200.50;3;3;;leg;
C;100;3;13;Cykler;;Viby
W;1000.01;0;0;;;
VOTES
voter_id;vote;points
1;B,A;4,1
2;B,C;3,3
3;C,A;5,1
4;C,A;5,1
"""


def test_8_2_every_key_in_its_order() -> None:
    assert write(FULL, ALL_TEXTS).decode() == FULL_TEXT


def test_8_5_a_file_with_every_key_is_read_again() -> None:
    again = read(FULL_TEXT.encode())
    idle = (CategoryLimit("sti", 0, 3, 0, 600_50), *FULL.limits.per_category)
    caps = (*FULL.rule.caps[1:], FULL.rule.caps[0])
    expected = replace(
        FULL,
        rule=replace(FULL.rule, caps=caps),
        withdrawn=FULL.withdrawn[:1],
        limits=replace(FULL.limits, per_category=idle),
    )
    assert again.election == expected
    assert write(again.election, texts_of(again.head)).decode() == FULL_TEXT


def meta_of(values: Election, **texts: str) -> dict[str, str]:
    lines = write(values, META | texts).decode().split("\nPROJECTS\n")[0].splitlines()
    return dict(line.split(";", 1) for line in lines[2:])


def test_8_2_what_is_not_set_is_left_out() -> None:
    plain = election(100, {"A": (10, 2)})
    assert list(meta_of(plain)) == [
        *("description", "country", "unit", "instance", "num_projects", "num_votes", "budget", "vote_type", "rule"),
        *("date_begin", "date_end", "language", "currency"),
    ]
    text = write(plain, META).decode()
    assert "PROJECTS\nproject_id;cost;votes\nA;10;2\nVOTES\nvoter_id;vote\n1;A\n2;A\n" in text


@pytest.mark.parametrize(
    ("fits", "budget", "said"), [(True, 30, "1"), (True, 29, None), (False, 30, None), (False, 31, None)]
)
def test_8_2_fully_funded_only_where_it_applies(fits: bool, budget: int, said: str | None) -> None:
    values = election(budget, {"A": (10, 2), "B": (20, 1)}, replace(FILE_ORDER, all_fit=fits))
    assert meta_of(values).get("fully_funded") == said


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (CategoryLimit("leg", least=1), {"min_length_per_category": "1"}),
        (CategoryLimit("leg", most=0), {"max_length_per_category": "0"}),
        (CategoryLimit("leg", least_cost=150), {"min_sum_cost_per_category": "1.50"}),
        (CategoryLimit("leg", most_cost=0), {"max_sum_cost_per_category": "0"}),
        (CategoryLimit("leg"), {}),
    ],
)
def test_8_2_a_limit_of_a_category_stands_alone(limit: CategoryLimit, said: dict[str, str]) -> None:
    found = meta_of(replace(FULL, rule=FILE_ORDER, limits=Limits(per_category=(limit,))))
    assert {key: value for key, value in found.items() if key.endswith("_per_category")} == said
    assert found["categories"] == "leg"


@pytest.mark.parametrize(
    ("key", "sti", "idle"),
    [
        ("min_length_per_category", {"least": 2}, "0"),
        ("max_length_per_category", {"most": 2}, "3"),
        ("min_sum_cost_per_category", {"least_cost": 200}, "0"),
        ("max_sum_cost_per_category", {"most_cost": 200}, "600.50"),
    ],
)
def test_8_2_where_another_category_has_a_limit_an_idle_one_stands_in(key: str, sti: dict[str, int], idle: str) -> None:
    limits = Limits(per_category=(CategoryLimit("leg"), CategoryLimit("sti", **sti)))
    assert meta_of(replace(FULL, rule=FILE_ORDER, limits=limits))[key] == f"{idle},2"


NAMED: list[tuple[dict[str, Any], str]] = [
    ({}, "greedy"),
    ({"threshold": 1}, "greedy-threshold"),
    ({"variant": Variant.STOP}, "greedy-no-skip"),
    ({"variant": Variant.STOP, "threshold": 1}, "greedy-no-skip"),
    ({"caps": (Cap(CapKind.AREA, "Åby", money=0),)}, "greedy"),
    ({"caps": (Cap(CapKind.CATEGORY, "leg", money=1),)}, "greedy"),
]
UNNAMED: list[dict[str, Any]] = [
    {"method": Method.GREEDY_PER_COST},
    {"variant": Variant.REMAINDER},
    {"variant": Variant.STOP_PERCENT, "percent": 80},
    {"threshold_ballots_percent": 1},
    {"threshold_cost_percent": 1},
    {"share": Share(50)},
    {"least_per_area": 1},
    {"caps": (Cap(CapKind.SIZE, "stor", money=5),), "caps_lifted": True},
    {"caps": (Cap(CapKind.AREA, "Åby", money=5, number=0),)},
    {"caps": (Cap(CapKind.AREA, "Åby, vest", money=5),)},
    {"method": Method.PRIZES, "prizes": (5,)},
]


@pytest.mark.parametrize(("parameters", "name"), NAMED)
def test_8_2_a_rule_that_the_format_has_a_name_for(parameters: dict[str, Any], name: str) -> None:
    values = election(100, {"A": (10, 2)}, replace(FILE_ORDER, **parameters))
    assert has_a_name(values) is True
    assert (meta_of(values)["rule"], "comment" in meta_of(values)) == (name, False)
    assert read(write(values, META)).election.rule == values.rule


@pytest.mark.parametrize("parameters", UNNAMED)
def test_8_2_and_one_that_it_has_no_name_for(parameters: dict[str, Any]) -> None:
    values = election(100, {"A": (10, 2)}, replace(FILE_ORDER, **parameters))
    assert has_a_name(values) is False
    found = meta_of(values)
    assert found["rule"] == "greedy-custom"
    of_caps = ("categories", "neighborhoods", "budget_per_category", "budget_per_neighborhood", "leftover_budget")
    assert not found.keys() & set(of_caps)
    assert read(write(values, META)).election == values


def test_8_2_an_exclusive_group_has_no_name_either() -> None:
    values = replace(election(100, {"A": (10, 2), "B": (20, 1)}), exclusive=(("A", "B"),))
    assert has_a_name(values) is False
    assert meta_of(values)["comment"] == (
        '"#1: {""exclusive"":[[""A"",""B""]],'
        '""rule"":{""all_fit"":false,""method"":""greedy"",""threshold"":0,""variant"":""skip""}}"'
    )
    assert read(write(values, META)).election == values


def test_8_2_a_category_with_a_limit_and_without_a_cap_beside_one_that_has_it() -> None:
    """The format has one list of names for both; a cap of 0 would be another rule."""
    capped = replace(FILE_ORDER, caps=(Cap(CapKind.CATEGORY, "leg", money=5),))
    limited = Limits(per_category=(CategoryLimit("sti", most=1),))
    values = replace(election(100, {"A": (10, 2)}, capped), limits=limited)
    assert has_a_name(values) is False
    assert has_a_name(replace(values, rule=FILE_ORDER)) is True
    assert has_a_name(replace(values, limits=Limits(per_category=(CategoryLimit("leg", most=1),)))) is True
    by_area = replace(FILE_ORDER, caps=(Cap(CapKind.AREA, "leg", money=5),))
    assert has_a_name(replace(values, rule=by_area)) is True


@pytest.mark.parametrize(
    ("scores", "most", "usual"),
    [
        ((3, 2, 1), None, True),
        ((2, 1), 2, True),
        ((2, 1), None, False),
        ((3, 1), 2, False),
        ((4, 3, 2, 1), None, False),
    ],
)
def test_8_2_the_scores_of_a_ranking_count_down_to_1(scores: tuple[int, ...], most: int | None, usual: bool) -> None:
    listed = tuple(Project(name, 10) for name in "ABC")
    ballots = group([["B", "A"], ["B"]], listed, VoteType.ORDINAL)
    rule = replace(FILE_ORDER, scores=scores)
    values = Election(100, listed, ballots, VoteType.ORDINAL, rule, limits=Limits(most=most))
    assert has_a_name(values) is usual
    assert read(write(values, META)).election == values
    assert b"\nvoter_id;vote\n1;B\n2;B,A\n" in write(values, META)


def test_8_3_a_project_that_is_topped_up_is_selected_by_2() -> None:
    rule = replace(FILE_ORDER, variant=Variant.STOP_PERCENT, percent=80)
    values = election(100, {"A": (60, 9), "B": (50, 8), "C": (10, 7)}, rule)
    text = write(values, META, count(values)).decode()
    assert "project_id;cost;votes;selected\nA;60;9;1\nB;50;8;2\nC;10;7;0\n" in text


def test_8_3_a_withdrawn_project_is_not_selected() -> None:
    values = replace(election(100, {"A": (60, 1)}), withdrawn=(Project("W", 100_01),))
    assert "\nA;60;1;1\nW;100.01;0;0\n" in write(values, META, count(values)).decode()


def test_8_3_projects_stand_by_id_where_their_order_decides_nothing() -> None:
    by_lot = replace(FULL, rule=replace(FULL.rule, ties=(Criterion.LOWER_COST, Criterion.LOT)))
    lines = write(by_lot, META).decode().splitlines()
    first = lines.index("PROJECTS") + 2
    assert [line[0] for line in lines[first : first + 4]] == ["A", "B", "C", "W"]
    assert lines[-4:] == ["1;B,A;4,1", "2;B,C;3,3", "3;C,A;5,1", "4;C,A;5,1"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("a;b", '"a;b"'),
        ('a"b', '"a""b"'),
        ("a\rb", '"a\rb"'),
        ("a\nb", '"a\nb"'),
        ("a,b ", "a,b "),
        ("Xylofon", "Xylofon"),
    ],
)
def test_8_1_a_field_is_quoted_only_if_it_must_be(text: str, field: str) -> None:
    assert f"\ndescription;{field}\n" in write(election(1, {"A": (1, 1)}), META | {"description": text}).decode()


def test_8_2_the_texts_that_are_missing_are_named() -> None:
    given = {key: value for key, value in META.items() if key not in ("unit", "date_end")}
    with pytest.raises(ElectionError, match=r"^META lacks unit, date_end$"):
        write(FULL, given)
    with pytest.raises(ElectionError, match=r"^META description is not for"):
        write(FULL, META | {"description": "a\0"})


def test_8_2_a_least_number_is_that_of_the_shortest_ballot_at_most() -> None:
    listed = (Project("A", 1), Project("B", 1), Project("C", 1))
    pairs = Election(9, listed, group([["A", "B"], ["A", "B", "C"]], listed), limits=Limits(least=2))
    assert meta_of(pairs)["min_length"] == "2"
    assert "min_length" not in meta_of(replace(pairs, limits=Limits(least=3)))
    nobody_yet = replace(pairs, ballots=())
    assert meta_of(nobody_yet)["min_length"] == "2"
    assert read(write(nobody_yet, META)).election.limits == pairs.limits


def test_8_2_the_texts_of_a_file_are_those_the_caller_may_give() -> None:
    texts = texts_of(read(FULL_TEXT.encode()).head)
    assert texts == ALL_TEXTS | {"neighborhoods": "Åby", "categories": "sti,leg", "leftover_budget": LIFTS_CAPS}
    custom = election(100, {"A": (10, 2)}, Rule(variant=Variant.REMAINDER, ties=(Criterion.FILE_ORDER,)))
    assert texts_of(read(write(custom, META)).head) == META | {"comment": ""}


def test_8_2_a_comment_is_cut_only_where_the_rule_stands_in_it() -> None:
    plain = write(election(1, {"A": (1, 1)}), META | {"comment": '#1: {"rule":{}}', "edition": ""})
    assert texts_of(read(plain).head) == META | {"comment": '#1: {"rule":{}}'}
    empty = plain.replace(b"language;da", b"language;da\nedition;")
    assert "edition" not in texts_of(read(empty).head)
    foreign = write(election(1, {"A": (1, 1)}), META).replace(b"rule;greedy", b"rule;greedy-custom")
    assert texts_of(read(foreign).head) == META | {"comment": ""}


def test_8_2_names_that_the_caller_gives_stay_where_nothing_stands_beside_them() -> None:
    names = {"categories": "leg,sti", "neighborhoods": "Åby", "leftover_budget": "To the next one."}
    found = meta_of(election(1, {"A": (1, 1)}), **names)
    assert {key: found[key] for key in names} == names


def test_8_4_a_blank_vote_with_points_has_empty_cells() -> None:
    blank = replace(FULL, ballots=(Ballot((), 2),), limits=Limits())
    assert write(blank, META).decode().endswith("VOTES\nvoter_id;vote;points\n1;;\n2;;\n")
