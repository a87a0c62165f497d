"""T14: nobody but an author answers who asks to join."""

import pytest
from tests import make
from tests.together.test_ask_to_join import ask

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.together.actions import answer_join
from deltagerbudget.together.models import JoinRequest
from deltagerbudget.together.rules import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_() -> JoinRequest:
    return ask(make.submitted(make.process()), make.author(1))


def test_it_works(request_: JoinRequest) -> None:
    answered = answer_join(make.anna(), request_, answer=Answer.YES, at=make.now())
    assert answered.proposal.authorships.filter(person_id=make.author(1).person_id).exists()
    entry = Entry.objects.of(request_).newest_first()[0]
    assert (entry.act, entry.detail["answer"]) == (Act.ANSWER_JOIN, "yes")


def test_t14_who_may_not(request_: JoinRequest) -> None:
    make.submitted(request_.proposal.process, author=make.author(2))
    for actor in (make.uffe(), make.author(1), make.author(2), make.tove(), make.administrator()):
        with pytest.raises(NotYours):
            answer_join(actor, request_, answer=Answer.YES, at=make.now())


def test_when_not(request_: JoinRequest) -> None:
    make.shift_to(request_.proposal.process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        answer_join(make.anna(), JoinRequest.objects.get(), answer=Answer.YES, at=make.now())


def test_a_no_adds_nobody_and_is_final(request_: JoinRequest) -> None:
    answer_join(make.anna(), request_, answer=Answer.NO, at=make.now())
    assert request_.proposal.authorships.count() == 1
    with pytest.raises(NotPossible):
        answer_join(make.anna(), request_, answer=Answer.YES, at=make.now())


def test_not_somebody_who_has_moved_away_since(request_: JoinRequest) -> None:
    Person.objects.filter(pk=make.author(1).person_id).update(residence="viby")
    with pytest.raises(NotPossible):
        answer_join(make.anna(), request_, answer=Answer.YES, at=make.now())
