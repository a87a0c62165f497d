from __future__ import annotations

from typing import Any

import pytest
from tests import make
from tests.race import at_once

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.processes.actions import create_process
from deltagerbudget.processes.models import Process

pytestmark = pytest.mark.django_db


def create(actor: make.Actor, *, slug: str = "en-park", areas: list[Any] | None = None, **values: Any) -> Process:
    given = {"title": "En park", "theme": "nature", "challenge": "Mere grønt.", "amount_ore": 8_000_000}
    return create_process(
        actor,
        slug=slug,
        areas=[make.area()] if areas is None else areas,
        values=given | {"age_on": make.today()} | values,
        at=make.now(),
    )


def test_it_works() -> None:
    process = create(make.tove())
    assert process.opened_at is None
    assert [area.slug for area in process.areas.all()] == ["tranbjerg"]
    entry = Entry.objects.of(process).get()
    assert (entry.act, entry.role, entry.process_id) == (Act.CREATE_PROCESS, Role.OWNER, process.pk)


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie, make.uffe])
def test_t14_only_owners_and_administrators(who: Any) -> None:
    with pytest.raises(NotYours):
        create(who())


def test_t14_a_role_in_one_area_gives_no_say_over_another() -> None:
    local = make.staff("Lotte Lokal", Role.OWNER, make.area())
    with pytest.raises(NotYours):
        create(local, areas=[make.area(), make.area("Viby")])
    assert create(local).title == "En park"


def test_somewhere_it_must_be() -> None:
    with pytest.raises(NotPossible):
        create(make.tove(), areas=[])


def test_an_address_is_given_once() -> None:
    create(make.tove())
    with pytest.raises(NotPossible):
        create(make.tove())


def test_t20_nothing_but_the_editable_is_written() -> None:
    for name in ("opened_at", "frozen_at", "updated_at", "pk"):
        with pytest.raises(ValueError, match="not editable"):
            create(make.tove(), **{name: "x"})


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_one_address_once() -> None:
    actor, area = make.tove(), make.area()
    done = at_once(*[lambda: create(actor, areas=[area])] * 2)
    assert sorted(type(each).__name__ for each in done) == ["NotPossible", "Process"]
