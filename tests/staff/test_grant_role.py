from __future__ import annotations

import pytest
from tests import make
from tests.staff.people import member, roles

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.staff.actions import grant_role

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    bente = member()
    grant = grant_role(make.administrator(), bente.person, role=Role.PARTNER, area=make.area(), at=make.now())
    assert (grant.area, grant.is_from_group) == (make.area(), False)
    assert roles(bente.person) == {"owner", "partner"}
    entry = Entry.objects.get(act=Act.GRANT_ROLE)
    assert entry.detail == {"role": "partner", "area": make.area().pk}
    assert entry.target_id == str(bente.person.pk)


def test_it_works_at_once() -> None:
    bente = member()
    browser = bente.log_in()
    assert browser.get("/medarbejder/personale/").status_code == 403
    grant_role(make.administrator(), bente.person, role=Role.ADMINISTRATOR, area=None, at=make.now())
    assert browser.get("/medarbejder/personale/").status_code == 200


@pytest.mark.parametrize("actor", [make.tove, make.fie, make.bo, make.anna])
def test_t14_only_an_administrator_gives_roles(actor) -> None:  # type: ignore[no-untyped-def]
    bente = member()
    with pytest.raises(NotYours):
        grant_role(actor(), bente.person, role=Role.AUDITOR, area=None, at=make.now())


def test_t14_nobody_gives_themselves_a_role() -> None:
    ane = member("Ane Administrator", Role.ADMINISTRATOR)
    with pytest.raises(NotPossible):
        grant_role(ane.actor, ane.person, role=Role.OWNER, area=None, at=make.now())


def test_a_resident_is_given_none() -> None:
    """An account that comes in by the residents' login is not made staff: it has one step only."""
    with pytest.raises(NotPossible):
        grant_role(make.administrator(), make.person("Anna Jensen"), role=Role.OWNER, area=None, at=make.now())


def test_a_role_is_given_once() -> None:
    bente = member()
    with pytest.raises(NotPossible):
        grant_role(make.administrator(), bente.person, role=Role.OWNER, area=None, at=make.now())
