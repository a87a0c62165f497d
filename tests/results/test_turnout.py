"""Who voted, by area and age: kept once at the count, public with the result, and nothing about few people."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests import make

from deltagerbudget.ballots.actions import destroy_keys
from deltagerbudget.ballots.models import Eligible, Roll, Vote
from deltagerbudget.ballots.turnout import to_keep
from deltagerbudget.results.models import Result

pytestmark = pytest.mark.django_db


def on_roll(vote: Vote, groups: dict[tuple[str, str], tuple[int, int]]) -> None:
    """By area and age group how many stand there, and how many of them vote."""
    Roll.objects.create(vote=vote, cut_off=make.today(), people=0, loaded_at=make.now())
    for (area, band), (on, voted) in groups.items():
        for place in range(on):
            name = f"{area} {band} {place}"
            Eligible.objects.create(vote=vote, pseudonym=make.pseudonym(vote, name), area=area, band=band)
            if place < voted:
                make.cast(vote, name, [1])


@pytest.fixture
def result() -> Result:
    vote = make.open_vote()
    make.area("Viby")
    groups = {("tranbjerg", "18-24"): (12, 2), ("tranbjerg", "25-39"): (20, 10)}
    groups |= {("viby", "18-24"): (20, 9), ("viby", "25-39"): (20, 12)}
    on_roll(vote, groups)
    return make.published(make.closed(vote))


def page(result: Result) -> str:
    return Client().get(f"/resultat/{result.vote.process.slug}/").content.decode()


def kept_now() -> dict[str, Any]:
    kept = Roll.objects.get().turnout
    assert kept is not None
    return dict(kept)


def data(result: Result) -> Any:
    return Client().get(f"/resultat/{result.vote.process.slug}/deltagelse.json")


def test_it_works(result: Result) -> None:
    kept = kept_now()
    assert kept["areas"] == ["Tranbjerg", "Viby"]
    assert kept["bands"] == ["18-24", "25-39"]
    assert kept["cells"][-1][-1] == [33, 72]
    shown = page(result)
    assert "Hvem stemte" in shown
    assert "45 % (33/72)" in shown
    answer = data(result)
    assert answer.headers["Content-Type"].startswith("application/json")
    assert json.loads(answer.content) == kept


def test_t57_two_young_people_are_hidden_and_cannot_be_worked_out(result: Result) -> None:
    """Two of twelve: gone, with another one in its row and its column, in the page and in the file."""
    cells = kept_now()["cells"]
    assert cells[0][0] is None
    for line in (*cells, *zip(*cells, strict=True)):
        assert line.count(None) != 1
    assert "2/12" not in page(result)
    assert "[2,12]" not in data(result).content.decode()


def test_it_stays_when_the_pseudonyms_go(result: Result) -> None:
    kept, vote = Roll.objects.get().turnout, result.vote
    later = vote.keys_due_at
    assert later is not None
    for actor in (make.tove(), make.tom()):
        destroy_keys(actor, vote, at=later)
    assert not Eligible.objects.exists()
    assert Roll.objects.get().turnout == kept
    assert "45 % (33/72)" in page(result)


def test_it_is_kept_at_the_first_count_and_not_again(result: Result) -> None:
    kept, vote = Roll.objects.get().turnout, result.vote
    Eligible.objects.filter(area="viby").delete()
    make.counted(vote)
    assert Roll.objects.get().turnout == kept


def test_under_25_voters_nothing_is_kept() -> None:
    vote = make.open_vote()
    on_roll(vote, {("tranbjerg", "18-24"): (60, 24)})
    assert to_keep(vote) is None
    published = make.published(make.closed(vote))
    assert Roll.objects.get().turnout is None
    assert "Hvem stemte" not in page(published)
    assert data(published).status_code == 404


def test_without_a_roll_there_is_none() -> None:
    published = make.finished()
    assert "Hvem stemte" not in page(published)
    assert data(published).status_code == 404


def test_nothing_is_public_before_the_result() -> None:
    vote = make.open_vote()
    on_roll(vote, {("tranbjerg", "18-24"): (60, 30)})
    counted = make.counted(make.closed(vote))
    assert Roll.objects.get().turnout is not None
    assert data(counted).status_code == 404


def test_the_page_asks_no_more_than_without(result: Result, django_assert_max_num_queries: Any) -> None:
    address = f"/resultat/{result.vote.process.slug}/"
    Client().get(address)
    with django_assert_max_num_queries(9):
        Client().get(address)
