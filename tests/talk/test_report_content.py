from __future__ import annotations

import pytest
from tests import make
from tests.talk import said

from deltagerbudget.acts.actor import VISITOR, Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Ground, Role
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.talk.actions import report_content
from deltagerbudget.talk.models import Report, Thing
from deltagerbudget.talk.rules import MOST_REPORTS_A_DAY

pytestmark = pytest.mark.django_db


def reported(thing: Thing, by: Actor | None = None, words: str = "") -> Report:
    return report_content(by or said.viggo(), thing, ground=Ground.HURTFUL, words=words, at=make.now())


def test_it_works() -> None:
    sent = said.proposal()
    asked = said.question(sent)
    for thing in (asked, said.answer(asked), said.point(sent), sent):
        report = reported(thing, words="Læs selv.")
        assert (report.thing, report.ground, report.settled_at) == (thing, "hurtful", None)
        entry = Entry.objects.of(thing).newest_first()[0]
        assert (entry.act, entry.detail) == (Act.REPORT_CONTENT, {"ground": "hurtful"})
    assert Report.objects.open_to(make.tove()).count() == 4


def test_it_hides_nothing_by_itself_however_many_report() -> None:
    sent = said.proposal()
    for number in range(20):
        reported(sent, make.author(number))
    assert Proposal.objects.public().filter(pk=sent.pk).exists()


def test_once_a_person_and_text() -> None:
    sent = said.proposal()
    assert reported(sent) == reported(sent)
    assert Entry.objects.filter(act=Act.REPORT_CONTENT).count() == 1


def test_who_may_not() -> None:
    sent = said.proposal()
    with pytest.raises(NotYours):
        reported(sent, VISITOR)
    elsewhere = make.staff("Vera Viby", Role.OWNER, make.area("Viby"))
    reported(sent, elsewhere)
    assert not Report.objects.open_to(elsewhere).exists()


def test_so_many_a_day_and_not_what_is_hidden() -> None:
    sent = said.proposal()
    asked = said.question(sent)
    said.hidden(asked)
    with pytest.raises(NotPossible):
        reported(asked)
    for number in range(MOST_REPORTS_A_DAY):
        reported(said.point(sent, by=make.author(number)))
    with pytest.raises(NotPossible):
        reported(sent)
