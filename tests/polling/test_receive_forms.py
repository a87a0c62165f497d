from __future__ import annotations

import pytest
from tests import make
from tests.polling import posted

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.ballots.models import Vote
from deltagerbudget.polling.post import receive_forms
from deltagerbudget.polling.post_models import Fate
from deltagerbudget.polling.post_sums import post_sums_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote(monkeypatch: pytest.MonkeyPatch) -> Vote:
    return posted.open_vote(monkeypatch)


def test_it_works(vote: Vote) -> None:
    for count in (3, 2):
        receive_forms(make.bo(), vote, count=count, at=make.now())
    sums = post_sums_of(vote)
    assert (sums.received, sums.done, sums.missing) == (5, 0, 5)
    assert Entry.objects.filter(act="receive_forms").first().detail == {"count": 3, "late": 0}  # type: ignore[union-attr]


def test_what_comes_when_the_vote_is_closed_is_set_aside(vote: Vote) -> None:
    make.closed(vote)
    receive_forms(make.bo(), Vote.objects.select_related("process").get(), count=2, at=make.now())
    sums = post_sums_of(vote)
    assert (sums.received, sums.of(Fate.LATE), sums.is_even) == (2, 2, True)


@pytest.mark.parametrize("count", [-1, 0, 2001])
def test_t54_no_number_that_cannot_be(vote: Vote, count: int) -> None:
    with pytest.raises(NotPossible, match="fra 1 til"):
        receive_forms(make.bo(), vote, count=count, at=make.now())


def test_who_may_not(vote: Vote) -> None:
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            receive_forms(actor, vote, count=1, at=make.now())
