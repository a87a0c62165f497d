from __future__ import annotations

from datetime import timedelta

import pytest
from tests import make
from tests.talk import said

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.talk.actions import appeal_hiding
from deltagerbudget.talk.models import Hiding

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    hiding = said.appealed(said.hidden(said.question(said.proposal())))
    assert (hiding.appeal, hiding.appealed_at is not None) == ("Det er mit eget navn.", True)
    assert hiding.due_on == make.today() + timedelta(days=14)
    assert Entry.objects.newest_first()[0].act == Act.APPEAL_HIDING
    assert list(Hiding.objects.appealed_to(make.tom())) == [hiding]
    assert not Hiding.objects.appealed_to(make.tove()).exists()


def test_t14_who_may_not() -> None:
    hiding = said.hidden(said.question(said.proposal()))
    for actor in (said.viggo(), make.anna(), make.tove(), make.tom()):
        with pytest.raises(NotYours):
            said.appealed(hiding, actor)


def test_eight_days_and_once() -> None:
    sent = said.proposal()
    hiding = said.hidden(sent)
    with pytest.raises(NotNow):
        appeal_hiding(make.anna(), hiding, words="Se igen.", at=hiding.appeal_until + timedelta(minutes=1))
    appeal_hiding(make.anna(), hiding, words="Se igen.", at=hiding.appeal_until)
    with pytest.raises(NotPossible):
        said.appealed(hiding, make.anna())


def test_it_says_what() -> None:
    with pytest.raises(NotPossible):
        appeal_hiding(said.nina(), said.hidden(said.question(said.proposal())), words=" ", at=make.now())
