from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pools.actions import appropriate_money
from deltagerbudget.pools.models import Appropriation, Pool
from deltagerbudget.processes.actions import allocate_money

pytestmark = pytest.mark.django_db


def appropriate(pool: Pool, amount_ore: int, actor: make.Actor | None = None, **values: Any) -> Appropriation:
    given = {"year": make.today().year, "decision": "Budget 2027"} | values
    return appropriate_money(actor or make.administrator(), pool, amount_ore=amount_ore, at=make.now(), **given)


def test_it_works() -> None:
    pool = make.pool(1_000)
    appropriate(pool, 500)
    assert pool.appropriated_ore(through=make.today().year) == 1_500
    entries = Entry.objects.of(pool).filter(act=Act.APPROPRIATE_MONEY).newest_first()
    assert entries[0].detail == {"year": make.today().year, "amount_ore": 500}


@pytest.mark.parametrize("who", [make.tove, make.bo, make.fie, make.anna])
def test_t14_only_the_administrator(who: Any) -> None:
    with pytest.raises(NotYours):
        appropriate(make.pool(), 500, who())


def test_a_year_counts_from_its_own_on() -> None:
    pool, year = make.pool(1_000), make.today().year
    appropriate(pool, 700, year=year + 1)
    assert pool.appropriated_ore(through=year) == 1_000
    assert pool.appropriated_ore(through=year + 1) == 1_700


def test_a_correction_is_a_further_row_and_never_takes_what_is_set_aside() -> None:
    pool, process = make.pool(1_000), make.draft_process()
    allocate_money(make.tove(), process, pool, amount_ore=600, at=make.now())
    appropriate(pool, -400)
    with pytest.raises(NotPossible):
        appropriate(pool, -1)
    assert pool.appropriations.count() == 2


@pytest.mark.parametrize("values", [{"amount_ore": 0}, {"amount_ore": 1, "decision": "  "}])
def test_an_amount_and_where_it_was_decided_are_needed(values: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        appropriate(make.pool(), **values)


@pytest.mark.both
def test_the_database_keeps_no_empty_row() -> None:
    pool = make.pool()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appropriation.objects.create(pool=pool, year=2027, amount_ore=0, decision="x")
