from __future__ import annotations

from typing import Any

import pytest
from tests import make
from tests.race import at_once

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes.actions import allocate_money
from deltagerbudget.processes.models import Allocation, Process

pytestmark = pytest.mark.django_db


def allocate(process: Process, amount_ore: int, actor: make.Actor | None = None) -> Allocation:
    return allocate_money(actor or make.tove(), process, Pool.objects.get(), amount_ore=amount_ore, at=make.now())


def test_it_works() -> None:
    pool, process = make.pool(10_000_000), make.draft_process()
    allocate(process, 8_000_000)
    assert pool.left_ore(through=make.today().year) == 2_000_000
    entry = Entry.objects.of(process).get(act=Act.ALLOCATE_MONEY)
    assert entry.detail == {"pool": pool.pk, "amount_ore": 8_000_000}


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_t14_others_may_not(who: Any) -> None:
    make.pool()
    with pytest.raises(NotYours):
        allocate(make.draft_process(), 100, who())


def test_never_more_than_the_pool_was_given() -> None:
    make.pool(10_000_000)
    allocate(make.draft_process(), 10_000_000)
    with pytest.raises(NotPossible):
        allocate(make.draft_process(), 1)


def test_money_of_a_year_to_come_cannot_be_set_aside() -> None:
    pool = make.pool(10_000_000)
    pool.appropriations.create(year=make.today().year + 1, amount_ore=90_000_000, decision="Budget")
    with pytest.raises(NotPossible):
        allocate(make.draft_process(), 10_000_001)


def test_nothing_is_no_amount() -> None:
    make.pool()
    with pytest.raises(NotPossible):
        allocate(make.draft_process(), 0)


def test_a_draft_gives_back_what_it_was_given_and_no_more() -> None:
    make.pool()
    process, other = make.draft_process(), make.draft_process()
    allocate(process, 500)
    allocate(other, 500)
    allocate(process, -500)
    assert process.allocated_ore() == 0
    with pytest.raises(NotPossible):
        allocate(process, -1)


def test_promised_money_stays_also_when_the_votes_are_in() -> None:
    process = make.process(PhaseKind.IDEAS)
    with pytest.raises(NotPossible):
        allocate(process, -1)
    allocate(process, 100)
    allocate(process, -100)
    with pytest.raises(NotPossible):
        allocate(make.shift_to(process, PhaseKind.REALISATION), -1)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_take_more_than_there_is() -> None:
    pool, actor = make.pool(10_000_000), make.tove()
    drafts = [make.draft_process(), make.draft_process()]
    done = at_once(*[lambda process=process: allocate(process, 8_000_000, actor) for process in drafts])
    assert sorted(type(each).__name__ for each in done) == ["Allocation", "NotPossible"]
    assert pool.left_ore(through=make.today().year) == 2_000_000
