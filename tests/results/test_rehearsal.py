"""The rehearsal: made-up ballots that the rules accept, and nothing of it stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.ballots.actions import config_to_freeze
from deltagerbudget.ballots.frozen import paper_in
from deltagerbudget.processes.actions import edit_process
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import Sorted, sort_proposals
from deltagerbudget.results import rehearsal
from deltagerbudget.results.models import Result
from deltagerbudget.results.rehearsal import Scenario, rehearsed

pytestmark = pytest.mark.django_db
PRICES = (3_200_000, 7_845_000, 2_000_000, 1_250_000)
BALLOTS: dict[str, dict[str, Any]] = {
    "knapsack": {},
    "approval": {"ballot_type": "approval", "min_choices": 2, "max_choices": 3},
    "choose-1": {"ballot_type": "choose-1"},
    "points": {"ballot_type": "cumulative", "points": 6, "most_points": 4},
    "ranking": {"ballot_type": "ordinal", "rank_scores": [3, 2, 1]},
}


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def config(process: Process) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(config_to_freeze(process, at=make.now()))
    return given


@pytest.mark.parametrize("ballot", BALLOTS)
def test_every_drawn_ballot_is_one_that_the_booth_would_take(ballot: str) -> None:
    given = config(make.with_prices(PRICES, **BALLOTS[ballot]))
    paper = paper_in(given)
    for scenario in (Scenario.SPREAD, Scenario.FAVOURITES):
        votes = list(rehearsal._drawn(paper, scenario))
        assert len(votes) == rehearsal.VOTERS
        faults = [paper.limits.fault(ids, points, paper.vote_type, paper.projects) for ids, points in votes]
        assert set(faults) == {None}
        assert len({tuple(ids) for ids, _points in votes}) > 3
        outcome = rehearsed(given, scenario)
        assert outcome.voters == rehearsal.VOTERS
        assert outcome.spent <= 8_000_000
        assert outcome == rehearsed(given, scenario)


@pytest.mark.parametrize("ballot", BALLOTS)
def test_when_all_get_equally_many_the_ties_show(ballot: str) -> None:
    given = config(make.with_prices(PRICES, **BALLOTS[ballot]))
    outcome = rehearsed(given, Scenario.EQUAL)
    assert len({step.score for step in outcome.steps}) == 1
    paper = paper_in(given)
    votes = list(rehearsal._equal(paper))
    assert {paper.limits._number(ids, paper.vote_type) for ids, _points in votes} == {None}
    assert {len(points) for _ids, points in votes} == ({len(votes[0][0])} if paper.vote_type.has_points else {0})
    assert outcome.ties


def test_favourites_get_more_than_when_the_votes_are_spread() -> None:
    given = config(make.with_prices(PRICES, ballot_type="choose-1"))
    most = [max(step.votes for step in rehearsed(given, scenario).steps) for scenario in Scenario][:2]
    assert most[1] > most[0]


def test_the_page_stores_nothing_and_says_what_it_is() -> None:
    process = make.with_prices(PRICES, count_variant="remainder")
    client, address = as_(make.tove()), f"/en/medarbejder/resultat/{process.slug}/proeve/"
    for scenario in Scenario:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(address, {"stemmer": scenario.value})
        text = page.content.decode()
        assert page.status_code == 200
        assert "This is not a result" in text
        assert "Ties that decided something" in text
        assert not [query for query in queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert "stood equal when" in text
    assert not Result.objects.exists()
    assert client.get(address, {"stemmer": "x\0"}).status_code == 200


def test_what_is_not_ready_says_why() -> None:
    process = make.draft_process()
    page = as_(make.tove()).get(f"/en/medarbejder/resultat/{process.slug}/proeve/")
    assert page.status_code == 200
    assert "nothing to freeze" in page.content.decode() or "no vote" in page.content.decode()


@pytest.mark.parametrize("ballot", BALLOTS)
@pytest.mark.parametrize("scenario", Scenario)
def test_equal_shares_is_rehearsed_on_every_ballot(ballot: str, scenario: Scenario) -> None:
    process = make.with_prices(PRICES, count_method="equal-shares", **BALLOTS[ballot])
    outcome = rehearsed(config(process), scenario)
    assert outcome.rule.name == "equal-shares-cost-add1-fill"
    assert 0 < outcome.spent <= 8_000_000
    text = as_(make.tove()).get(f"/medarbejder/resultat/{process.slug}/proeve/?stemmer={scenario}").content.decode()
    assert "Der er talt op efter lige andele" in text


def test_what_equal_shares_cannot_be_with_is_said_before_the_rehearsal() -> None:
    process = make.with_prices(PRICES)
    sort_proposals(make.tove(), process, given={n: Sorted(exclusive_group="x") for n in (1, 2)}, at=make.now())
    edit_process(make.tove(), process, values={"count_method": "equal-shares"}, at=make.now())
    text = as_(make.tove()).get(f"/medarbejder/resultat/{process.slug}/proeve/").content.decode()
    assert "Lige andele kan ikke sørge for" in text
