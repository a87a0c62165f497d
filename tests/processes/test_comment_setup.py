from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.processes.models import Process, Remark
from deltagerbudget.processes.preparing import comment_setup

pytestmark = pytest.mark.django_db


def comment(process: Process, actor: Actor | None = None, **values: Any) -> Remark:
    given = {"part": "stemmeseddel", "text": "Fem kryds er for mange."}
    return comment_setup(actor or make.fie(), process, at=make.now(), **(given | values))


def get(actor: Actor, address: str) -> Any:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client.get(f"/medarbejder/deltagerbudgetter/{address}")


def test_it_works() -> None:
    process = make.draft_process()
    remark = comment(process)
    assert list(process.remarks.open()) == [remark]
    entry = Entry.objects.of(process).get(act=Act.COMMENT_SETUP)
    assert entry.detail == {"remark": remark.pk, "part": "stemmeseddel"}, "free text is no part of the journal"


@pytest.mark.parametrize("who", [make.anna, make.bo, make.tove])
def test_t14_others_may_not(who: Any) -> None:
    with pytest.raises(NotYours):
        comment(make.draft_process(), who())


def test_t14_nor_the_local_council_of_another_area() -> None:
    process = make.draft_process()
    viggo = make.staff("Viggo Viby", Role.PARTNER, make.area("Viby"))
    with pytest.raises(NotYours):
        comment(process, viggo)
    assert get(viggo, f"{process.slug}/faellesraad/").status_code == 404


def test_it_needs_a_part_a_text_and_a_draft() -> None:
    for wrong in ({"part": "findes-ikke"}, {"text": " "}):
        with pytest.raises(NotPossible):
            comment(make.draft_process(), **wrong)
    with pytest.raises(NotPossible):
        comment(make.process())


def test_the_owner_sees_it_in_its_part_and_in_the_list_of_parts() -> None:
    process = make.draft_process()
    comment(process)
    own = get(make.tove(), f"{process.slug}/ret/stemmeseddel/").content.decode()
    assert "Fem kryds er for mange." in own
    other = get(make.tove(), f"{process.slug}/faser/").content.decode()
    assert "Fem kryds er for mange." not in other
    assert "1 bemærkning venter på svar" in other


def test_the_local_council_reads_the_whole_set_up_and_what_it_said() -> None:
    process = make.draft_process(title="Plads til alle", criteria="Det skal være lovligt.")
    comment(process, text="<b>Fed</b>")
    page = get(make.fie(), f"{process.slug}/faellesraad/").content.decode()
    for words in ("Plads til alle", "Det skal være lovligt.", "80.000", "Tranbjerg", "&lt;b&gt;Fed"):
        assert words in page
