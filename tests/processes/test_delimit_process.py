from __future__ import annotations

from typing import Any

import pytest
from tests import make

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.areas.models import Area
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.preparing import comment_setup, delimit_process

pytestmark = pytest.mark.django_db


def delimit(process: Process, names: list[str], actor: make.Actor | None = None, **values: Any) -> Process:
    areas = [make.area(name) for name in names]
    return delimit_process(actor or make.tove(), process, areas=areas, at=make.now(), **values)


def names_of(process: Process) -> list[str]:
    return sorted(area.name for area in Area.objects.filter(processes=process))


def test_it_works() -> None:
    process = delimit(make.draft_process(), ["Tranbjerg", "Viby"])
    assert names_of(process) == ["Tranbjerg", "Viby"]
    assert Entry.objects.of(process).filter(act=Act.DELIMIT_PROCESS).count() == 1


def test_what_the_local_council_proposes_is_taken_over_by_one_press() -> None:
    process = make.draft_process()
    areas = [make.area("Viby")]
    remark = comment_setup(make.fie(), process, part="opgave", text="Tag Viby med.", areas=areas, at=make.now())
    delimit(process, ["Viby"], remark=remark)
    remark.refresh_from_db()
    assert names_of(process) == ["Viby"]
    assert remark.answered_by_id == make.tove().person_id
    assert remark.answer


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        delimit(make.draft_process(), ["Tranbjerg"], who())


def test_t14_an_area_comes_and_goes_only_by_who_leads_there() -> None:
    local = make.staff("Lotte Lokal", Role.OWNER, make.area())
    process = make.draft_process()
    with pytest.raises(NotYours):
        delimit(process, ["Tranbjerg", "Viby"], local)
    delimit(process, ["Tranbjerg", "Viby"])
    with pytest.raises(NotYours):
        delimit(process, ["Tranbjerg"], local)
    assert names_of(process) == ["Tranbjerg", "Viby"]


def test_not_without_areas_nor_against_a_limit_nor_once_it_is_open() -> None:
    with pytest.raises(NotPossible):
        delimit(make.draft_process(), [])
    with pytest.raises(NotPossible):
        delimit(make.process(), ["Viby"])
    cap = {"kind": "area", "name": "Tranbjerg", "money": 1, "number": None, "from_cost": 0, "to_cost": None}
    with pytest.raises(NotPossible, match="Tranbjerg"):
        delimit(make.draft_process(caps=[cap]), ["Viby"])
