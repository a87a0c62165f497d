from __future__ import annotations

from typing import Any

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pools.actions import create_pool, edit_pool
from deltagerbudget.pools.models import Pool

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    pool = make.pool()
    edit_pool(make.administrator(), pool, values={"name": "Ny pulje", "purpose": "Bænke"}, at=make.now())
    changed = Pool.objects.get()
    assert (changed.name, changed.purpose, changed.slug) == ("Ny pulje", "Bænke", "oplandspuljen")
    assert Entry.objects.of(pool).filter(act=Act.EDIT_POOL).count() == 1


@pytest.mark.parametrize("who", [make.tove, make.bo, make.fie, make.anna])
def test_t14_only_the_administrator(who: Any) -> None:
    with pytest.raises(NotYours):
        edit_pool(who(), make.pool(), values={"name": "Min pulje"}, at=make.now())


def test_a_name_that_is_taken_is_refused() -> None:
    pool = make.pool()
    create_pool(make.administrator(), slug="anden", values={"name": "Anden", "purpose": "x"}, at=make.now())
    with pytest.raises(NotPossible):
        edit_pool(make.administrator(), pool, values={"name": "Anden"}, at=make.now())
