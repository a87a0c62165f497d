import pytest
from tests import make
from tests.realisation.winners import in_days, late_by, planned, today

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.actions import reach_milestone

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    milestone = reach_milestone(make.tove(), planned(), reached_on=today(), at=make.now())
    assert milestone.reached_on == today()
    assert milestone.realisation.station(today()) == "under-way"
    assert Entry.objects.filter(act=Act.REACH_MILESTONE).count() == 1


def test_what_is_kept_late_is_late_no_longer() -> None:
    milestone = late_by(planned(), 5)
    reach_milestone(make.tove(), milestone, reached_on=in_days(-1), at=make.now())
    assert milestone.realisation.station(today()) == "under-way"


def test_not_in_the_future() -> None:
    milestone = planned()
    with pytest.raises(NotPossible, match="not come"):
        reach_milestone(make.tove(), milestone, reached_on=in_days(1), at=make.now())


def test_once() -> None:
    milestone = reach_milestone(make.tove(), planned(), reached_on=today(), at=make.now())
    with pytest.raises(NotPossible, match="already"):
        reach_milestone(make.tove(), milestone, reached_on=today(), at=make.now())


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo])
def test_only_a_process_owner_may(who: object) -> None:
    milestone = planned()
    with pytest.raises(NotYours):
        reach_milestone(who(), milestone, reached_on=today(), at=make.now())  # type: ignore[operator]
