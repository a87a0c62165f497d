from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.race import at_once
from tests.realisation.initiatives import draft, funded, paid, published
from tests.realisation.winners import started, winner

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes.models import Allocation
from deltagerbudget.realisation.actions import finish_realisation, record_payment, return_money
from deltagerbudget.realisation.models import Initiative, Realisation
from deltagerbudget.realisation.purse import purse_of

pytestmark = pytest.mark.django_db


def give_back(source: Any, amount_ore: int, actor: make.Actor | None = None, reason: str = "Det blev billigere") -> Any:
    values = {"amount_ore": amount_ore, "reason": reason, "at": make.now()}
    return return_money(actor or make.tove(), source, Pool.objects.get(), **values)


def finished_for(amount_ore: int) -> Realisation:
    row = started()
    paid(row, amount_ore)
    return finish_realisation(make.tove(), row, finished_on=make.today(), at=make.now())


def test_it_works_for_what_no_winner_uses() -> None:
    """Of 80,000 kr. the winners cost 32,000 and 20,000. The first one is done for 30,000."""
    source = finished_for(3_000_000).source
    left = make.pool().left_ore(through=make.today().year)
    give_back(source, 3_000_000)
    assert make.pool().left_ore(through=make.today().year) == left + 3_000_000
    assert purse_of(source).free_ore == 0
    with pytest.raises(NotPossible):
        give_back(source, 1)
    assert Entry.objects.filter(act=Act.RETURN_MONEY).get().process_id == source.pk


def test_of_an_initiative_when_it_is_finished() -> None:
    row = published(1_000)
    paid(row, 800)
    with pytest.raises(NotPossible):
        give_back(row.source, 1)
    finish_realisation(make.tove(), row, finished_on=make.today(), at=make.now())
    give_back(row.source, 200)
    assert Initiative.objects.get().held_ore() == 800


def test_of_an_initiative_that_is_given_up_before_it_begins() -> None:
    give_back(funded(1_000), 1_000)
    assert make.pool().left_ore(through=make.today().year) == 1_000_000_000


@pytest.mark.parametrize("who", [make.bo, make.fie, make.anna])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        give_back(funded(1_000), 1, who())


def test_not_before_residents_have_decided() -> None:
    with pytest.raises(NotPossible, match="decided"):
        give_back(make.process(PhaseKind.IDEAS), 1)


@pytest.mark.parametrize(("amount_ore", "reason"), [(0, "x"), (-1, "x"), (1, "  ")])
def test_an_amount_and_why_it_is_left(amount_ore: int, reason: str) -> None:
    row = funded(1_000)
    with pytest.raises(NotPossible):
        give_back(row, amount_ore, reason=reason)


def test_a_pool_gets_back_only_what_came_from_it() -> None:
    make.pool()
    with pytest.raises(NotPossible):
        give_back(draft(), 1)


def test_what_a_winner_is_promised_stays() -> None:
    source = winner().process
    give_back(source, 2_800_000)
    with pytest.raises(NotPossible):
        give_back(source, 1)


@pytest.mark.both
def test_the_database_knows_the_way() -> None:
    source = make.process()
    for values in ({"amount_ore": 5, "reason": "x"}, {"amount_ore": -5, "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Allocation.objects.create(process=source, pool=Pool.objects.get(), at=make.now(), is_return=True, **values)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_a_return_and_a_payment_at_once_never_use_the_same_money() -> None:
    row, pool, tove = started(), Pool.objects.get(), make.tove()
    values = {"amount_ore": 3_200_000 + 2_000_000, "paid_on": make.today(), "text": "Bænk"}
    done = at_once(
        lambda: record_payment(tove, row, **values, at=make.now()),
        lambda: return_money(tove, row.source, pool, amount_ore=2_000_000, reason="Til overs", at=make.now()),
    )
    assert sum(isinstance(each, NotPossible) for each in done) == 1, done
    assert purse_of(row.source).free_ore >= 0
