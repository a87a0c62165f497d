from __future__ import annotations

from typing import Any

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.processes.actions import open_process
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.rules import Point

pytestmark = pytest.mark.django_db


def ready() -> Process:
    """Everything done but the opening."""
    process = make.process(PhaseKind.PREPARATION)
    Process.objects.filter(pk=process.pk).update(opened_at=None)
    return Process.objects.get(pk=process.pk)


def undo(process: Process, point: Point) -> None:
    """Put the process back to where one point was not done."""
    if point is Point.MANDATE:
        Process.objects.filter(pk=process.pk).update(mandate_on=None)
    elif point is Point.MONEY:
        Process.objects.filter(pk=process.pk).update(amount_ore=process.amount_ore + 1)
    elif point is Point.DATES:
        process.phases.all().delete()
    elif point is Point.CONTACTS:
        process.contacts.update(phone="")
    else:
        process.ticks.filter(point=point).delete()


def test_it_works() -> None:
    process = open_process(make.tove(), ready(), at=make.now())
    assert process in Process.objects.visible_to(make.uffe())
    assert Entry.objects.of(process).filter(act=Act.OPEN_PROCESS).count() == 2


WORDS = {
    Point.MANDATE: "hvem der har besluttet det",
    Point.MONEY: "Sæt resten af pengene af: 0,01 kr.",
    Point.DATES: "ingen faser endnu",
    Point.CONTACTS: "person med telefonnummer",
}


@pytest.mark.parametrize("point", list(Point))
def test_each_point_of_the_checklist_is_a_gate(point: Point) -> None:
    process = ready()
    undo(process, point)
    with pytest.raises(NotPossible) as refused:
        open_process(make.tove(), process, at=make.now())
    assert WORDS.get(point, str(point.label)) in refused.value.message
    assert Process.objects.get(pk=process.pk).opened_at is None


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        open_process(who(), ready(), at=make.now())


def test_t14_nor_the_owner_of_another_area() -> None:
    with pytest.raises(NotYours):
        open_process(make.staff("Vibeke Viby", Role.OWNER, make.area("Viby")), ready(), at=make.now())


def test_it_opens_once() -> None:
    with pytest.raises(NotPossible):
        open_process(make.tove(), make.process(), at=make.now())


def test_b41_t12_a_draft_is_seen_by_the_staff_of_its_area_alone() -> None:
    process, viby = make.draft_process(), make.area("Viby")
    elsewhere = make.staff("Vibeke Viby", Role.OWNER, viby)
    for actor, sees in ((make.anna(), False), (make.uffe(), False), (elsewhere, False), (make.fie(), True)):
        assert Process.objects.visible_to(actor).filter(pk=process.pk).exists() is sees
