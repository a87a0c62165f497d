from __future__ import annotations

import pytest
from tests import make
from tests.talk import said

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Ground, Role
from deltagerbudget.talk.actions import leave_content, report_content
from deltagerbudget.talk.models import Report

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    asked = said.question(said.proposal())
    for actor in (said.viggo(), make.uffe()):
        report_content(actor, asked, ground=Ground.ADVERT, at=make.now())
    assert leave_content(make.tove(), asked, at=make.now()) == 2
    asked.refresh_from_db()
    assert asked.hidden_at is None
    assert not Report.objects.open_to(make.tove()).exists()
    assert Entry.objects.of(asked).newest_first()[0].act == Act.LEAVE_CONTENT


def test_t14_who_may_not() -> None:
    asked = said.question(said.proposal())
    report_content(said.viggo(), asked, ground=Ground.ADVERT, at=make.now())
    for actor in (said.nina(), make.anna(), make.bo(), make.staff("Vera Viby", Role.OWNER, make.area("Viby"))):
        with pytest.raises(NotYours):
            leave_content(actor, asked, at=make.now())


def test_not_what_nobody_reported() -> None:
    with pytest.raises(NotPossible):
        leave_content(make.tove(), said.question(said.proposal()), at=make.now())
