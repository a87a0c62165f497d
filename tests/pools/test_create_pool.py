from __future__ import annotations

from typing import Any

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pools.actions import create_pool
from deltagerbudget.pools.models import Pool

pytestmark = pytest.mark.django_db
VALUES = {"name": "Grøn pulje", "purpose": "Træer", "source": "Budget 2027"}


def create(actor: make.Actor | None = None, **values: str) -> Pool:
    return create_pool(actor or make.administrator(), slug="groen-pulje", values=VALUES | values, at=make.now())


def test_it_works() -> None:
    pool = create()
    assert (pool.name, pool.left_ore(through=2100)) == ("Grøn pulje", 0)
    assert Entry.objects.of(pool).get().act == Act.CREATE_POOL


@pytest.mark.parametrize("who", [make.tove, make.bo, make.fie, make.anna])
def test_t14_only_the_administrator(who: Any) -> None:
    with pytest.raises(NotYours):
        create(who())


def test_two_pools_never_share_a_name() -> None:
    create()
    with pytest.raises(NotPossible):
        create_pool(make.administrator(), slug="en-anden", values=VALUES, at=make.now())


def test_the_money_is_no_text() -> None:
    with pytest.raises(ValueError, match="not editable"):
        create(amount_ore="1")
