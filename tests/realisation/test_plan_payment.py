import pytest
from tests import make
from tests.realisation.winners import in_days, planned, started, today

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.actions import plan_milestone, reach_milestone
from deltagerbudget.realisation.promising import plan_payment
from deltagerbudget.realisation.story import story_of

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    """Date and what is to be reached are those of the milestone; everyone reads them."""
    milestone = planned()
    plan_payment(make.tove(), milestone, amount_ore=1_200_000, at=make.now())
    (kept,) = story_of(milestone.realisation, today()).promises
    assert (kept.title, kept.due_on, kept.pays_ore) == ("Bænken står der", in_days(10), 1_200_000)
    assert Entry.objects.filter(act=Act.PLAN_PAYMENT).count() == 1


def test_it_is_taken_out_again() -> None:
    milestone = plan_payment(make.tove(), planned(), amount_ore=100, at=make.now())
    assert plan_payment(make.tove(), milestone, amount_ore=None, at=make.now()).pays_ore is None


def test_the_sum_is_never_more_than_the_price() -> None:
    row = started()
    first = plan_milestone(
        make.tove(), row, title="Tegnet", due_on=in_days(5), pays_ore=row.price_ore - 100, at=make.now()
    )
    second = planned(row)
    with pytest.raises(NotPossible, match="more than the price"):
        plan_payment(make.tove(), second, amount_ore=101, at=make.now())
    with pytest.raises(NotPossible, match="more than the price"):
        plan_milestone(make.tove(), row, title="Nyt", due_on=in_days(5), pays_ore=101, at=make.now())
    plan_payment(make.tove(), second, amount_ore=100, at=make.now())
    plan_payment(make.tove(), first, amount_ore=row.price_ore - 100, at=make.now())


def test_what_is_reached_is_not_planned_any_more() -> None:
    milestone = reach_milestone(make.tove(), planned(), reached_on=today(), at=make.now())
    with pytest.raises(NotPossible, match="reached"):
        plan_payment(make.tove(), milestone, amount_ore=100, at=make.now())


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo])
def test_who_may_not(who: object) -> None:
    milestone = planned()
    with pytest.raises(NotYours):
        plan_payment(who(), milestone, amount_ore=100, at=make.now())  # type: ignore[operator]
