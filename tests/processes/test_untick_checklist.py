from __future__ import annotations

from typing import Any

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.processes.actions import tick_checklist
from deltagerbudget.processes.models import Process, Tick
from deltagerbudget.processes.preparing import untick_checklist
from deltagerbudget.processes.rules import Point

pytestmark = pytest.mark.django_db


def ticked(point: Point = Point.LETTERS) -> Process:
    process = make.draft_process()
    tick_checklist(make.tove(), process, point, at=make.now())
    return process


def untick(
    process: Process, actor: make.Actor | None = None, point: Point = Point.LETTERS, reason: str = "Nej"
) -> None:
    untick_checklist(actor or make.tom(), process, point, reason=reason, at=make.now())


def test_it_works_and_who_when_and_why_are_kept() -> None:
    process = ticked()
    untick(process, reason="Brevet er lavet om.")
    tick = process.ticks.get()
    assert (tick.role, tick.undone_role, tick.reason) == (Role.OWNER, Role.OWNER, "Brevet er lavet om.")
    assert tick.undone_by_id == make.tom().person_id
    assert Point.LETTERS in Process.objects.get(pk=process.pk).missing_points()
    entry = Entry.objects.of(process).get(act=Act.UNTICK_CHECKLIST)
    assert entry.detail == {"point": "letters"}, "free text is no part of the journal"


def test_it_can_be_ticked_again() -> None:
    process = ticked()
    untick(process)
    again = tick_checklist(make.tove(), process, Point.LETTERS, at=make.now())
    assert Tick.objects.filter(process=process).count() == 2
    assert again.undone_at is None


@pytest.mark.parametrize("who", [make.anna, make.bo])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        untick(ticked(), who())


def test_t14_the_local_council_takes_back_its_own_point_only_and_in_its_own_area() -> None:
    process = ticked(Point.PARTNER)
    with pytest.raises(NotYours):
        untick(process, make.staff("Viggo Viby", Role.PARTNER, make.area("Viby")), Point.PARTNER)
    untick(process, make.fie(), Point.PARTNER)
    with pytest.raises(NotYours):
        untick(ticked(), make.fie())


def test_a_reason_is_needed_a_tick_too_and_nothing_goes_back_once_it_is_open() -> None:
    process = ticked()
    for wrong in ({"reason": "  "}, {"point": Point.CRITERIA}):
        with pytest.raises(NotPossible):
            untick(process, **wrong)  # type: ignore[arg-type]
    with pytest.raises(NotPossible):
        untick(make.process())
