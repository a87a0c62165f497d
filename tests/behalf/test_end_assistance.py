"""The clerk stops, and is the clerk again."""

from __future__ import annotations

import pytest
from tests import make
from tests.behalf.entered import begun, browser_of, karen

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.behalf.actions import end_assistance

pytestmark = pytest.mark.django_db
END = "/medarbejder/for-borgere/afslut/"


def test_it_works() -> None:
    assisted = karen(make.process())
    client = begun(assisted)
    assert client.post(END)["Location"] == f"/medarbejder/for-borgere/{assisted.pk}/"
    entry = Entry.objects.get(act=Act.END_ASSISTANCE)
    assert (entry.person_id, entry.through_id) == (make.tove().person_id, None)
    assert "assistance" not in client.session
    assert "Karen J." not in client.get("/min-side/").content.decode()
    assert client.get("/medarbejder/").status_code == 200


def test_t14_a_resident_may_not() -> None:
    assisted = karen(make.process())
    with pytest.raises(NotYours):
        end_assistance(make.anna(), assisted, at=make.now())
    assert browser_of(make.anna()).post(END).status_code == 403


def test_a_second_press_changes_nothing() -> None:
    client = begun(karen(make.process()))
    client.post(END)
    assert client.post(END)["Location"] == "/medarbejder/for-borgere/"
    assert Entry.objects.filter(act=Act.END_ASSISTANCE).count() == 1
