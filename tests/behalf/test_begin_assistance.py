"""Staff write for a resident: logged, limited in time, and with a resident's rights alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import make
from tests.behalf.entered import begun, browser_of, karen, through
from tests.talk.said import question

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.history import events
from deltagerbudget.acts.models import Entry, Grant
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role
from deltagerbudget.behalf.actions import begin_assistance
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.behalf.rules import LASTS
from deltagerbudget.mydata.actions import delete_person, download_data
from deltagerbudget.proposals.actions import edit_proposal
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.review.actions import decide_proposal
from deltagerbudget.review.rules import Ruling
from deltagerbudget.talk.actions import answer_question
from deltagerbudget.talk.rules import Voice

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    process = make.process()
    assisted = karen(process)
    at = make.now()
    assert begin_assistance(make.tove(), assisted, at=at) == at + LASTS
    entry = Entry.objects.get(act=Act.BEGIN_ASSISTANCE)
    assert (entry.person_id, entry.target_id, entry.process_id) == (
        make.tove().person_id,
        str(assisted.pk),
        process.pk,
    )


@pytest.mark.parametrize("who", [make.anna, make.administrator, make.fie])
def test_t14_who_may_not(who: Any) -> None:
    """Nor the local council, where somebody else has entered the resident."""
    assisted = karen(make.process())
    with pytest.raises(NotYours):
        begin_assistance(who(), assisted, at=make.now())


def test_the_local_council_writes_for_whom_it_entered_and_the_owner_too() -> None:
    assisted = karen(make.process(), by=make.fie())
    for who in (make.fie(), make.tove(), make.bo()):
        begin_assistance(who, assisted, at=make.now())


def test_not_when_the_phase_is_over() -> None:
    process = make.process()
    assisted = karen(process)
    make.shift_to(process, PhaseKind.VOTE)
    with pytest.raises(NotNow):
        begin_assistance(make.tove(), Assisted.objects.get(), at=make.now())
    assert assisted.erased_at is None


def test_not_for_who_is_gone() -> None:
    assisted = karen(make.process())
    Person.objects.filter(pk=assisted.person_id).update(is_active=False)
    with pytest.raises(NotPossible):
        begin_assistance(make.tove(), assisted, at=make.now())


def test_b71_what_is_written_is_logged_and_the_public_reads_the_way_and_no_name() -> None:
    process = make.process()
    assisted = karen(process)
    proposal = make.submitted(process, author=through(assisted))
    entry = Entry.objects.get(act=Act.SUBMIT_PROPOSAL)
    assert (entry.person_id, entry.through_id) == (assisted.person_id, make.tove().person_id)
    assert (entry.role, entry.through_role) == (Role.AUTHOR, Role.OWNER)
    told = events(Entry.objects.of(proposal))
    assert [event.who_role for event in told] == ["Forslagsstiller, gennem kommunen"]
    Entry.objects.filter(pk=entry.pk).update(through_role=Role.PARTNER)
    assert "gennem fællesrådet" in events(Entry.objects.of(proposal))[0].who_role


def test_b71_an_answer_to_a_question_is_logged_in_the_same_way_and_opens_no_other_deltagerbudget() -> None:
    process, other = make.process(), make.process()
    assisted = karen(process)
    proposal, elsewhere = make.submitted(process, author=through(assisted)), make.submitted(other)
    asked = question(proposal)
    answer_question(through(assisted), asked, text="Ja, der er en rampe.", voice=Voice.AUTHOR, at=make.now())
    entry = Entry.objects.get(act=Act.ANSWER_QUESTION)
    assert (entry.through_id, entry.through_role) == (make.tove().person_id, Role.OWNER)
    Authorship.objects.create(proposal=elsewhere, person=assisted.person)
    asked = question(elsewhere)
    with pytest.raises(NotYours):
        answer_question(through(assisted), asked, text="Ja.", voice=Voice.AUTHOR, at=make.now())


def test_b71_two_who_write_on_the_same_draft_are_both_logged() -> None:
    process = make.process()
    assisted = karen(process)
    proposal = make.draft(process, author=through(assisted))
    for staff in (make.tove(), make.tove(), make.tom()):
        edit_proposal(through(assisted, by=staff), proposal, values={"why": "Så man kan sidde."}, at=make.now())
    entries = Entry.objects.filter(act=Act.EDIT_PROPOSAL).order_by("pk")
    assert [entry.through_id for entry in entries] == [make.tove().person_id, make.tom().person_id]


def test_b71_it_cannot_exceed_the_resident_s_rights() -> None:
    process = make.process()
    actor = through(karen(process))
    make.submitted(process)
    make.shift_to(process, PhaseKind.REVIEW)
    proposal = Proposal.objects.get()
    with pytest.raises(NotYours):
        decide_proposal(actor, proposal, ruling=Ruling.ADMIT, reason="Fint", price_ore=100, at=make.now())
    for act in (lambda: delete_person(actor, word="SLET", at=make.now()), lambda: download_data(actor, at=make.now())):
        with pytest.raises(NotYours):
            act()


def test_b71_the_limit_of_proposals_holds() -> None:
    process = make.process(proposals_per_person=1)
    actor = through(karen(process))
    make.submitted(process, author=actor)
    with pytest.raises(NotPossible):
        make.draft(process, author=actor)


def test_b71_a_right_in_one_deltagerbudget_opens_no_other() -> None:
    actor = through(karen(make.process()))
    with pytest.raises(NotYours):
        make.draft(make.process(), author=actor)
    assert not Proposal.objects.exists()


def test_b71_it_ends_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    client = begun(karen(make.process()))
    assert "Karen J." in client.get("/min-side/").content.decode()
    later = make.now() + LASTS + timedelta(minutes=1)
    monkeypatch.setattr("deltagerbudget.behalf.middleware.now", lambda: later)
    page = client.get("/min-side/")
    assert page.status_code == 409
    assert "Karen" not in page.content.decode()


@pytest.mark.parametrize("how", ["role", "closed", "phase", "erased", "session"])
def test_b71_each_request_asks_again(how: str) -> None:
    process = make.process()
    assisted = karen(process)
    client = begun(assisted)
    assert "Karen J." in client.get("/min-side/").content.decode()
    if how == "role":
        Grant.objects.filter(person=make.tove().person_id).delete()
    elif how == "closed":
        Person.objects.filter(pk=make.tove().person_id).update(is_active=False)
    elif how == "phase":
        make.shift_to(process, PhaseKind.VOTE)
    elif how == "erased":
        Person.objects.filter(pk=assisted.person_id).update(is_active=False)
    else:
        session = client.session
        session["assistance"] = {**session["assistance"], "session": "another"}
        session.save()
    page = client.get("/min-side/")
    assert page.status_code in {302, 409}
    assert "Karen" not in page.content.decode()


def test_b71_without_both_steps_nothing_goes_on(settings: Any) -> None:
    """In a municipality's installation a session that did not come by the staff's door is no staff's."""
    client = begun(karen(make.process()))
    settings.STAFF_BY_ONE_CLICK = False
    assert client.get("/min-side/").status_code == 409


def test_b71_no_browser_keeps_a_page_that_was_seen_for_a_resident() -> None:
    process = make.process()
    assisted = karen(process)
    proposal = make.submitted(process, author=through(assisted))
    client = begun(assisted)
    receipt = f"/forslag/{proposal.pk}/kvittering/"
    pages = [receipt, f"{receipt}papir/", f"/forslag/{proposal.pk}/sammen/", "/medarbejder/", "/min-side/"]
    answers = [client.get(url) for url in pages]
    session = client.session
    session["assistance"] = {**session["assistance"], "until": make.now().timestamp()}
    session.save()
    assert all("no-store" in answer["Cache-Control"] for answer in [*answers, client.get(receipt)])
    public = client.get(f"/deltagerbudgetter/{process.slug}/")
    assert public["Cache-Control"] == Client().get(f"/deltagerbudgetter/{process.slug}/")["Cache-Control"]


def test_b71_logging_out_ends_it() -> None:
    client = begun(karen(make.process()))
    assert client.post("/logud/").status_code == 302
    assert client.get("/min-side/").status_code == 302
    assert "assistance" not in client.session


def test_b71_a_login_with_a_new_key_ends_it() -> None:
    client = begun(karen(make.process()))
    session = client.session
    session.cycle_key()
    session.save()
    client.cookies["session"] = session.session_key
    assert client.get("/min-side/").status_code == 409


def test_b71_nobody_else_s_session_writes_for_them() -> None:
    assisted = karen(make.process())
    begun(assisted)
    other = browser_of(make.tom())
    assert "Karen" not in other.get("/min-side/").content.decode()
