from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests import make
from tests.race import at_once
from tests.realisation.initiatives import paid, published
from tests.realisation.winners import started, winner

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.realisation.actions import finish_realisation, record_payment
from deltagerbudget.realisation.models import Realisation
from deltagerbudget.realisation.purse import purse_of

pytestmark = pytest.mark.django_db


def pay(row: Realisation, actor: make.Actor, **values: Any) -> Any:
    given = {"amount_ore": 100, "paid_on": make.today(), "text": "Bænk"} | values
    return record_payment(actor, row, **given, at=make.now())


def test_it_works() -> None:
    row = started()
    paid(row, 3_000_000)
    assert row.paid_ore() == 3_000_000
    assert Entry.objects.of(row).newest_first()[0].act == Act.RECORD_PAYMENT


@pytest.mark.parametrize("who", [make.bo, make.fie, make.anna, make.administrator])
def test_t14_only_a_process_owner_may(who: Any) -> None:
    row = started()
    with pytest.raises(NotYours):
        pay(row, who())


def test_not_while_the_vote_runs() -> None:
    proposal = winner()
    row = started(proposal)
    make.shift_to(proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        pay(row, make.tove())


@pytest.mark.parametrize("values", [{"amount_ore": 0}, {"amount_ore": -5}, {"text": "  "}])
def test_an_amount_and_what_it_was_for_are_needed(values: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        pay(published(), make.tove(), **values)


def test_nothing_is_paid_tomorrow() -> None:
    with pytest.raises(NotPossible):
        pay(published(), make.tove(), paid_on=make.today() + timedelta(days=1))


def test_a_bit_more_than_the_price_but_never_what_the_others_are_promised() -> None:
    """Of 80,000 kr. the winners cost 32,000 and 20,000: 28,000 are nobody's."""
    row = started()
    paid(row, 3_200_000 + 2_800_000)
    with pytest.raises(NotPossible, match="other projects"):
        paid(row, 1)
    assert purse_of(row.source).free_ore == 0


def test_a_finished_project_gives_its_rest_free() -> None:
    row = started()
    paid(row, 3_000_000)
    before = purse_of(row.source).free_ore
    finish_realisation(make.tove(), row, finished_on=make.today(), at=make.now())
    assert purse_of(row.source).free_ore == before + 200_000


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_payments_at_once_never_spend_the_same_money() -> None:
    row, tove = published(1_000), make.tove()
    values = {"amount_ore": 700, "paid_on": make.today(), "text": "Træ"}
    done = at_once(*[lambda: record_payment(tove, row, **values, at=make.now())] * 2)
    assert sum(isinstance(each, NotPossible) for each in done) == 1, done
    assert Realisation.objects.get().paid_ore() == 700
