"""The published file: canonical, true, and anyone who counts it gets the same winners."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests import make

from deltagerbudget.ballots.models import Project, Vote
from deltagerbudget.counting.compare import compare
from deltagerbudget.counting.pabulib import read
from deltagerbudget.counting.rules import count
from deltagerbudget.ledger import canonical
from deltagerbudget.results.election import to_election
from deltagerbudget.results.files import pabulib_text
from deltagerbudget.results.models import Result

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent.parent / "golden" / "eksempel-80000.txt"
EXAMPLE = ((1, 3),) * 12 + ((1,),) * 8 + ((2,),) * 15


def finished(**values: object) -> Result:
    return make.finished(choices=EXAMPLE, **values)


def test_it_is_the_golden_file() -> None:
    """Only the dates, the title and the titles of proposals differ from run to run."""
    result = finished(title="Et bedre Tranbjerg")
    text = result.pb
    for project in Project.objects.all():
        text = text.replace(project.title, f"Forslag {project.number}")
    text = re.sub(r"(date_\w+;).*", r"\1DATE", text)
    text = re.sub(r"(instance;).*", r"\1YEAR", text)
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_reading_it_back_and_counting_gives_the_same_winners() -> None:
    result = finished()
    comparison = compare(read(result.pb.encode(), invalid_votes="set-aside"))
    assert comparison.same is True
    assert set(comparison.outcome.winners) == set(result.explained.winners)
    assert comparison.reading.set_aside == ()
    assert comparison.outcome.voters == 35


@pytest.mark.parametrize(
    "values",
    [{}, {"count_variant": "stop"}, {"threshold_votes": 13}, {"threshold_percent": 40}, {"all_fit": True}],
)
@pytest.mark.parametrize("ballot", [{}, {"ballot_type": "approval", "max_choices": 2, "min_choices": 1}])
def test_every_rule_and_ballot_survives_the_round(values: dict[str, object], ballot: dict[str, object]) -> None:
    result = finished(**values, **ballot)
    comparison = compare(read(result.pb.encode()))
    assert comparison.same is True
    assert comparison.outcome.rule.variant == result.explained.rule.variant
    assert comparison.outcome.rule.threshold == result.explained.rule.threshold


def test_a_tie_that_the_draw_decided_falls_the_same_way_in_the_file() -> None:
    """The format knows no draw, so the order of the file must carry it."""
    prices = (5_000_000,) * 6
    choices = tuple((number,) for number in range(1, 7)) * 5
    result = make.finished(prices, choices)
    assert result.explained.steps[0].decided_by == "lot"
    assert set(count(read(result.pb.encode()).election).winners) == set(result.explained.winners)


@pytest.mark.parametrize(
    "title", ["Bænk; bord", 'Et "hus"', "To\nlinjer", 'Alt; "på"\nén gang', "Æblehave på Åsen", "=1+1", "a,b"]
)
def test_t52_names_survive_the_round(title: str) -> None:
    result = finished()
    vote = Vote.objects.get()
    config = vote.frozen
    config["projects"][0]["title"] = title
    vote.config = canonical.dumps(config).decode()
    election = to_election(vote)
    text = pabulib_text(vote, election, count(election))
    back = read(text.encode()).election
    assert {project.id: project.name for project in back.projects}["1"] == title
    assert set(count(back).winners) == set(result.explained.winners)


def test_the_same_election_gives_the_same_bytes() -> None:
    result, vote = finished(), Vote.objects.get()
    election = to_election(vote)
    assert pabulib_text(vote, election, count(election)) == result.pb
    assert canonical.sha256_hex(result.pb.encode()) == result.pb_sha256


def test_ore_are_written_only_where_there_are_any() -> None:
    result = make.finished((2_853_461, 2_000_000), ((1, 2),) * 30)
    assert ";28534.61;" in result.pb
    assert ";20000;" in result.pb


def test_the_file_holds_no_column_beyond_the_format() -> None:
    lines = finished().pb.splitlines()
    assert "project_id;cost;votes;name;selected" in lines
    assert lines[lines.index("VOTES") + 1] == "voter_id;vote"


@pytest.mark.parametrize(("ballots", "is_published"), [(29, False), (30, True)])
def test_under_thirty_ballots_only_the_digest_is_kept(ballots: int, is_published: bool) -> None:
    result = make.finished(choices=((1,),) * ballots)
    assert bool(result.pb) is is_published is result.has_pb
    assert len(result.pb_sha256) == 64
