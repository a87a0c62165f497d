"""Every kind of ballot on the pages of the booth, without scripts."""

from __future__ import annotations

import pytest
from tests import make
from tests.ballots.test_booth_pages import enter, words
from tests.ballots.voter import Login

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.proposals.actions import Sorted, sort_proposals

pytestmark = pytest.mark.django_db

KINDS: list[tuple[dict[str, object], tuple[str, ...], tuple[str, ...], str]] = [
    ({"ballot_type": "choose-1"}, ("2",), ("2", "3"), "Which proposal do you want?"),
    (
        {"ballot_type": "cumulative", "points": 5, "most_points": 3},
        ("1:3", "3:2"),
        ("1:3", "3:3"),
        "You have 5 points.",
    ),
    ({"ballot_type": "ordinal", "rank_scores": [3, 2, 1]}, ("3:1", "1:2"), ("3:1", "1:1"), "You can place 3."),
]


@pytest.mark.parametrize(("values", "good", "bad", "asks"), KINDS)
def test_every_ballot_goes_the_whole_way_without_scripts(
    login: Login, values: dict[str, object], good: tuple[str, ...], bad: tuple[str, ...], asks: str
) -> None:
    vote = make.open_vote(**values)
    booth = enter(vote)
    assert asks in booth.client.get(f"/en{booth.base}").content.decode()
    refused = booth.choose(*bad)
    assert refused.status_code == 422
    assert "error-summary" in refused.content.decode()
    assert booth.choose(*good, "").status_code == 302
    sheet = words(booth, "tjek/")
    titles = {str(project.number): project.title for project in vote.projects.all()}
    assert all(titles[value.partition(":")[0]] in sheet for value in good)
    booth.log_in()
    assert booth.sheet()["valg"] == list(good)
    booth.hand_in()
    assert vote.ballots.count() == 1
    again = words(booth)
    assert all(f'value="{value}" selected' in again or f'value="{value}" checked' in again for value in good)
    assert all(titles[value.partition(":")[0]] in words(booth, "gemt/") for value in good)


def test_a_ranking_is_read_back_in_the_order_of_the_voter(login: Login) -> None:
    vote = make.open_vote(ballot_type="ordinal", rank_scores=[3, 2, 1])
    booth = enter(vote)
    booth.vote("3:1", "1:2")
    stored = words(booth, "gemt/")
    first, second = (stored.index(vote.projects.get(number=number).title) for number in (3, 1))
    assert first < second
    assert "1." in stored[: first + 1]


def test_limits_of_a_topic_are_told_and_minded(login: Login) -> None:
    limit = {"category": "Leg", "least": 0, "most": 1, "least_cost": 0, "most_cost": None}
    values = {"ballot_type": "approval", "categories": ["Leg"], "category_limits": [limit]}
    process = make.with_prices((1_000_000, 1_000_000, 1_000_000), **values)
    sort_proposals(make.tove(), process, given={1: Sorted("Leg"), 2: Sorted("Leg")}, at=make.now())
    vote = make.froze(process)
    make.shift_to(process, PhaseKind.VOTE)
    booth = enter(vote)
    assert "Med emnet “Leg”: højst 1." in words(booth)
    assert words(booth).count('class="ballot-topic"') == 2
    refused = booth.choose(1, 2)
    assert refused.status_code == 422
    assert "Vælg højst 1 med emnet “Leg”" in refused.content.decode()
    assert booth.vote(1, 3).status_code == 302


def test_more_places_than_there_are_keeps_the_first_ones(login: Login) -> None:
    vote = make.open_vote([1_000_000] * 5, ballot_type="ordinal", rank_scores=[2, 1])
    booth = enter(vote)
    refused = booth.choose("1:1", "2:2", "3:3", "4:4")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert page.count(" selected") == 5
    assert 'value="2:2" selected' in page
    assert 'value="3:' + '3"' not in page
    assert booth.choose("1:1", "1:2", "2:99999").status_code == 422
