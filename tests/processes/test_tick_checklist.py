from __future__ import annotations

from typing import Any

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.processes.actions import tick_checklist
from deltagerbudget.processes.models import Process, Tick
from deltagerbudget.processes.rules import SEEN_POINTS, Point

pytestmark = pytest.mark.django_db


def tick(process: Process, point: Point, actor: make.Actor | None = None) -> Tick:
    return tick_checklist(actor or make.tove(), process, point, at=make.now())


def test_it_works_once() -> None:
    process = make.draft_process()
    first, again = tick(process, Point.LETTERS), tick(process, Point.LETTERS, make.tom())
    assert first == again
    assert first.person_id == make.tove().person_id
    assert Entry.objects.of(process).get(act=Act.TICK_CHECKLIST).detail == {"point": "letters"}


@pytest.mark.parametrize("who", [make.anna, make.bo])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        tick(make.draft_process(), Point.LETTERS, who())


def test_the_local_council_answers_for_its_own_point_only() -> None:
    process = make.draft_process()
    tick(process, Point.PARTNER, make.fie())
    for point in set(Point) - SEEN_POINTS - {Point.PARTNER}:
        with pytest.raises(NotYours):
            tick(process, point, make.fie())


def test_t14_and_in_its_own_area_only() -> None:
    with pytest.raises(NotYours):
        tick(make.draft_process(), Point.PARTNER, make.staff("Viggo Viby", Role.PARTNER, make.area("Viby")))


@pytest.mark.parametrize("point", sorted(SEEN_POINTS))
def test_what_shows_itself_cannot_be_ticked(point: Point) -> None:
    with pytest.raises(NotPossible):
        tick(make.draft_process(), point)
