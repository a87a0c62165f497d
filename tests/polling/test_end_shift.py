from __future__ import annotations

import pytest
from tests import make
from tests.polling import made

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.polling.actions import end_shift
from deltagerbudget.polling.models import Shift

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    made.looked_up(station, bo)
    end_shift(make.tove(), Shift.objects.get(), at=make.now())
    with pytest.raises(NotPossible, match="vagt"):
        made.looked_up(station, bo)
    made.serving(station)
    made.looked_up(station, bo)


def test_who_may_not_and_not_twice() -> None:
    station, _bo = made.at_desk(made.open_vote())
    shift = station.shifts.get()
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            end_shift(actor, shift, at=make.now())
    end_shift(make.tove(), shift, at=make.now())
    with pytest.raises(NotPossible, match="allerede"):
        end_shift(make.tove(), shift, at=make.now())
