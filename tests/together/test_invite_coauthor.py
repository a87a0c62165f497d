"""T29, T55, B48: an author asks one more person to stand behind the proposal."""

from datetime import timedelta

import pytest
from tests import make
from tests.together import states

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.together.actions import invite_coauthor, is_usable
from deltagerbudget.together.rules import MOST_INVITATIONS

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    proposal = make.submitted(make.process())
    invitation, token = states.invited(proposal)
    assert is_usable(invitation, token, at=make.now())
    assert Entry.objects.of(invitation).get().act == Act.INVITE_COAUTHOR


def test_who_may_not() -> None:
    proposal = make.submitted(make.process())
    for actor in (make.uffe(), make.author(1), make.tove(), make.administrator()):
        with pytest.raises(NotYours):
            states.invited(proposal, actor)


def test_when_not() -> None:
    process = make.process()
    proposal, draft = make.submitted(process), make.draft(process)
    make.shift_to(process, PhaseKind.REVIEW)
    assert states.invited(states.fresh(proposal))
    with pytest.raises(NotNow):
        states.invited(states.fresh(draft))
    make.shift_to(process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        states.invited(states.fresh(proposal))


def test_not_when_the_decision_is_public() -> None:
    proposal = make.with_prices([3_200_000]).proposals.get()
    with pytest.raises(NotPossible):
        states.invited(proposal, make.author(0))


def test_t29_the_token_is_kept_nowhere_and_opens_nothing_else() -> None:
    first, second = make.submitted(make.process()), make.submitted(make.process())
    invitation, token = states.invited(first)
    other, _token = states.invited(second)
    assert token not in str(vars(invitation)) + str(list(Entry.objects.values()))
    assert not is_usable(other, token, at=make.now())
    assert not is_usable(invitation, token[:-1], at=make.now())


def test_t29_a_link_has_its_day() -> None:
    invitation, token = states.invited(make.submitted(make.process()))
    assert is_usable(invitation, token, at=make.now() + timedelta(days=13))
    assert not is_usable(invitation, token, at=make.now() + timedelta(days=14))


def test_t55_only_so_many_links_wait() -> None:
    proposal = make.submitted(make.process())
    for _number in range(MOST_INVITATIONS):
        states.invited(proposal)
    with pytest.raises(NotPossible):
        states.invited(proposal)
    # Those whose day has passed count no more.
    assert invite_coauthor(make.anna(), proposal, at=make.now() + timedelta(days=14))
