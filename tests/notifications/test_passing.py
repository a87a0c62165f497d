"""What would go to a resident without e-mail goes to the staff who pass it on."""

from __future__ import annotations

import pytest
from tests import make
from tests.behalf.entered import CONTACT, karen, through

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry, Grant
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.behalf.actions import erase_contact
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.notifications.letters import letters, written
from deltagerbudget.notifications.models import Mail
from deltagerbudget.notifications.outbox import read_journal
from deltagerbudget.proposals.actions import withdraw_proposal
from deltagerbudget.proposals.models import Authorship, Proposal

pytestmark = pytest.mark.django_db


def told(act: Act = Act.SUBMIT_PROPOSAL) -> list[str]:
    return [letter.receiver.name for letter in letters(Entry.objects.get(act=act))]


def test_it_goes_to_who_entered_the_resident() -> None:
    process = make.process()
    assisted = karen(process, by=make.fie())
    make.submitted(process, author=through(assisted), title="En bænk")
    letter = letters(Entry.objects.get(act=Act.SUBMIT_PROPOSAL))[0]
    assert letter.receiver.name == "Fie Fællesråd"
    text = written(letter).text
    assert "En bænk" in written(letter).subject
    assert f"borger uden e-mail, nummer {assisted.pk} på listen" in " ".join(text.split())
    assert f"/medarbejder/for-borgere/{assisted.pk}/" in text
    for secret in ("Karen", "Jakobsen", CONTACT):
        assert secret not in text


def test_to_the_owners_when_the_clerk_is_gone() -> None:
    process = make.process()
    make.submitted(process, author=through(karen(process, by=make.fie())))
    Grant.objects.filter(person=make.fie().person_id).delete()
    Grant.objects.filter(person__name="Fie Fællesråd").delete()
    assert told() == ["Tove Tovholder"]


def test_the_other_authors_get_their_own() -> None:
    process = make.process()
    assisted = karen(process)
    proposal = make.submitted(process, author=through(assisted))
    Authorship.objects.create(proposal=proposal, person_id=make.anna().person_id)
    assert told() == ["Tove Tovholder", "Anna Jensen"]


def test_two_residents_of_one_clerk_are_two_mails_and_the_journal_goes_on() -> None:
    process = make.process()
    first, second = karen(process), karen(process, name="Jens Jensen")
    proposal = make.submitted(process, author=through(first))
    Authorship.objects.create(proposal=proposal, person=second.person)
    read_journal(at=make.now())
    mails = Mail.objects.filter(entry__act=Act.SUBMIT_PROPOSAL).order_by("pk")
    assert list(mails.values_list("receiver__name", "resident")) == [
        ("Tove Tovholder", first.person_id),
        ("Tove Tovholder", second.person_id),
    ]
    assert len(set(mails.values_list("message_id", flat=True))) == 2


def test_who_has_an_account_and_gave_no_address_is_nobody_s_errand() -> None:
    process = make.process()
    anna = make.anna()
    Person.objects.filter(pk=anna.person_id).update(email="")
    make.submitted(process)
    assert told() == []


def test_nobody_is_asked_to_pass_on_what_they_cannot() -> None:
    process = make.process()
    assisted = karen(process)
    proposal = make.submitted(process, author=through(assisted))
    erase_contact(Assisted.objects.get(), at=make.now())
    withdraw_proposal(through(assisted), Proposal.objects.get(pk=proposal.pk), at=make.now())
    assert told(Act.WITHDRAW_PROPOSAL) == []
