from __future__ import annotations

from typing import Any

import pytest
from tests import make
from tests.processes.test_share_preview import share

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.processes.models import Preview
from deltagerbudget.processes.preparing import revoke_preview

pytestmark = pytest.mark.django_db


def test_it_works_once() -> None:
    process = make.draft_process()
    preview, _secret = share(process)
    other, _secret = share(process)
    for _ in range(2):
        revoke_preview(make.tom(), preview, at=make.now())
    assert list(Preview.objects.valid(make.now())) == [other]
    assert Entry.objects.of(process).filter(act=Act.REVOKE_PREVIEW).count() == 1


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_t14_others_may_not(who: Any) -> None:
    preview, _secret = share(make.draft_process())
    with pytest.raises(NotYours):
        revoke_preview(who(), preview, at=make.now())


def test_t14_nor_the_owner_of_another_area() -> None:
    preview, _secret = share(make.draft_process())
    with pytest.raises(NotYours):
        revoke_preview(make.staff("Vibeke Viby", Role.OWNER, make.area("Viby")), preview, at=make.now())
