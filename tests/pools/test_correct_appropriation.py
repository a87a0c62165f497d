from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.race import at_once

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.pools.actions import correct_appropriation
from deltagerbudget.pools.models import Appropriation
from deltagerbudget.processes.actions import allocate_money

pytestmark = pytest.mark.django_db


def correct(row: Appropriation, amount_ore: int, actor: make.Actor | None = None, reason: str = "Tastefejl") -> Any:
    return correct_appropriation(
        actor or make.administrator(), row, amount_ore=amount_ore, reason=reason, at=make.now()
    )


def first(amount_ore: int = 1_000) -> Appropriation:
    return make.pool(amount_ore).appropriations.get()


def test_it_works() -> None:
    row = first()
    correction = correct(row, 900)
    assert (correction.amount_ore, correction.corrects, correction.year) == (-100, row, row.year)
    assert row.pool.left_ore(through=row.year) == 900
    correct(correction, 1_100)
    assert row.pool.left_ore(through=row.year) == 1_100
    assert Appropriation.objects.get(pk=row.pk).amount_ore == 1_000


@pytest.mark.parametrize("who", [make.tove, make.bo, make.fie, make.anna])
def test_t14_only_the_administrator(who: Any) -> None:
    row = first()
    with pytest.raises(NotYours):
        correct(row, 900, who())


def test_never_below_what_is_used() -> None:
    row = first()
    allocate_money(make.tove(), make.draft_process(), row.pool, amount_ore=600, at=make.now())
    with pytest.raises(NotPossible):
        correct(row, 599)
    correct(row, 600)


@pytest.mark.parametrize(("amount_ore", "reason"), [(1_000, "Samme"), (-1, "Under 0"), (900, " ")])
def test_the_right_amount_and_a_reason_are_needed(amount_ore: int, reason: str) -> None:
    with pytest.raises(NotPossible):
        correct(first(), amount_ore, reason=reason)


@pytest.mark.both
def test_the_database_wants_a_reason() -> None:
    row = first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appropriation.objects.create(pool=row.pool, year=2027, amount_ore=1, decision="x", corrects=row)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_a_correction_and_an_allocation_at_once_never_use_the_same_money() -> None:
    row, process, tove, ada = first(1_000), make.draft_process(), make.tove(), make.administrator()
    done = at_once(
        lambda: correct(row, 300, ada),
        lambda: allocate_money(tove, process, row.pool, amount_ore=800, at=make.now()),
    )
    assert sum(isinstance(each, NotPossible) for each in done) == 1, done
    assert row.pool.left_ore(through=row.year) in {200, 300}
