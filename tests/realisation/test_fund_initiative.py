from __future__ import annotations

from typing import Any

import pytest
from tests import make
from tests.race import at_once
from tests.realisation.initiatives import draft, funded, published

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes.actions import allocate_money
from deltagerbudget.realisation.actions import finish_realisation, fund_initiative
from deltagerbudget.realisation.models import Initiative, InitiativeAllocation, Realisation

pytestmark = pytest.mark.django_db


def fund(row: Initiative, amount_ore: int, actor: make.Actor | None = None) -> InitiativeAllocation | None:
    return fund_initiative(actor or make.tove(), row, make.pool(1_000), amount_ore=amount_ore, at=make.now())


def test_it_works_when_two_ask_for_the_same() -> None:
    row = draft()
    assert fund(row, 400) is None
    assert row.held_ore() == 0
    assert fund(row, 400, make.administrator()) is not None
    assert Initiative.objects.get().held_ore() == 400
    assert make.pool().left_ore(through=make.today().year) == 600
    assert Entry.objects.of(row).filter(act=Act.FUND_INITIATIVE).count() == 1


def test_one_person_is_not_two() -> None:
    row = draft()
    fund(row, 400)
    with pytest.raises(NotPossible):
        fund(row, 400)


def test_another_amount_is_another_request() -> None:
    row = draft()
    fund(row, 400)
    assert fund(row, 500, make.administrator()) is None
    assert not InitiativeAllocation.objects.exists()


@pytest.mark.parametrize("who", [make.bo, make.fie, make.anna])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        fund(draft(), 1, who())


@pytest.mark.parametrize("amount_ore", [0, -1, 1_001])
def test_never_beyond_the_pool(amount_ore: int) -> None:
    with pytest.raises(NotPossible):
        fund(draft(), amount_ore)


def test_more_money_later_raises_the_price_until_it_is_finished() -> None:
    row = published(600).initiative
    assert row is not None
    for actor in (make.tove(), make.administrator()):
        fund(row, 100, actor)
    realisation = Realisation.objects.get()
    assert realisation.price_ore == 700
    finish_realisation(make.tove(), realisation, finished_on=make.today(), at=make.now())
    with pytest.raises(NotPossible):
        fund(row, 100)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_an_initiative_and_a_deltagerbudget_at_once_never_get_the_same_money() -> None:
    pool, row, process = make.pool(1_000), draft(), make.draft_process()
    tove, ada = make.tove(), make.administrator()
    fund(row, 700)
    done = at_once(
        lambda: fund_initiative(ada, row, pool, amount_ore=700, at=make.now()),
        lambda: allocate_money(tove, process, pool, amount_ore=700, at=make.now()),
    )
    assert sum(isinstance(each, NotPossible) for each in done) == 1, done
    assert pool.left_ore(through=make.today().year) == 300


def test_the_money_is_there_for_the_publication() -> None:
    assert funded(300).held_ore() == 300
