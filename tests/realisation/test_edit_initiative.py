from __future__ import annotations

from typing import Any

import pytest
from tests import make
from tests.realisation.initiatives import draft, published

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.actions import edit_initiative
from deltagerbudget.realisation.models import Initiative

pytestmark = pytest.mark.django_db


def test_it_works_also_after_publication() -> None:
    row = published().initiative
    assert row is not None
    edit_initiative(make.tove(), row, values={"title": "Tre shelters", "lon": 10.1, "lat": 56.1}, at=make.now())
    changed = Initiative.objects.get()
    assert (changed.title, changed.lat, changed.slug) == ("Tre shelters", 56.1, "shelter-ved-soeen")
    assert Entry.objects.of(row).filter(act=Act.EDIT_INITIATIVE).count() == 1


@pytest.mark.parametrize("who", [make.bo, make.fie, make.anna])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        edit_initiative(who(), draft(), values={"title": "Mit"}, at=make.now())


def test_the_address_stays() -> None:
    with pytest.raises(ValueError, match="not editable"):
        edit_initiative(make.tove(), draft(), values={"slug": "et-andet"}, at=make.now())
