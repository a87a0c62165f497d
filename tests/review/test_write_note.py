"""What colleagues tell each other about a proposal, and nobody else reads."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Role
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import assign_review
from deltagerbudget.review.notes import write_note

pytestmark = pytest.mark.django_db
SECRET = "Spørg ejendomscentret om kablet."


@pytest.fixture
def proposal() -> Proposal:
    return make.submitted(make.process())


def test_it_works(proposal: Proposal) -> None:
    write_note(make.tove(), proposal, text=f" {SECRET} ", at=make.now())
    note = write_note(make.administrator(), proposal, text="Gjort.", at=make.now())
    assert (note.role, note.text) == ("administrator", "Gjort.")
    assert [row.text for row in proposal.notes.order_by("pk")] == [SECRET, "Gjort."]
    entry = Entry.objects.of(proposal).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.WRITE_NOTE, {"note": note.pk})


def test_a_caseworker_writes_once_the_department_is_asked(proposal: Proposal) -> None:
    with pytest.raises(NotYours):
        write_note(make.bo(), proposal, text=SECRET, at=make.now())
    assign_review(make.tove(), proposal, make.department(), due_on=make.today(), at=make.now())
    assert write_note(make.bo(), proposal, text=SECRET, at=make.now()).role == "caseworker"


def test_t14_who_may_not(proposal: Proposal) -> None:
    elsewhere = make.staff("Vera Viby", Role.OWNER, make.area("Viby"))
    for actor in (make.anna(), make.uffe(), make.fie(), elsewhere):
        with pytest.raises(NotYours):
            write_note(actor, proposal, text=SECRET, at=make.now())


@pytest.mark.parametrize("text", ["  ", "Ring til 070761-4285"])
def test_it_says_something_and_no_cpr(proposal: Proposal, text: str) -> None:
    with pytest.raises(NotPossible):
        write_note(make.tove(), proposal, text=text, at=make.now())


def test_b54_it_stands_on_the_desk_marked_as_internal_and_nowhere_else(proposal: Proposal) -> None:
    staff, author = Client(), Client()
    staff.force_login(Person.objects.get(pk=make.tove().person_id))
    author.force_login(Person.objects.get(pk=make.anna().person_id))
    desk = f"/medarbejder/vurdering/forslag/{proposal.pk}/"
    assert staff.post(f"{desk}note/", {"text": ""}).status_code == 422
    assert staff.post(f"{desk}note/", {"text": SECRET}).status_code == 302
    page = staff.get(desk).text
    assert SECRET in page
    assert "Internt: borgerne ser det aldrig." in page
    assert author.get(desk).status_code == 403
    for client in (Client(), author):
        for url in (
            f"/deltagerbudgetter/{proposal.process.slug}/forslag/{proposal.number}/",
            f"/deltagerbudgetter/{proposal.process.slug}/",
            "/soeg/?q=ejendomscentret",
        ):
            assert SECRET not in client.get(url).text
    assert SECRET not in author.get("/min-side/").text
    assert SECRET not in author.get(f"/forslag/{proposal.pk}/kvittering/").text
