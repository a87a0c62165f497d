from __future__ import annotations

import pytest
from tests import make
from tests.talk import said

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.talk import actions
from deltagerbudget.talk.models import Question

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    sent = said.proposal()
    asked = actions.ask_authors(make.tove(), sent, text="Skal der være lys?", at=make.now())
    assert (asked.voice, asked.role, asked.is_named) == ("municipality", "owner", False)
    assert Entry.objects.of(sent).newest_first()[0].act == Act.ASK_AUTHORS
    assert list(Question.objects.for_author(make.anna().person_id, make.now())) == [asked]
    assert not Question.objects.for_municipality(make.now()).exists()


def test_who_may_not() -> None:
    sent = said.proposal()
    elsewhere = make.staff("Vera Viby", Role.OWNER, make.area("Viby"))
    for actor in (said.nina(), make.anna(), make.fie(), elsewhere):
        with pytest.raises(NotYours):
            actions.ask_authors(actor, sent, text="Skal der være lys?", at=make.now())


def test_when_not() -> None:
    sent = said.proposal(PhaseKind.VOTE)
    with pytest.raises(NotNow):
        actions.ask_authors(make.tove(), sent, text="Skal der være lys?", at=make.now())
