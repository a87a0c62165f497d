from __future__ import annotations

import pytest
from tests import make
from tests.polling import counted

from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.polling.batch_models import Recheck
from deltagerbudget.polling.batches import recheck_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> tuple[Vote, Station]:
    vote, station = counted.closed(papers=21)
    counted.approved(counted.entered(counted.registered(station, 21), ["1"] * 21))
    counted.finished(station)
    return vote, station


def test_it_works(done: tuple[Vote, Station]) -> None:
    """One in twenty, rounded up, each at most once; drawn once."""
    drawn = recheck_sample(counted.rune(), done[0], at=make.now())
    assert len(drawn) == 2
    assert len({(row.batch_id, row.serial) for row in drawn}) == 2
    with pytest.raises(NotPossible, match="allerede"):
        recheck_sample(counted.rune(), done[0], at=make.now())
    assert Recheck.objects.count() == 2


def test_who_may_not(done: tuple[Vote, Station]) -> None:
    for actor in (make.anna(), make.bo(), make.tove(), make.fie()):
        with pytest.raises(NotYours):
            recheck_sample(actor, done[0], at=make.now())


def test_not_before_all_paper_is_counted_and_not_without_paper() -> None:
    vote, station = counted.closed(papers=1)
    with pytest.raises(NotNow, match="papir"):
        recheck_sample(counted.rune(), vote, at=make.now())
    counted.finished(station)
    with pytest.raises(NotPossible, match="papir"):
        recheck_sample(counted.rune(), vote, at=make.now())
