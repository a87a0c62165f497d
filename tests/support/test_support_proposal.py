from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.race import at_once
from tests.support import rounds

from deltagerbudget.acts.actor import VISITOR
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Act, Ground, PhaseKind
from deltagerbudget.mydata.actions import delete_person
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.support.actions import support_proposal
from deltagerbudget.support.models import Support
from deltagerbudget.talk.actions import hide_content

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    row = rounds.proposal()
    rounds.supported(row, 1, 2)
    assert rounds.count(row) == 2
    entry = Entry.objects.filter(act=Act.SUPPORT_PROPOSAL).latest("pk")
    assert (entry.target_id, entry.detail) == (str(row.pk), {})


def test_twice_is_once() -> None:
    row = rounds.proposal()
    first, again = rounds.supported(row, 1)[0], rounds.supported(row, 1)[0]
    assert first == again
    assert Entry.objects.filter(act=Act.SUPPORT_PROPOSAL).count() == 1


def test_who_may_not() -> None:
    row = rounds.proposal()
    with pytest.raises(NotYours):
        support_proposal(VISITOR, row, at=make.now())
    with pytest.raises(NotPossible, match="dit eget"):
        support_proposal(make.author(0), row, at=make.now())
    with pytest.raises(NotPossible, match="hvor du bor"):
        support_proposal(make.uffe(), row, at=make.now())
    child = actor_for(make.person("Barn Barnsen", age=9).pk)
    with pytest.raises(NotPossible, match="gammel nok"):
        support_proposal(child, row, at=make.now())
    assert not Support.objects.exists()


@pytest.mark.parametrize("phase", [kind for kind in PhaseKind if kind != PhaseKind.SUPPORT])
def test_b40_support_only_in_the_support_phase(phase: PhaseKind) -> None:
    row = rounds.proposal(phase)
    with pytest.raises(NotNow):
        support_proposal(rounds.neighbour(1), row, at=make.now())


def test_nothing_that_is_hidden_or_withdrawn() -> None:
    made = rounds.process(sent=2)
    hidden, withdrawn = rounds.rows(made)
    hide_content(make.tove(), hidden, ground=Ground.ADVERT, at=make.now())
    withdraw_proposal(make.author(1), withdrawn, at=make.now())
    for row in (hidden, withdrawn):
        with pytest.raises(NotPossible):
            support_proposal(rounds.neighbour(1), row, at=make.now())


def test_b73_who_is_deleted_still_counts() -> None:
    row = rounds.proposal()
    rounds.supported(row, 1)
    delete_person(rounds.neighbour(1), word="SLET", at=make.now())
    assert rounds.count(row) == 1


@pytest.mark.both
def test_the_database_knows_each_person_once() -> None:
    row = rounds.proposal()
    rounds.supported(row, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.create(proposal=row, person_id=rounds.neighbour(1).person_id, at=make.now())


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_t31_eight_at_once_are_one() -> None:
    row, one = rounds.proposal(), rounds.neighbour(1)
    found = at_once(*[lambda: support_proposal(one, row, at=make.now())] * 8)
    assert not [each for each in found if isinstance(each, Exception) and "locked" not in str(each)]
    assert rounds.count(row) == 1
    assert Entry.objects.filter(act=Act.SUPPORT_PROPOSAL).count() == 1
