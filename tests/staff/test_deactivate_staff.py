from __future__ import annotations

import pytest
from tests import make
from tests.staff.people import LOGIN, member, roles

from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.staff.actions import deactivate_staff
from deltagerbudget.staff.models import DoorMail

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    bente = member()
    browser = bente.log_in()
    deactivate_staff(make.administrator(), bente.person, at=make.now())
    assert roles(bente.person) == set()
    assert browser.get("/medarbejder/").url.startswith(LOGIN)  # type: ignore[attr-defined]
    DoorMail.objects.all().delete()
    bente.browser.post(LOGIN, {"address": "bente@example.dk"})
    assert DoorMail.objects.get().address == ""


def test_t14_only_an_administrator_does() -> None:
    with pytest.raises(NotYours):
        deactivate_staff(make.tove(), member().person, at=make.now())


def test_nobody_closes_their_own_account() -> None:
    ane = member("Ane Administrator", Role.ADMINISTRATOR)
    with pytest.raises(NotPossible):
        deactivate_staff(ane.actor, ane.person, at=make.now())


def test_the_last_administrator_stays() -> None:
    ane = member("Ane Administrator", Role.ADMINISTRATOR)
    former = make.administrator()
    Grant.objects.filter(person_id=former.person_id).delete()
    with pytest.raises(NotPossible):
        deactivate_staff(former, ane.person, at=make.now())
