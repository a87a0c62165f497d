from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.realisation.initiatives import VALUES, draft

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.realisation.actions import create_initiative
from deltagerbudget.realisation.models import Initiative

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    row = draft()
    assert [area.slug for area in row.areas.all()] == ["tranbjerg"]
    assert not Initiative.objects.published().exists()
    assert Entry.objects.of(row).get().act == Act.CREATE_INITIATIVE


@pytest.mark.parametrize("who", [make.bo, make.fie, make.anna])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        draft(who())


def test_each_area_asks_for_a_role_of_its_own() -> None:
    here_only = make.staff("Vera Viby", Role.OWNER, make.area("Viby"))
    with pytest.raises(NotYours):
        create_initiative(here_only, slug="x", areas=[make.area("Viby"), make.area()], values=VALUES, at=make.now())


def test_an_area_is_needed_and_the_address_is_its_own() -> None:
    with pytest.raises(NotPossible):
        create_initiative(make.tove(), slug="x", areas=[], values=VALUES, at=make.now())
    draft()
    with pytest.raises(NotPossible):
        draft()


@pytest.mark.both
@pytest.mark.parametrize("pin", [{"lon": 10.2}, {"lat": 56.1}, {"lon": 200.0, "lat": 56.1}])
def test_a_pin_is_whole_or_there_is_none(pin: dict[str, float]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.create(**VALUES, slug="x", updated_at=make.now(), **pin)
