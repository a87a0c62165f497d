import pytest
from tests import make
from tests.together import states

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.together.actions import cancel_invitation

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    invitation, token = states.invited(make.submitted(make.process()))
    cancelled = cancel_invitation(make.anna(), invitation, at=make.now())
    assert Entry.objects.of(cancelled).newest_first()[0].act == Act.CANCEL_INVITATION
    with pytest.raises(NotYours):
        states.said(states.fresh(invitation), token, make.author(1))


def test_who_may_not() -> None:
    invitation, _token = states.invited(make.submitted(make.process()))
    for actor in (make.author(1), make.tove(), make.uffe()):
        with pytest.raises(NotYours):
            cancel_invitation(actor, invitation, at=make.now())


def test_not_twice_and_not_when_it_is_answered() -> None:
    proposal = make.submitted(make.process())
    (first, _token), (second, token) = states.invited(proposal), states.invited(proposal)
    cancel_invitation(make.anna(), first, at=make.now())
    states.said(second, token, make.author(1))
    for invitation in (first, second):
        with pytest.raises(NotPossible):
            cancel_invitation(make.anna(), invitation, at=make.now())
