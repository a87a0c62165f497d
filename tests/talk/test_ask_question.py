from __future__ import annotations

from datetime import timedelta

import pytest
from tests import make
from tests.talk import said

from deltagerbudget.acts.actor import VISITOR
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.talk import actions
from deltagerbudget.talk.models import Question
from deltagerbudget.talk.rules import MOST_AN_HOUR

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    sent = said.proposal()
    asked = said.question(sent, "  Hvor står den?  ")
    assert (asked.text, asked.voice, asked.role, asked.answered_at) == ("Hvor står den?", "resident", "", None)
    entry = Entry.objects.of(sent).newest_first()[0]
    assert (entry.act, entry.role, entry.detail) == (Act.ASK_QUESTION, "resident", {"question": asked.pk})


def test_an_author_asks_the_municipality() -> None:
    assert said.question(said.proposal(), by=make.anna()).voice == "author"


def test_whoever_lives_in_the_municipality_may_ask() -> None:
    assert said.question(said.proposal(), by=said.viggo()).pk


def test_who_may_not() -> None:
    sent = said.proposal()
    for actor in (
        VISITOR,
        actor_for(make.person("Udenbys", residence="").pk),
        actor_for(make.person("Ung", age=11).pk),
    ):
        with pytest.raises((NotYours, NotPossible)):
            said.question(sent, by=actor)
    assert not Question.objects.exists()


def test_when_not() -> None:
    sent = said.proposal(PhaseKind.REVIEW)
    said.question(sent)
    for phase in (PhaseKind.PREPARATION, PhaseKind.VOTE, PhaseKind.COUNT, PhaseKind.REALISATION):
        said.later(sent, phase)
        with pytest.raises(NotNow):
            said.question(sent)


def test_not_about_what_nobody_sees() -> None:
    process = make.process()
    gone = withdraw_proposal(make.anna(), make.submitted(process), at=make.now())
    for hidden in (make.draft(process), gone):
        with pytest.raises(NotPossible):
            said.question(hidden)


@pytest.mark.parametrize("text", ["", "   ", "x" * 601, "Ring til 070761-4285"])
def test_the_text_is_short_and_holds_no_cpr(text: str) -> None:
    with pytest.raises(NotPossible):
        said.question(said.proposal(), text)


def test_t44_so_many_an_hour_and_then_on() -> None:
    sent = said.proposal()
    for number in range(MOST_AN_HOUR):
        said.question(sent, f"Spørgsmål {number}")
    with pytest.raises(NotPossible):
        said.question(sent)
    with pytest.raises(NotPossible):
        said.point(sent)
    said.question(sent, by=said.viggo())
    Question.objects.update(at=make.now() - timedelta(hours=1, minutes=1))
    assert actions.ask_question(said.nina(), sent, text="Nu igen", at=make.now()).pk
