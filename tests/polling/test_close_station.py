from __future__ import annotations

import pytest
from tests import make
from tests.ballots.voter import enter
from tests.polling import made

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.polling.actions import close_station
from deltagerbudget.polling.models import DeskCode
from deltagerbudget.polling.serving import admit_at_desk

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    admit_at_desk(bo, station, made.visitor(vote), at=make.now())
    close_station(make.tove(), station, at=make.now())
    assert "Torvet 1" not in enter(vote).get("log-ind/").content.decode()
    assert not DeskCode.objects.exists()
    with pytest.raises(NotPossible, match="vagt"):
        made.looked_up(station, bo)


def test_who_may_not_and_not_twice() -> None:
    station = made.library(made.open_vote().process)
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            close_station(actor, station, at=make.now())
    close_station(make.tove(), station, at=make.now())
    with pytest.raises(NotPossible, match="lukket"):
        close_station(make.tove(), station, at=make.now())
