"""A proposal has a person whom everyone can ask."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.processes.actions import set_contacts
from deltagerbudget.proposals.actions import name_contact
from deltagerbudget.proposals.models import NamedContact, Proposal

pytestmark = pytest.mark.django_db
BO = {"name": "Bo Brandt", "title": "ingeniør", "phone": "87 65 43 21", "email": ""}


def test_it_works() -> None:
    proposal = make.submitted(make.process())
    assert proposal.contact_person == proposal.process.contact_person
    named = name_contact(make.tove(), proposal, contact=BO, at=make.now())
    assert str(named.contact_person) == "Bo Brandt"
    assert str(name_contact(make.tove(), named, contact=None, at=make.now()).contact_person) == "Tove Tovholder"
    entry = Entry.objects.of(proposal).newest_first()[0]
    assert (entry.act, entry.detail) == (Act.NAME_CONTACT, {})


def test_who_may_not() -> None:
    proposal = make.submitted(make.process())
    for actor in (make.anna(), make.uffe(), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            name_contact(actor, proposal, contact=BO, at=make.now())


def test_not_before_it_is_sent_in() -> None:
    with pytest.raises(NotPossible):
        name_contact(make.tove(), make.draft(make.process()), contact=BO, at=make.now())


@pytest.mark.parametrize("gap", [{"name": " "}, {"title": ""}, {"phone": ""}])
def test_people_can_see_who_it_is_and_reach_them(gap: dict[str, str]) -> None:
    with pytest.raises(NotPossible):
        name_contact(make.tove(), make.submitted(make.process()), contact=BO | gap, at=make.now())


@pytest.mark.both
@pytest.mark.parametrize("gap", [{"name": ""}, {"title": ""}, {"phone": ""}])
def test_the_database_refuses_somebody_who_cannot_be_reached(gap: dict[str, str]) -> None:
    proposal = make.submitted(make.process())
    with pytest.raises(IntegrityError), transaction.atomic():
        NamedContact.objects.create(proposal=proposal, **(BO | gap))


def test_every_page_says_whom_to_call(client: Client) -> None:
    process = make.process()
    proposal = make.submitted(process)
    draft = make.draft(process)
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    site = f"/deltagerbudgetter/{process.slug}/"
    own = [f"/forslag/{proposal.pk}/{rest}/" for rest in ("kvittering", "ret", "billeder", "traek-tilbage")]
    pages = [site, f"{site}forslag/?orden=1", f"{site}forslag/1/", f"/forslag/nyt/{process.slug}/", *own]
    for url in [*pages, f"/forslag/{draft.pk}/ret/", f"/forslag/{draft.pk}/tjek/"]:
        assert 'href="tel:12345678"' in client.get(url, follow=True).text, url
    name_contact(make.tove(), proposal, contact=BO, at=make.now())
    for url in (f"{site}forslag/1/", *own):
        text = client.get(url).text
        assert "Ring til Bo Brandt, ingeniør:" in text, url
        assert 'href="tel:87654321"' in text, url


def test_also_on_a_refusal_and_on_the_result(client: Client) -> None:
    proposal = make.with_prices([3_200_000, None]).proposals.get(number=2)
    client.force_login(Person.objects.get(pk=make.author(1).person_id))
    assert "Ring til Tove Tovholder" in client.get(f"/forslag/{proposal.pk}/klage/").text
    process = make.finished().vote.process
    assert "Ring til Tove Tovholder" in Client().get(f"/resultat/{process.slug}/").text


def test_who_has_only_a_mail_is_written_to(client: Client) -> None:
    process = make.process(PhaseKind.REVIEW)
    contact = {"name": "Ida", "title": "tovholder", "phone": "", "email": "ida@example.dk"}
    set_contacts(make.tove(), process, contacts=[contact], at=make.now())
    assert "Skriv til Ida, tovholder:" in client.get(f"/deltagerbudgetter/{process.slug}/").text


def test_the_form_keeps_what_was_typed_and_empty_means_the_usual_person(client: Client) -> None:
    proposal = make.submitted(make.process())
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    url = f"/medarbejder/forslag/{proposal.pk}/kontakt/"
    answer = client.post(url, BO | {"phone": ""})
    assert answer.status_code == 409
    assert "Bo Brandt" in answer.text
    assert client.post(url, BO).status_code == 302
    assert Proposal.objects.get().contact_person == NamedContact.objects.get()
    assert "87 65 43 21" in client.get(url).text
    assert client.post(url, {}).status_code == 302
    assert not NamedContact.objects.exists()
