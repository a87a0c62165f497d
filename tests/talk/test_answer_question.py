from __future__ import annotations

import pytest
from tests import make
from tests.talk import said

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.talk import actions
from deltagerbudget.talk.models import Question
from deltagerbudget.talk.rules import MOST_ANSWERS, Voice

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    sent = said.proposal()
    asked = said.question(sent)
    answered = said.answer(asked)
    asked.refresh_from_db()
    assert (answered.voice, answered.role, asked.answered_at) == ("author", "", answered.at)
    entry = Entry.objects.of(sent).newest_first()[0]
    assert (entry.act, entry.role) == (Act.ANSWER_QUESTION, "author")
    assert not Question.objects.for_municipality(make.now()).exists()
    assert not Question.objects.for_author(make.anna().person_id, make.now()).exists()


def test_the_municipality_answers_with_its_role() -> None:
    asked = said.question(said.proposal())
    answered = actions.answer_question(make.bo(), asked, text="Ja.", voice=Voice.MUNICIPALITY, at=make.now())
    assert (answered.voice, answered.role) == ("municipality", "caseworker")


def test_staff_who_are_no_authors_do_not_speak_as_authors() -> None:
    asked = said.question(said.proposal())
    with pytest.raises(NotYours):
        actions.answer_question(make.tove(), asked, text="Ja.", voice=Voice.AUTHOR, at=make.now())


def test_t14_who_may_not() -> None:
    """Another resident, another author, staff of another area, and an author in the municipality's name."""
    sent = said.proposal()
    make.submitted(sent.process, author=make.author(1))
    asked = said.question(sent)
    elsewhere = make.staff("Vera Viby", Role.OWNER, make.area("Viby"))
    for actor in (said.nina(), said.viggo(), make.author(1), elsewhere, make.fie()):
        for voice in (Voice.AUTHOR, Voice.MUNICIPALITY):
            with pytest.raises(NotYours):
                actions.answer_question(actor, asked, text="Nej.", voice=voice, at=make.now())
    with pytest.raises(NotYours):
        actions.answer_question(make.anna(), asked, text="Nej.", voice=Voice.MUNICIPALITY, at=make.now())
    assert not asked.answers.exists()


def test_when_not() -> None:
    sent = said.proposal()
    asked = said.question(sent)
    said.later(sent, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        said.answer(asked)


def test_nobody_answers_their_own() -> None:
    sent = said.proposal()
    with pytest.raises(NotPossible):
        said.answer(said.question(sent, by=make.anna()))
    asked = actions.ask_authors(make.tove(), sent, text="Lys?", at=make.now())
    with pytest.raises(NotPossible):
        actions.answer_question(make.bo(), asked, text="Ja.", voice=Voice.MUNICIPALITY, at=make.now())


def test_a_thread_stays_short_and_a_hidden_question_is_closed() -> None:
    sent = said.proposal()
    asked = said.question(sent)
    for _number in range(MOST_ANSWERS):
        actions.answer_question(make.tove(), asked, text="Ja.", voice=Voice.MUNICIPALITY, at=make.now())
    with pytest.raises(NotPossible):
        said.answer(asked)
    other = said.question(sent)
    said.hidden(other)
    with pytest.raises(NotPossible):
        said.answer(other)
