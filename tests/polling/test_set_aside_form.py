from __future__ import annotations

import pytest
from tests import make
from tests.polling import posted

from deltagerbudget.acts.refusals import NotNow, NotYours
from deltagerbudget.ballots.models import Vote
from deltagerbudget.polling.post import set_aside_form
from deltagerbudget.polling.post_models import Fate
from deltagerbudget.polling.post_sums import post_sums_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote(monkeypatch: pytest.MonkeyPatch) -> Vote:
    return posted.open_vote(monkeypatch)


def test_it_works(vote: Vote) -> None:
    set_aside_form(make.bo(), vote, at=make.now())
    assert post_sums_of(vote).of(Fate.CODE) == 1


def test_who_may_not_and_not_after_closing(vote: Vote) -> None:
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            set_aside_form(actor, vote, at=make.now())
    make.closed(vote)
    with pytest.raises(NotNow):
        set_aside_form(make.bo(), vote, at=make.now())
