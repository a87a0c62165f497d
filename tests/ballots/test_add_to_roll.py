from __future__ import annotations

import json
from typing import Any

import pytest
from tests import make
from tests.ballots.roll import ANNA, BO, YOUNG, frozen, load, opened, ref
from tests.promises import by_hand

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, OffRoll, OntoRoll
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Eligible, SetAside, Vote
from deltagerbudget.ballots.roll import add_to_roll, remove_from_roll

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote() -> Vote:
    vote = opened()
    load(vote, ANNA)
    return vote


def add(vote: Vote, number: str = BO, who: Any = make.tove, **values: Any) -> None:
    add_to_roll(who(), vote, number, **{"area": "tranbjerg", "reason": OntoRoll.LIVED, "at": make.now(), **values})


@pytest.mark.both
def test_it_works(vote: Vote) -> None:
    add(vote)
    assert Eligible.objects.get(pseudonym=keybox.pseudonym(vote.pk, ref(BO))).band == "40-59"
    assert Entry.objects.get(act=Act.ADD_TO_ROLL).detail == {"reason": "lived"}


@pytest.mark.parametrize("who", [make.anna, make.fie, make.uffe, make.bo])
def test_who_may_not(vote: Vote, who: Any) -> None:
    with pytest.raises(NotYours):
        add(vote, who=who)


def test_not_when_the_vote_is_closed(vote: Vote) -> None:
    with pytest.raises(NotNow):
        add(make.closed(vote))


def test_not_before_a_list_is_loaded() -> None:
    with pytest.raises(NotPossible):
        add(frozen())


def test_nobody_too_young_and_nobody_in_an_area_of_another_vote(vote: Vote) -> None:
    for wrong in ({"number": YOUNG}, {"area": "viby"}):
        with pytest.raises(NotPossible):
            add(vote, **wrong)
    assert Eligible.objects.count() == 1


def test_who_was_taken_off_by_mistake_is_put_back_and_the_ballot_counts(vote: Vote) -> None:
    remove_from_roll(make.tove(), vote, ANNA, reason=OffRoll.ELSEWHERE, at=make.now())
    assert SetAside.objects.exists()
    add(vote, ANNA)
    assert not SetAside.objects.exists()


def test_a_tie_gives_the_right_only_where_the_frozen_rules_say_so(vote: Vote) -> None:
    """Nobody but staff can see where somebody works: it is declared to them, and they put the person on the roll."""
    with pytest.raises(NotPossible):
        add(vote, reason=OntoRoll.WORKS)
    frozen_rules = {**vote.frozen, "ties": ["lives", "works"]}
    with by_hand():
        Vote.objects.filter(pk=vote.pk).update(config=json.dumps(frozen_rules))
    add(vote, reason=OntoRoll.WORKS)
    assert Entry.objects.get(act=Act.ADD_TO_ROLL).detail == {"reason": "works"}
