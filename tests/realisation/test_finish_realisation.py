import pytest
from tests import make
from tests.realisation.winners import in_days, planned, started, today

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.actions import finish_realisation, reach_milestone

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    row = started()
    reach_milestone(make.tove(), planned(row), reached_on=today(), at=make.now())
    row = finish_realisation(make.tove(), row, finished_on=today(), at=make.now())
    assert row.station(today()) == "finished"
    assert Entry.objects.filter(act=Act.FINISH_REALISATION).count() == 1


def test_not_with_a_promise_that_is_not_kept() -> None:
    row = started()
    planned(row)
    with pytest.raises(NotPossible, match="not reached"):
        finish_realisation(make.tove(), row, finished_on=today(), at=make.now())


def test_not_in_the_future_and_only_once() -> None:
    row = started()
    with pytest.raises(NotPossible, match="not come"):
        finish_realisation(make.tove(), row, finished_on=in_days(1), at=make.now())
    finish_realisation(make.tove(), row, finished_on=today(), at=make.now())
    with pytest.raises(NotPossible, match="finished"):
        finish_realisation(make.tove(), row, finished_on=today(), at=make.now())


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo])
def test_only_a_process_owner_may(who: object) -> None:
    row = started()
    with pytest.raises(NotYours):
        finish_realisation(who(), row, finished_on=today(), at=make.now())  # type: ignore[operator]
