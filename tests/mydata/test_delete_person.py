"""Erasing a person replaces the person, not the act."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from tests import make
from tests.events.made import planned
from tests.together import states

from deltagerbudget.accounts.actions import know_person
from deltagerbudget.accounts.models import Person, PublicName
from deltagerbudget.acts.models import Entry, Look
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Purpose
from deltagerbudget.ballots.models import Ballot
from deltagerbudget.events.actions import book_place
from deltagerbudget.events.models import Booking
from deltagerbudget.identity.provider import Identity
from deltagerbudget.mydata.actions import delete_person
from deltagerbudget.mydata.rules import KEPT, table
from deltagerbudget.notifications.actions import follow
from deltagerbudget.notifications.models import Follower, Mail
from deltagerbudget.notifications.outbox import read_journal
from deltagerbudget.notifications.rules import Pace
from deltagerbudget.notifications.things import Thing
from deltagerbudget.pictures.models import Picture
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.review.actions import see_authors
from deltagerbudget.together.actions import invite_coauthor
from deltagerbudget.together.merging import split_proposals
from deltagerbudget.together.models import Merge

pytestmark = pytest.mark.django_db
DOC = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"


def lived() -> tuple[Person, Process]:
    """Anna with a proposal, a draft, a booking, something followed, mails, and somebody who has looked."""
    process = make.process()
    proposal = make.submitted(process, title="Annas bænk")
    Authorship.objects.update(public_name=PublicName.FULL)
    make.pictured(make.draft(process, title="Annas kladde"))
    person = Person.objects.get(pk=make.anna().person_id)
    book_place(make.anna(), planned(process), at=make.now())
    follow(person, Thing(process), pace=Pace.DAILY, at=make.now())
    see_authors(make.tove(), proposal, purpose=Purpose.ASK, at=make.now())
    read_journal(at=make.now())
    return person, process


def test_it_works() -> None:
    person, _process = lived()
    delete_person(make.anna(), word="slet ", at=make.now())
    for model in (Booking, Follower, Look):
        assert model.objects.count() == 0  # type: ignore[attr-defined]
    assert not Mail.objects.filter(receiver=person).exists()
    assert list(Proposal.objects.values_list("title", flat=True)) == ["Annas bænk"]
    person.refresh_from_db()
    assert (person.name, person.email, person.birth_date, person.residence) == ("", "", None, "")
    assert not person.is_active
    entry = Entry.objects.newest_first()[0]
    assert (entry.act, entry.person_id, entry.detail) == (Act.DELETE_PERSON, person.pk, {})


def test_who_may_not() -> None:
    for actor in (make.tove(), make.bo(), make.administrator()):
        with pytest.raises(NotPossible):
            delete_person(actor, word="SLET", at=make.now())
    assert Person.objects.filter(is_active=False).count() == 0


@pytest.mark.parametrize("word", ["", "ja", "SLETT"])
def test_not_by_a_slip(word: str) -> None:
    with pytest.raises(NotPossible):
        delete_person(make.anna(), word=word, at=make.now())


def test_the_proposal_stands_and_says_a_resident(client: Client) -> None:
    _person, process = lived()
    address = f"/deltagerbudgetter/{process.slug}/forslag/1/"
    assert "Anna Jensen" in client.get(address).text
    delete_person(make.anna(), word="SLET", at=make.now())
    page = client.get(address).text
    assert "Annas bænk" in page
    assert "En borger" in page
    assert "Anna J" not in page


def test_no_name_is_left_anywhere() -> None:
    lived()
    delete_person(make.anna(), word="SLET", at=make.now())
    for model in apps.get_models():
        for row in model._base_manager.values():
            told = " ".join(str(value) for value in row.values())
            assert "Anna Jensen" not in told or model.__name__ == "Picture", model
            assert "anna-jensen@example.dk" not in told, model


def test_what_others_stand_behind_as_well_is_theirs() -> None:
    process = make.process()
    draft = make.draft(process)
    other = Person.objects.get(pk=make.author(1).person_id)
    Authorship.objects.create(proposal=draft, person=other)
    delete_person(make.anna(), word="SLET", at=make.now())
    assert Proposal.objects.get().author_ids() == [other.pk]


def test_a_draft_that_was_taken_away_goes_as_well() -> None:
    process = make.process()
    draft = make.draft(process, title="Annas kladde")
    make.pictured(draft)
    withdraw_proposal(make.anna(), draft, at=make.now())
    withdraw_proposal(make.anna(), make.submitted(process, title="Annas bænk"), at=make.now())
    delete_person(make.anna(), word="SLET", at=make.now())
    assert [row.title for row in Proposal.objects.all()] == ["Annas bænk"]
    assert not Picture.objects.exists()


def test_the_name_of_a_group_does_not_come_back_by_a_split() -> None:
    rows = states.several()
    rows[0].authorships.update(public_name=PublicName.GROUP, group_name="Annas Hobbyklub")
    merge = states.merged(rows)
    delete_person(make.author(0), word="SLET", at=make.now())
    split_proposals(make.tove(), merge, at=make.now())
    assert states.fresh(rows[0]).author_names == ["En borger"]
    assert "Hobbyklub" not in str(list(Merge.objects.values()) + list(Authorship.objects.values()))


def test_the_links_of_the_person_open_nothing_any_more() -> None:
    process = make.process()
    mine = make.submitted(process)
    waiting, _token = invite_coauthor(make.anna(), mine, at=make.now())
    delete_person(make.anna(), word="SLET", at=make.now())
    waiting.refresh_from_db()
    assert waiting.cancelled_at is not None


def test_a_refusal_and_a_decision_survive() -> None:
    process = make.with_prices([3_200_000])
    delete_person(make.author(0), word="SLET", at=make.now())
    assert process.proposals.get().stage == "admitted"
    make.shift_to(process, PhaseKind.VOTE)
    assert process.proposals.get().author_names == ["En borger"]


def test_all_sessions_end_and_the_next_login_is_somebody_new() -> None:
    here, there = Client(), Client()
    told = {"name": "Anna Jensen", "birth_date": None, "area": "tranbjerg", "protected": False, "loa": "substantial"}
    who = Identity(person_ref="oidc:test|Anna Jensen", **told)  # type: ignore[arg-type]
    person, _is_new = know_person(who, language="da")
    here.force_login(person)
    there.force_login(person)
    assert here.post("/min-side/slet-mig/", {"word": "nej"}).status_code == 409
    assert here.post("/min-side/slet-mig/", {"word": ""}).status_code == 422
    assert here.post("/min-side/slet-mig/", {"word": "SLET"}).url == "/slettet/"  # type: ignore[attr-defined]
    for client in (here, there):
        assert client.get("/min-side/").status_code == 302
    again, is_new = know_person(who, language="da")
    assert is_new
    assert again.pk != person.pk


def test_each_thing_that_points_to_a_person_has_its_row() -> None:
    found = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model is Person and not model._meta.auto_created
    }
    assert found == set(KEPT), "write in mydata/rules.py what becomes of it when the person is deleted"


def test_the_page_and_the_document_show_the_same_table(client: Client) -> None:
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    page, document = client.get("/en/min-side/slet-mig/").text, DOC.read_text()
    from django.utils import translation

    with translation.override("en"):
        for row in table():
            assert str(row.what) in document
            assert str(row.what) in page


@pytest.mark.parametrize("is_open", [True, False])
def test_t58_erasing_an_account_leaves_the_ballot_and_no_link_to_it(is_open: bool) -> None:
    """During the vote and after it: the ballot never knew the account, so there is nothing to take back."""
    vote = make.open_vote()
    identity = Identity("oidc:test|anna", "Anna", date(1990, 1, 1), "tranbjerg", protected=False, loa="high")
    person, _is_new = know_person(identity, language="da")
    make.cast(vote, "anna", [1])
    before = list(Ballot.objects.values_list())
    vote = vote if is_open else make.closed(vote)
    delete_person(actor_for(person.pk), word="SLET", at=make.now())
    assert list(Ballot.objects.values_list()) == before
    stored = repr([list(model._base_manager.values_list()) for model in apps.get_models() if model is not Ballot])
    assert "oidc:test|anna" not in stored
    person.refresh_from_db()
    assert make.pseudonym(vote, "anna") not in repr(vars(person))
    if is_open:
        # Whoever logs in to the booth again finds the ballot, and may change it: the vote is not the account's.
        assert make.cast(vote, "anna", [2]).version == 2
