import pytest
from django.utils import timezone
from tests import make
from tests.realisation.winners import in_days, late_by, planned, started, today

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.actions import reach_milestone
from deltagerbudget.realisation.models import Realisation
from deltagerbudget.realisation.promising import confirm_milestone
from deltagerbudget.realisation.story import story_of

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    """The date stays, and everyone reads that it holds and when that was said."""
    milestone = planned()
    confirm_milestone(make.tove(), milestone, text="  Bænken er bestilt. ", at=make.now())
    milestone.refresh_from_db()
    assert (milestone.due_on, milestone.reached_on) == (in_days(10), None)
    (said,) = story_of(milestone.realisation, today()).promises[0].moves
    assert said.endswith("It goes as planned. Bænken er bestilt.")
    assert Entry.objects.filter(act=Act.CONFIRM_MILESTONE).count() == 1


def test_a_date_that_has_passed_is_not_talked_away() -> None:
    milestone = late_by(planned(), 1)
    with pytest.raises(NotPossible, match="has passed"):
        confirm_milestone(make.tove(), milestone, at=make.now())
    assert milestone.realisation.station(today()) == "late"


def test_on_its_own_day_it_still_holds() -> None:
    confirm_milestone(make.tove(), late_by(planned(), 0), at=make.now())


def test_a_kept_promise_needs_no_word() -> None:
    milestone = reach_milestone(make.tove(), planned(), reached_on=today(), at=make.now())
    with pytest.raises(NotPossible, match="reached"):
        confirm_milestone(make.tove(), milestone, at=make.now())


def test_it_is_news() -> None:
    """What is said of a date counts as news: the page is not quiet any more."""
    row = started()
    milestone = planned(row)
    began = make.now() - make.timedelta(days=120)
    Realisation.objects.filter(pk=row.pk).update(started_at=began)
    row = Realisation.objects.get(pk=row.pk)
    assert row.quiet_since(today()) == timezone.localdate(began)
    confirm_milestone(make.tove(), milestone, at=make.now())
    assert row.quiet_since(today()) is None


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo])
def test_only_a_process_owner_may(who: object) -> None:
    milestone = planned()
    with pytest.raises(NotYours):
        confirm_milestone(who(), milestone, at=make.now())  # type: ignore[operator]
