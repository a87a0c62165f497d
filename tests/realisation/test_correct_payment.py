from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.realisation.initiatives import paid, published

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.realisation.actions import correct_payment
from deltagerbudget.realisation.models import Payment

pytestmark = pytest.mark.django_db


def correct(payment: Payment, amount_ore: int, actor: make.Actor | None = None, reason: str = "Kreditnota") -> Payment:
    return correct_payment(actor or make.tove(), payment, amount_ore=amount_ore, reason=reason, at=make.now())


def test_it_works() -> None:
    row = published(1_000)
    first = paid(row, 900)
    correction = correct(first, 600)
    assert (correction.amount_ore, correction.corrects) == (-300, first)
    correct(correction, 0)
    assert row.paid_ore() == 0
    assert Payment.objects.count() == 3


@pytest.mark.parametrize("who", [make.bo, make.fie, make.anna, make.administrator])
def test_t14_only_a_process_owner_may(who: Any) -> None:
    payment = paid(published(1_000), 900)
    with pytest.raises(NotYours):
        correct(payment, 1, who())


@pytest.mark.parametrize(("amount_ore", "reason"), [(900, "Samme"), (-1, "Under 0"), (800, " "), (1_001, "For meget")])
def test_the_right_amount_within_the_money_and_a_reason(amount_ore: int, reason: str) -> None:
    row = published(1_000)
    payment = paid(row, 900)
    with pytest.raises(NotPossible):
        correct(payment, amount_ore, reason=reason)
    assert row.paid_ore() == 900


@pytest.mark.both
@pytest.mark.parametrize("values", [{"amount_ore": -5}, {"amount_ore": 0}])
def test_the_database_knows_a_correction_from_a_payment(values: dict[str, Any]) -> None:
    row = published(1_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(realisation=row, paid_on=make.today(), text="x", at=make.now(), **values)
