from __future__ import annotations

from datetime import timedelta

import pytest
from tests import make

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.ballots.actions import close_vote, due_votes
from deltagerbudget.ballots.models import Vote

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def ended(minutes_ago: int) -> Vote:
    vote = make.open_vote()
    process = make.shift_to(vote.process, PhaseKind.COUNT, into=timedelta(minutes=minutes_ago))
    return Vote.objects.select_related("process").get(process=process)


def test_it_works() -> None:
    vote = ended(11)
    assert due_votes(make.now()) == [vote]
    assert close_vote(SYSTEM, vote, at=make.now()).closed_at == make.now()
    assert due_votes(make.now()) == []
    assert Entry.objects.of(vote).filter(act=Act.CLOSE_VOTE).count() == 1


def test_no_person_may() -> None:
    with pytest.raises(NotYours):
        close_vote(make.tove(), ended(11), at=make.now())


def test_the_minutes_of_grace_are_waited_for() -> None:
    vote = ended(8)
    assert due_votes(make.now()) == []
    with pytest.raises(NotNow):
        close_vote(SYSTEM, vote, at=make.now())


def test_again_changes_nothing() -> None:
    vote = close_vote(SYSTEM, ended(30), at=make.now())
    assert close_vote(SYSTEM, vote, at=make.now() + timedelta(days=1)).closed_at == vote.closed_at
    assert Entry.objects.of(vote).filter(act=Act.CLOSE_VOTE).count() == 1


def test_no_voting_session_outlives_the_vote() -> None:
    vote = make.open_vote()
    make.voter(vote)
    make.closed(vote)
    assert not vote.sessions.exists()
