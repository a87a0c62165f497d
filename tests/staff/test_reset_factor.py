from __future__ import annotations

import pytest
from tests import make
from tests.staff.people import LOGIN, SETUP, member

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Role
from deltagerbudget.staff.actions import reset_factor
from deltagerbudget.staff.factors import new_codes

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    bente = member()
    new_codes(bente.person)
    browser = bente.log_in()
    reset_factor(make.administrator(), bente.person, at=make.now())
    assert not bente.person.factors.exists()
    assert not bente.person.recovery_codes.exists()
    # Who held the telephone may be logged in with it.
    assert browser.get("/medarbejder/").url.startswith(LOGIN)  # type: ignore[attr-defined]
    assert bente.type_code().url == SETUP


def test_t14_only_an_administrator_does() -> None:
    with pytest.raises(NotYours):
        reset_factor(make.tove(), member().person, at=make.now())


def test_nobody_resets_their_own() -> None:
    ane = member("Ane Administrator", Role.ADMINISTRATOR)
    with pytest.raises(NotPossible):
        reset_factor(ane.actor, ane.person, at=make.now())
