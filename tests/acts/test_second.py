"""Two persons: the second confirms exactly what the first one asked for."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.race import at_once

from deltagerbudget.acts.actor import SYSTEM
from deltagerbudget.acts.approvals import pending_approval, second
from deltagerbudget.acts.models import Approval, Grant
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ONE, OTHER = "1" * 64, "2" * 64


def ask(actor: make.Actor, target: Area, digest: str = ONE) -> bool:
    """As an act does it: with the target locked."""
    with transaction.atomic():
        locked = Area.objects.select_for_update(of=("self",)).get(pk=target.pk)
        return second(Act.FREEZE_VOTE, actor, locked, digest=digest, at=make.now())


def test_it_works() -> None:
    area = make.area()
    assert ask(make.tove(), area) is False
    assert ask(make.tom(), area) is True
    approval = Approval.objects.get()
    assert (approval.first_id, approval.second_id) == (make.tove().person_id, make.tom().person_id)
    assert pending_approval(Act.FREEZE_VOTE, area) is None


def test_t14_nobody_confirms_themselves() -> None:
    area = make.area()
    ask(make.tove(), area)
    with pytest.raises(NotPossible):
        ask(make.tove(), area)
    assert Approval.objects.get().second_id is None


def test_another_digest_is_a_new_request() -> None:
    """What changed in between is not what the first person saw, and the one who asked last is the first."""
    area = make.area()
    ask(make.tove(), area, ONE)
    assert ask(make.tom(), area, OTHER) is False
    with pytest.raises(NotPossible):
        ask(make.tom(), area, OTHER)
    assert ask(make.tove(), area, OTHER) is True
    assert Approval.objects.count() == 1


def test_each_target_and_each_act_has_its_own_request() -> None:
    here, there = make.area(), make.area("Viby")
    ask(make.tove(), here)
    assert ask(make.tom(), there) is False
    assert second(Act.DRAW_LOT, make.tom(), here, digest=ONE, at=make.now()) is False


def test_the_platform_is_no_person() -> None:
    with pytest.raises(NotPossible):
        ask(SYSTEM, make.area())


def test_other_acts_take_one_person() -> None:
    with pytest.raises(ValueError, match="two persons"):
        second(Act.EDIT_PROCESS, make.tove(), make.area(), digest=ONE, at=make.now())


def test_the_database_knows_it_too() -> None:
    area = make.area()
    ask(make.tove(), area)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(second_id=make.tove().person_id)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_are_the_first_and_the_second() -> None:
    area, tove, tom = make.area(), make.tove(), make.tom()
    done = at_once(lambda: ask(tove, area), lambda: ask(tom, area))
    assert sorted(done, key=str) == [False, True]
    assert Approval.objects.exclude(second=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_t32_one_person_twice_at_once_is_still_one() -> None:
    area, tove = make.area(), make.tove()
    done = at_once(*[lambda: ask(tove, area)] * 2)
    assert sorted(type(each).__name__ for each in done) == ["NotPossible", "bool"]
    assert Approval.objects.exclude(second=None).count() == 0


def test_who_has_lost_the_role_has_asked_for_nothing() -> None:
    area, tove, tom = make.area(), make.tove(), make.tom()
    ask(tove, area)
    Grant.objects.filter(person=tove.person_id).delete()
    assert ask(tom, area) is False
    assert Approval.objects.get().first_id == tom.person_id
    with pytest.raises(NotPossible):
        ask(tom, area)
