from __future__ import annotations

import pytest
from tests import make

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.journal import record, role_of
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.tables import NOT_IN_JOURNAL
from deltagerbudget.acts.vocabulary import Act, Role

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    area, at = make.area(), make.now()
    entry = record(Act.EDIT_PROCESS, make.tove(), area, at=at, process_id=4, pool=9)
    assert entry in Entry.objects.of(area)
    assert entry in Entry.objects.of_process(4)
    assert (entry.role, entry.at, entry.detail) == (Role.OWNER, at, {"pool": 9})


def test_the_clock_has_no_person() -> None:
    entry = record(Act.OPEN_VOTE, SYSTEM, make.area(), at=make.now())
    assert (entry.person_id, entry.role) == (None, Role.SYSTEM)


@pytest.mark.parametrize("act", sorted(NOT_IN_JOURNAL))
def test_t60_casting_cannot_be_written_down(act: Act) -> None:
    with pytest.raises(ValueError, match="journal"):
        record(act, make.anna(), make.area(), at=make.now())


def test_the_role_is_one_that_allows_the_act() -> None:
    both = make.staff("Dorte Dobbelt", Role.CASEWORKER)
    both = make.staff("Dorte Dobbelt", Role.OWNER)
    assert role_of(Act.DECIDE_PROPOSAL, both) == Role.OWNER
    assert role_of(Act.WRITE_REVIEW, both) == Role.CASEWORKER
    assert role_of(Act.EDIT_PROPOSAL, both) == Role.AUTHOR


def test_the_newest_first() -> None:
    area, at = make.area(), make.now()
    old = record(Act.EDIT_PROCESS, make.tove(), area, at=at - make.LENGTH)
    new = record(Act.EDIT_PROCESS, make.tove(), area, at=at)
    assert list(Entry.objects.of(area).newest_first()) == [new, old]
