"""The canonical file."""

from dataclasses import replace

import pytest
from tests.counting.elections import META, election

from deltagerbudget.counting.ballots import group_points
from deltagerbudget.counting.model import (
    Ballot,
    Criterion,
    Election,
    ElectionError,
    Limits,
    Project,
    Rule,
    Variant,
    VoteType,
    group,
)
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.pabulib_write import texts_of, write
from deltagerbudget.counting.rules import count

PROJECTS = (Project("9", 32_000_00, "Bænke"), Project("10", 20_000_50, 'Bane; "den gule"\nved åen'))
ELECTION = Election(100_000_00, PROJECTS, group([["9"], ["10", "9"], ["10"], ["9"]], PROJECTS), rule=Rule(lot_seed="x"))

TEXT = """META
key;value
description;Deltagerbudget
country;Denmark
unit;Aarhus
instance;2026
num_projects;2
num_votes;4
budget;100000
vote_type;approval
rule;greedy
date_begin;01.11.2026
date_end;20.11.2026
language;da
currency;DKK
PROJECTS
project_id;cost;votes;name
10;20000.50;2;"Bane; ""den gule""
ved åen"
9;32000;3;Bænke
VOTES
voter_id;vote
1;10
2;10,9
3;9
4;9
"""


def test_it_works() -> None:
    assert write(ELECTION, META).decode() == TEXT


def test_t52_separators_quotes_and_lines_in_a_name_survive() -> None:
    names = ["a;b", '"', '""', ';"\n"', "\r\n", "a\rb", " a ", "=1+1", "META", "a\u2028b", "#"]
    projects = tuple(Project(f"p{place:02}", 1, name) for place, name in enumerate(names))
    again = read(write(Election(100, projects, ()), META)).election
    assert [project.name for project in again.projects] == names


def test_t51_nothing_is_added_to_a_name_that_looks_like_a_formula() -> None:
    assert b";=HYPERLINK(1)\n" in write(Election(1, (Project("1", 1, "=HYPERLINK(1)"),), ()), META)


def test_8_1_the_order_in_which_projects_and_votes_came_does_not_show() -> None:
    turned = tuple(reversed(PROJECTS))
    again = replace(ELECTION, projects=turned, ballots=group([["9"], ["9"], ["10"], ["9", "10"]], turned))
    assert write(again, META) == write(ELECTION, META)


def test_8_2_rule_and_threshold_and_fully_funded_come_from_the_election() -> None:
    text = write(replace(ELECTION, rule=Rule(threshold=2, all_fit=True)), META).decode()
    assert "\nrule;greedy-threshold\n" in text
    assert "\nmin_project_score_threshold;2\n" in text
    assert "\nfully_funded;1\n" in text
    assert "fully_funded" not in write(replace(ELECTION, rule=Rule(all_fit=True), budget=1), META).decode()


def test_8_3_with_its_outcome_the_file_names_the_winners() -> None:
    values = election(50, {"A": (40, 2), "B": (20, 1)})
    text = write(values, META, count(values)).decode()
    assert "project_id;cost;votes;selected\nA;40;2;1\nB;20;1;0\n" in text
    with pytest.raises(ElectionError, match="not of this election"):
        write(ELECTION, META, count(values))


def test_8_2_a_rule_without_a_name_is_the_last_comment_and_numbered_on() -> None:
    strange = replace(ELECTION, rule=Rule(variant=Variant.REMAINDER, ties=(Criterion.FILE_ORDER,)))
    said = META | {"comment": "#1: First. #2: Second, about {things}."}
    text = write(strange, said)
    assert b'"#1: First. #2: Second, about {things}. #3: {""rule"":{' in text
    again = read(text)
    assert again.election.rule.variant is Variant.REMAINDER
    assert texts_of(again.head)["comment"] == said["comment"]
    assert write(again.election, texts_of(again.head)) == text
    alone = read(write(strange, META))
    assert alone.head.meta["comment"].startswith('#1: {"rule":')
    assert "comment" not in {key for key, value in texts_of(alone.head).items() if value}


def test_8_4_a_vote_with_points_begins_with_most_of_them() -> None:
    votes = [(("9", "10"), (1, 4)), (("9", "10"), (2, 2))]
    pointed = replace(
        ELECTION, ballots=group_points(votes, ELECTION.ids, VoteType.CUMULATIVE), vote_type=VoteType.CUMULATIVE
    )
    text = write(pointed, META).decode()
    assert "\n1;10,9;2,2\n2;10,9;4,1\n" in text
    assert write(read(text.encode()).election, META).decode() == text


def test_8_3_file_order_is_kept_where_it_breaks_ties() -> None:
    in_order = replace(ELECTION, rule=Rule(ties=(Criterion.FILE_ORDER,)))
    assert read(write(in_order, META)).election.projects == PROJECTS


def test_8_3_a_withdrawn_project_is_listed_only_where_its_cost_says_so() -> None:
    withdrawn = (Project("W1", ELECTION.budget + 1), Project("W2", 5))
    again = read(write(replace(ELECTION, withdrawn=withdrawn), META)).election
    assert [project.id for project in again.withdrawn] == ["W1"]
    assert len(again.projects) == 2


def test_8_4_a_blank_vote_is_kept() -> None:
    blank = replace(ELECTION, ballots=(Ballot((), 2), *ELECTION.ballots))
    assert read(write(blank, META)).election.ballots[0] == Ballot((), 2)


def test_8_2_a_vote_that_lost_its_withdrawn_project_can_be_read() -> None:
    limited = replace(ELECTION, limits=Limits(least=1))
    assert b"\nmin_length;1\n" in write(limited, META)
    text = write(replace(limited, ballots=(Ballot(()), *ELECTION.ballots), vote_type=VoteType.APPROVAL), META)
    assert b"min_length" not in text
    assert read(text).election.voters == 5


@pytest.mark.parametrize("key", ["num_votes", "rule", "colour", "currency"])
def test_8_2_the_caller_sets_texts_only(key: str) -> None:
    with pytest.raises(ElectionError, match=key):
        write(ELECTION, META | {key: "1"})


def test_8_2_a_text_that_is_needed_must_be_there() -> None:
    with pytest.raises(ElectionError, match="unit"):
        write(ELECTION, META | {"unit": ""})


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_a_name_that_no_file_can_hold_is_refused(name: str) -> None:
    with pytest.raises(ElectionError):
        Project("1", 1, name)


def test_8_2_a_rule_without_a_name_in_the_format_stands_in_the_comment() -> None:
    rule = Rule(threshold_ballots_percent=10, least_per_area=1, ties=(Criterion.FILE_ORDER,))
    pair = tuple(ELECTION.ids[:2])
    custom = replace(ELECTION, rule=rule, exclusive=(pair,))
    text = write(custom, META | {"comment": "#1: Counted in public."})
    assert b"\nrule;greedy-custom\n" in text
    again = read(text)
    assert (again.election.rule, again.election.exclusive) == (rule, (pair,))
    assert texts_of(again.head)["comment"] == "#1: Counted in public."
