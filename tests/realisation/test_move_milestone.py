import pytest
from tests import make
from tests.realisation.winners import in_days, late_by, planned, today

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.actions import move_milestone, reach_milestone
from deltagerbudget.realisation.models import Report

pytestmark = pytest.mark.django_db
REASON = "Jorden var for våd."


@pytest.mark.both
def test_it_works() -> None:
    """The old date and the reason stay."""
    milestone = move_milestone(make.tove(), planned(), due_on=in_days(40), reason=REASON, at=make.now())
    assert milestone.due_on == in_days(40)
    report = Report.objects.get()
    assert (report.moved_from, report.moved_to, report.text) == (in_days(10), in_days(40), REASON)
    assert Entry.objects.filter(act=Act.MOVE_MILESTONE).count() == 1


def test_a_late_one_is_late_no_longer_when_it_is_moved() -> None:
    milestone = late_by(planned(), 5)
    assert milestone.realisation.station(today()) == "late"
    move_milestone(make.tove(), milestone, due_on=in_days(40), reason=REASON, at=make.now())
    assert milestone.realisation.station(today()) == "planned"


@pytest.mark.parametrize(
    ("days", "reason", "words"), [(20, " ", "Write why"), (10, REASON, "already"), (-1, REASON, "past")]
)
def test_what_a_move_needs(days: int, reason: str, words: str) -> None:
    milestone = planned()
    with pytest.raises(NotPossible, match=words):
        move_milestone(make.tove(), milestone, due_on=in_days(days), reason=reason, at=make.now())
    assert not Report.objects.exists()


def test_a_kept_promise_is_not_moved() -> None:
    milestone = reach_milestone(make.tove(), planned(), reached_on=today(), at=make.now())
    with pytest.raises(NotPossible, match="reached"):
        move_milestone(make.tove(), milestone, due_on=in_days(20), reason=REASON, at=make.now())


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo])
def test_only_a_process_owner_may(who: object) -> None:
    milestone = planned()
    with pytest.raises(NotYours):
        move_milestone(who(), milestone, due_on=in_days(20), reason=REASON, at=make.now())  # type: ignore[operator]
