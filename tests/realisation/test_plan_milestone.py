import pytest
from tests import make
from tests.realisation.winners import in_days, planned, started, today

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.actions import finish_realisation, plan_milestone

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    milestone = planned()
    assert (milestone.title, milestone.due_on, milestone.reached_on) == ("Bænken står der", in_days(10), None)
    assert Entry.objects.filter(act=Act.PLAN_MILESTONE).count() == 1


def test_today_can_be_promised_and_yesterday_cannot() -> None:
    row = started()
    planned(row, due_on=today())
    with pytest.raises(NotPossible, match="past"):
        planned(row, due_on=in_days(-1))


def test_a_promise_says_what() -> None:
    with pytest.raises(NotPossible, match="what will be done"):
        plan_milestone(make.tove(), started(), title=" ", due_on=in_days(1), at=make.now())


def test_nothing_is_promised_for_what_is_finished() -> None:
    row = finish_realisation(make.tove(), started(), finished_on=today(), at=make.now())
    with pytest.raises(NotPossible, match="finished"):
        planned(row)


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo])
def test_only_a_process_owner_may(who: object) -> None:
    row = started()
    with pytest.raises(NotYours):
        plan_milestone(who(), row, title="x", due_on=in_days(1), at=make.now())  # type: ignore[operator]
