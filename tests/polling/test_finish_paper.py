from __future__ import annotations

import pytest
from tests import make
from tests.polling import counted

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.polling.batches import finish_paper
from deltagerbudget.polling.protocol import protocol

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    vote, station = counted.closed(papers=3)
    counted.approved(counted.entered(counted.registered(station, 2), ["1", "?"]))
    assert Vote.objects.get().awaits_paper
    with pytest.raises(NotPossible, match="papir"):
        make.counted(vote)
    finish_paper(make.tove(), station, at=make.now())
    assert not Vote.objects.get().awaits_paper
    its = protocol(vote, Station.objects.get())
    assert (its.out, its.back, its.handed, its.entered, its.invalid, its.missing) == (3, 0, 3, 2, 1, 1)
    make.counted(vote)


def test_not_while_a_batch_is_open_and_nothing_after_it() -> None:
    vote, station = counted.closed(papers=2)
    batch = counted.registered(station, 1)
    with pytest.raises(NotPossible, match="åben"):
        finish_paper(make.tove(), station, at=make.now())
    counted.approved(counted.entered(batch, ["1"]))
    finish_paper(make.tove(), station, at=make.now())
    for attempt in (
        lambda: finish_paper(make.tove(), station, at=make.now()),
        lambda: counted.registered(station, 1, "more"),
    ):
        with pytest.raises(NotPossible, match="afsluttet"):
            attempt()
    assert vote.ballots.count() == 1


def test_who_may_not() -> None:
    _vote, station = counted.closed(papers=1)
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            finish_paper(actor, station, at=make.now())


def test_a_vote_without_paper_waits_for_none() -> None:
    vote, _station = counted.closed(papers=0, online=[[1]])
    assert make.counted(vote).ballots == 1
