"""A resident without an account asks to be deleted: staff do it, and it is the same as deleting oneself."""

from __future__ import annotations

from typing import Any

import pytest
from tests import make
from tests.behalf.entered import browser_of, karen, through
from tests.pictures.files import pdf
from tests.race import at_once

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.behalf.actions import begin_assistance
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.mydata.actions import erase_resident
from deltagerbudget.notifications.models import Mail
from deltagerbudget.notifications.outbox import read_journal
from deltagerbudget.pictures.models import Document
from deltagerbudget.proposals.models import Proposal

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    process = make.process()
    assisted = karen(process, scan=pdf())
    proposal = make.submitted(process, author=through(assisted))
    make.draft(process, author=through(assisted))
    read_journal(at=make.now())
    assert Mail.objects.filter(resident=assisted.person_id).exists()
    erase_resident(make.tove(), assisted, word="slet", at=make.now())
    person = Person.objects.get(pk=assisted.person_id)
    assert (person.name, person.birth_date, person.residence, person.is_active) == ("", None, "", False)
    assert not Assisted.objects.exists()
    assert not Document.objects.filter(assisted__isnull=False).exists()
    assert not Mail.objects.filter(resident=person).exists()
    assert list(Proposal.objects.values_list("pk", flat=True)) == [proposal.pk]
    assert Proposal.objects.get().author_names == ["En borger"]
    entry = Entry.objects.get(act=Act.ERASE_RESIDENT)
    assert (entry.person_id, entry.target_id, entry.detail) == (make.tove().person_id, str(person.pk), {})


@pytest.mark.parametrize("who", [make.anna, make.administrator, make.fie])
def test_t14_who_may_not(who: Any) -> None:
    assisted = karen(make.process())
    with pytest.raises(NotYours):
        erase_resident(who(), assisted, word="SLET", at=make.now())


def test_not_through_the_resident() -> None:
    assisted = karen(make.process())
    with pytest.raises(NotYours):
        erase_resident(through(assisted), assisted, word="SLET", at=make.now())


def test_the_local_council_deletes_whom_it_entered_in_any_phase() -> None:
    process = make.process()
    assisted = karen(process, by=make.fie())
    make.shift_to(process, PhaseKind.VOTE)
    erase_resident(make.fie(), assisted, word="SLET", at=make.now())
    assert not Assisted.objects.exists()


def test_not_by_a_slip() -> None:
    assisted = karen(make.process())
    with pytest.raises(NotPossible):
        erase_resident(make.tove(), assisted, word="ja", at=make.now())


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_is_told_that_it_is_done() -> None:
    assisted, actor = karen(make.process()), make.tove()
    found = at_once(*[lambda: erase_resident(actor, assisted, word="SLET", at=make.now())] * 2)
    assert [type(each) for each in found if each is not None] == [NotPossible]
    with pytest.raises(NotPossible):
        begin_assistance(actor, assisted, at=make.now())


def test_the_page() -> None:
    assisted = karen(make.process())
    client, url = browser_of(make.tove()), f"/medarbejder/for-borgere/{assisted.pk}/slet/"
    assert "Karen Jakobsen" in client.get(url).content.decode()
    assert client.post(url, {"word": "nej"}).status_code == 409
    assert client.post(url, {"word": "SLET"}).status_code == 302
    assert client.get(url).status_code == 404
