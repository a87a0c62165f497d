import pytest
from tests import make
from tests.realisation.winners import in_days, late_by, planned, started, today

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.actions import (
    finish_realisation,
    plan_milestone,
    reach_milestone,
    record_payment,
    return_money,
)
from deltagerbudget.realisation.models import Realisation
from deltagerbudget.realisation.promising import stop_realisation
from deltagerbudget.realisation.purse import purse_of
from deltagerbudget.realisation.story import story_of

pytestmark = pytest.mark.django_db
REASON = "Jorden er forurenet."


def stopped(row: Realisation, reason: str = REASON) -> Realisation:
    assert stop_realisation(make.tove(), row, reason=reason, at=make.now()) is False
    assert stop_realisation(make.tom(), row, reason=reason, at=make.now()) is True
    return Realisation.objects.get(pk=row.pk)


@pytest.mark.both
def test_it_works() -> None:
    """Two persons, a public reason, and nothing bound beyond what was paid."""
    row = started()
    late_by(planned(row), 5)
    record_payment(make.tove(), row, amount_ore=400_000, paid_on=today(), text="Tegning", at=make.now())
    bound = purse_of(row.source).bound_ore
    row = stopped(row)
    assert (row.station(today()), row.stopped_on, row.stop_reason) == ("stopped", today(), REASON)
    assert purse_of(row.source).bound_ore == bound - row.price_ore + 400_000
    assert Entry.objects.filter(act=Act.STOP_REALISATION).count() == 1


def test_its_money_can_go_back_to_the_pool_and_never_more() -> None:
    row = started()
    process, pool = row.source, make.pool()
    free = purse_of(process).free_ore
    with pytest.raises(NotPossible):
        return_money(make.tove(), process, pool, amount_ore=free + 1, reason="Stoppet", at=make.now())
    stopped(row)
    return_money(make.tove(), process, pool, amount_ore=free + row.price_ore, reason="Stoppet", at=make.now())
    assert purse_of(process).free_ore == 0


def test_the_page_says_what_becomes_of_the_money_by_the_rule() -> None:
    row = started()
    record_payment(make.tove(), row, amount_ore=200_000, paid_on=today(), text="Tegning", at=make.now())
    left = story_of(stopped(row), today()).money_left
    assert left == "DKK 30,000 was not used. By the rule it goes back to the pool."


def test_one_person_alone_stops_nothing() -> None:
    row = started()
    stop_realisation(make.tove(), row, reason=REASON, at=make.now())
    with pytest.raises(NotPossible, match="Another person"):
        stop_realisation(make.tove(), row, reason=REASON, at=make.now())
    row.refresh_from_db()
    assert row.stopped_on is None
    assert not Entry.objects.filter(act=Act.STOP_REALISATION).exists()


def test_another_reason_is_another_question() -> None:
    row = started()
    stop_realisation(make.tove(), row, reason=REASON, at=make.now())
    assert stop_realisation(make.tom(), row, reason="Det er for dyrt.", at=make.now()) is False
    assert stop_realisation(make.tove(), row, reason="Det er for dyrt.", at=make.now()) is True


def test_a_reason_is_needed() -> None:
    with pytest.raises(NotPossible, match="Write why"):
        stop_realisation(make.tove(), started(), reason=" ", at=make.now())


def test_what_is_stopped_goes_no_further() -> None:
    row = started()
    milestone = planned(row)
    row = stopped(row)
    for act in (
        lambda: plan_milestone(make.tove(), row, title="Ny", due_on=in_days(3), at=make.now()),
        lambda: reach_milestone(make.tove(), milestone, reached_on=today(), at=make.now()),
        lambda: finish_realisation(make.tove(), row, finished_on=today(), at=make.now()),
        lambda: stop_realisation(make.tove(), row, reason=REASON, at=make.now()),
    ):
        with pytest.raises(NotPossible, match="stopped"):
            act()


def test_a_finished_project_is_not_stopped() -> None:
    row = finish_realisation(make.tove(), started(), finished_on=today(), at=make.now())
    with pytest.raises(NotPossible, match="finished"):
        stop_realisation(make.tove(), row, reason=REASON, at=make.now())


@pytest.mark.parametrize("who", [make.anna, make.uffe, make.fie, make.bo])
def test_who_may_not(who: object) -> None:
    row = started()
    with pytest.raises(NotYours):
        stop_realisation(who(), row, reason=REASON, at=make.now())  # type: ignore[operator]
