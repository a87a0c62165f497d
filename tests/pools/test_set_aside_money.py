from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from tests import make
from tests.race import at_once

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.pools.actions import set_aside_money
from deltagerbudget.pools.models import TAKING, Pool
from deltagerbudget.processes.actions import allocate_money

pytestmark = pytest.mark.django_db
YEAR = make.today().year


def keep(amount_ore: int, actor: make.Actor | None = None, reason: str = "Et sted at mødes") -> Any:
    pool, at = make.pool(1_000), make.now()
    return set_aside_money(actor or make.tove(), pool, make.area(), amount_ore=amount_ore, reason=reason, at=at)


def test_it_works() -> None:
    keep(400)
    pool = Pool.objects.get()
    assert pool.left_ore(through=YEAR) == 600
    keep(-150)
    assert pool.left_ore(through=YEAR) == 750
    assert Entry.objects.of(pool).filter(act=Act.SET_ASIDE_MONEY).count() == 2


@pytest.mark.parametrize("who", [make.bo, make.fie, make.anna])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        keep(100, who())


def test_an_owner_of_another_area_may_not() -> None:
    with pytest.raises(NotYours):
        keep(100, make.staff("Vera Viby", Role.OWNER, make.area("Viby")))


@pytest.mark.parametrize(("amount_ore", "reason"), [(0, "x"), (1, "  "), (1_001, "x"), (-1, "x")])
def test_never_beyond_the_pool_nor_below_nothing(amount_ore: int, reason: str) -> None:
    with pytest.raises(NotPossible):
        keep(amount_ore, reason=reason)


def test_every_table_that_takes_from_a_pool_is_summed() -> None:
    taking = {
        relation.get_accessor_name()
        for relation in Pool._meta.related_objects
        if isinstance(relation, models.ManyToOneRel) and relation.get_accessor_name() != "appropriations"
    }
    assert taking == set(TAKING)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_an_area_and_a_deltagerbudget_at_once_never_get_the_same_money() -> None:
    pool, process, area, tove = make.pool(1_000), make.draft_process(), make.area(), make.tove()
    done = at_once(
        lambda: set_aside_money(tove, pool, area, amount_ore=700, reason="Område", at=make.now()),
        lambda: allocate_money(tove, process, pool, amount_ore=700, at=make.now()),
    )
    assert sum(isinstance(each, NotPossible) for each in done) == 1, done
    assert pool.left_ore(through=YEAR) == 300
