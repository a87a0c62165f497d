from __future__ import annotations

import pytest
from tests import make
from tests.staff.test_invite_staff import invite

from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.staff.actions import is_usable, withdraw_invitation

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    invitation, token = invite()
    withdrawn = withdraw_invitation(make.administrator(), invitation, at=make.now())
    assert not is_usable(withdrawn, token, at=make.now())


def test_t14_only_an_administrator_withdraws() -> None:
    invitation, _token = invite()
    with pytest.raises(NotYours):
        withdraw_invitation(make.tove(), invitation, at=make.now())


def test_it_is_withdrawn_once() -> None:
    invitation, _token = invite()
    withdraw_invitation(make.administrator(), invitation, at=make.now())
    with pytest.raises(NotPossible):
        withdraw_invitation(make.administrator(), invitation, at=make.now())
