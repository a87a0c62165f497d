from __future__ import annotations

from typing import Any

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.actions import close_vote_early
from deltagerbudget.ballots.models import Vote

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_it_works() -> None:
    vote = make.open_vote()
    assert not close_vote_early(make.tove(), vote, at=make.now())
    assert Vote.objects.get().closed_at is None
    assert close_vote_early(make.tom(), vote, at=make.now())
    assert Vote.objects.get().closed_at == make.now()
    assert Entry.objects.of(vote).filter(act=Act.CLOSE_VOTE_EARLY).count() == 1


def test_one_person_alone_cannot() -> None:
    vote = make.open_vote()
    close_vote_early(make.tove(), vote, at=make.now())
    with pytest.raises(NotPossible):
        close_vote_early(make.tove(), vote, at=make.now())
    assert Vote.objects.get().closed_at is None


@pytest.mark.parametrize("who", [make.anna, make.fie])
def test_who_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        close_vote_early(who(), make.open_vote(), at=make.now())


def test_not_before_it_opens() -> None:
    with pytest.raises(NotNow):
        close_vote_early(make.tove(), make.frozen(), at=make.now())


def test_what_is_closed_stays_closed() -> None:
    vote = make.open_vote()
    close_vote_early(make.tove(), vote, at=make.now())
    close_vote_early(make.tom(), vote, at=make.now())
    with pytest.raises(NotNow):
        close_vote_early(make.tove(), vote, at=make.now())
