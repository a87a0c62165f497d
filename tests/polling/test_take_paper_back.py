from __future__ import annotations

import pytest
from tests import make
from tests.polling import made

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.ballots.models import Participation
from deltagerbudget.polling.models import DeskCount
from deltagerbudget.polling.rules import Standing
from deltagerbudget.polling.serving import hand_out_paper, take_paper_back

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    made.cast(made.online(vote), 1)
    hand_out_paper(bo, station, made.visitor(vote, standing=Standing.ONLINE), at=make.now())
    take_paper_back(bo, station, made.visitor(vote), at=make.now())
    assert not Participation.objects.exists()
    assert len(list(vote.ballots.current())) == 1
    count = DeskCount.objects.get()
    assert (count.handed_out, count.taken_back) == (1, 1)


def test_not_what_was_not_handed_out_here() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    there = made.library(vote.process, name="Hallen")
    made.serving(there, bo)
    hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    with pytest.raises(NotPossible, match="her"):
        take_paper_back(bo, there, made.visitor(vote), at=make.now())
    with pytest.raises(NotPossible, match="her"):
        take_paper_back(bo, station, made.visitor(vote, made.number(1)), at=make.now())
    assert Participation.objects.count() == 1


def test_who_may_not() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    hand_out_paper(bo, station, made.visitor(vote), at=make.now())
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            take_paper_back(actor, station, made.visitor(vote), at=make.now())
    with pytest.raises(NotPossible, match="vagt"):
        take_paper_back(make.tove(), station, made.visitor(vote), at=make.now())
