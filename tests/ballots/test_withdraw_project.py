from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from tests import make
from tests.ballots.changing import WHY, both, changed, choices_of
from tests.ballots.voter import Login, enter

from deltagerbudget.acts.models import Approval, Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.casting import cast_ballot, stored_ballot
from deltagerbudget.ballots.changes import Words, withdraw_project
from deltagerbudget.ballots.models import Ballot, Change, Vote
from deltagerbudget.ballots.rules import InvalidChoice
from deltagerbudget.results.election import to_election

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def withdraw(actor: Any, vote: Vote, number: int = 1, words: Words = WHY) -> bool:
    return withdraw_project(actor, vote, number=number, words=words, at=make.now())


def gone(vote: Vote, number: int = 1) -> Vote:
    both(lambda actor: withdraw(actor, vote, number))
    return changed(vote)


def test_it_works() -> None:
    vote = make.open_vote()
    assert not withdraw(make.tove(), vote)
    assert Vote.objects.get().withdrawn == []
    assert withdraw(make.tom(), vote)
    assert Vote.objects.get().withdrawn == [1]
    change = Change.objects.get()
    assert (change.number, change.done_at, change.reason_da) == (1, make.now(), WHY.reason_da)
    assert (change.first_role, change.second_role) == ("owner", "owner")
    assert Entry.objects.of(vote).filter(act=Act.WITHDRAW_PROJECT, detail__change=change.pk).count() == 1


def test_one_person_alone_cannot() -> None:
    vote = make.open_vote()
    withdraw(make.tove(), vote)
    with pytest.raises(NotPossible):
        withdraw(make.tove(), vote)
    assert Vote.objects.get().withdrawn == []


def test_other_words_are_another_question() -> None:
    vote = make.open_vote()
    withdraw(make.tove(), vote)
    assert not withdraw(make.tom(), vote, words=Words("En helt anden grund."))
    assert Change.objects.get().reason_da == "En helt anden grund."
    assert Approval.objects.filter(act=Act.WITHDRAW_PROJECT, second=None).count() == 1
    assert withdraw(make.tove(), vote, words=Words("En helt anden grund."))


@pytest.mark.parametrize("who", [make.anna, make.fie, make.bo])
def test_who_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        withdraw(who(), make.open_vote())


def test_not_when_the_vote_is_over() -> None:
    with pytest.raises(NotNow):
        withdraw(make.tove(), make.closed(make.open_vote()))


def test_before_the_opening_it_can_leave_too() -> None:
    assert gone(make.frozen()).withdrawn == [1]


@pytest.mark.parametrize("number", [0, 9])
def test_only_a_project_of_the_list(number: int) -> None:
    with pytest.raises(NotPossible):
        withdraw(make.tove(), make.open_vote(), number)


def test_once_and_never_the_last_one() -> None:
    vote = gone(make.open_vote())
    with pytest.raises(NotPossible):
        withdraw(make.tove(), vote)
    gone(vote, 2)
    with pytest.raises(NotPossible):
        withdraw(make.tove(), vote, 3)


@pytest.mark.parametrize("words", [Words(""), Words("  "), Words("x" * 2001)])
def test_it_has_a_reason_of_some_length(words: Words) -> None:
    with pytest.raises(NotPossible):
        withdraw(make.tove(), make.open_vote(), words=words)


def test_a_ballot_must_stay_possible() -> None:
    vote = make.open_vote(ballot_type="approval", min_choices=3, max_choices=3)
    with pytest.raises(NotPossible):
        withdraw(make.tove(), vote)


def test_t33_nobody_can_choose_it_any_more_and_what_lies_there_stays() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1, 3])
    vote = gone(vote)
    with pytest.raises(InvalidChoice) as refused:
        make.cast(vote, "bent", [1])
    assert refused.value.code == "withdrawn"
    lies_there = stored_ballot(make.voter(vote, "anna"))
    assert lies_there is not None
    assert lies_there.sheet.numbers == (1, 3)
    assert Ballot.objects.count() == 1


def test_the_count_passes_over_it_and_keeps_the_rest() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1, 3])
    make.cast(vote, "bent", [1])
    vote = make.closed(gone(vote))
    election = to_election(vote)
    assert [project.id for project in election.withdrawn] == ["1"]
    assert [project.id for project in election.projects] == ["2", "3"]
    assert sorted(choices_of(election)) == [(), ("3",)]
    assert election.voters == 2
    result = make.published(vote)
    assert "1" not in [step.project for step in result.explained.steps]


def test_points_and_places_of_the_others_stay() -> None:
    vote = make.open_vote(ballot_type="ordinal", max_choices=3, rank_scores=[3, 2, 1])
    make.cast(vote, "anna", ["3:1", "1:2", "2:3"])
    assert choices_of(to_election(make.closed(gone(vote)))) == [("3", "2")]


def test_t38_the_booth_says_it_and_the_voter_may_choose_anew(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    assert booth.vote(1, 3).status_code == 302
    title = vote.paper.projects["1"].name
    gone(vote)
    with translation.override("da"):
        stored = booth.get("gemt/").content.decode()
    assert "er gået ud af afstemningen" in stored
    assert WHY.reason_da in stored
    booth.client.get(booth.base)
    page = booth.get().content.decode()
    assert 'id="valg-1"' not in page
    assert 'id="valg-3"' in page
    assert title in page
    assert booth.choose(1).status_code == 422
    assert booth.choose(3).status_code == 302
    assert booth.hand_in().status_code == 302
    assert Ballot.objects.count() == 2


def test_choices_from_before_lead_back_to_the_list(login: Login) -> None:
    vote = make.open_vote()
    booth = enter(vote)
    booth.choose(1, 3)
    gone(vote)
    assert booth.get("tjek/").headers["Location"] == booth.base
    page = booth.get().content.decode()
    assert "checked" in page
    assert 'value="1" checked' not in page


def test_a_ballot_that_was_on_its_way_is_judged_by_what_is_left() -> None:
    vote = make.open_vote()
    session = make.voter(vote)
    assert session.vote.withdrawn == []
    gone(vote)
    with pytest.raises(InvalidChoice) as refused:
        cast_ballot(session, raw=["1"], idempotency_key="0" * 64, expected_version=0, ticket_at=None, at=make.now())
    assert refused.value.code == "withdrawn"
