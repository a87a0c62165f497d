"""A9: whoever did not win gets a next step, at the minute of the publication."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.realisation.initiatives import published as initiative

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.notifications.letters import letters, written
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal

pytestmark = pytest.mark.django_db


def decided() -> tuple[Proposal, Proposal]:
    """A winner, and one that did not win."""
    process = make.finished().vote.process
    rows = {row.number: row for row in process.proposals.all()}
    return rows[1], rows[2]


def url(proposal: Proposal) -> str:
    return f"/deltagerbudgetter/{proposal.process.slug}/forslag/{proposal.number}/naeste/"


def logged_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def test_a9_winners_and_losers_hear_at_the_minute_of_the_publication() -> None:
    winner, lost = decided()
    entry = Entry.objects.get(act=Act.PUBLISH_RESULT)
    told = letters(entry)
    assert len(told) == 3
    bodies = {letter.receiver.pk: written(letter).text for letter in told}
    assert url(lost) in bodies[lost.author_ids()[0]]
    assert "/naeste/" not in bodies[winner.author_ids()[0]]


def test_the_page_of_one_that_did_not_win_leads_there_and_a_winner_has_none() -> None:
    winner, lost = decided()
    assert url(lost) in Client().get(url(lost).removesuffix("naeste/")).content.decode()
    assert "naeste/" not in Client().get(url(winner).removesuffix("naeste/")).content.decode()
    assert Client().get(url(lost)).status_code == 200
    assert Client().get(url(winner)).status_code == 404


def test_nothing_is_said_before_the_result_is_published() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    make.counted(make.closed(vote))
    lost = vote.process.proposals.get(number=2)
    assert Client().get(url(lost)).status_code == 404


def test_it_names_what_is_open_and_what_else_is_paid_for_here() -> None:
    _winner, lost = decided()
    assert "tager imod forslag her lige nu" in Client().get(url(lost)).content.decode()
    other, elsewhere = make.process(), initiative()
    page = Client().get(url(lost)).content.decode()
    assert other.title in page
    assert elsewhere.title in page
    assert "Oplandspuljen" in page


def test_the_words_come_along_as_a_draft() -> None:
    _winner, lost = decided()
    target = make.process()
    author = make.actor_for(lost.author_ids()[0])
    client = logged_in(author)
    assert target.title in client.get(f"/forslag/{lost.pk}/igen/").content.decode()
    done = client.post(f"/forslag/{lost.pk}/igen/", {"forloeb": target.slug})
    draft = Proposal.objects.get(process=target)
    assert (done.status_code, done.url) == (302, f"/forslag/{draft.pk}/ret/")  # type: ignore[attr-defined]
    assert (draft.stage, draft.title, draft.what) == ("draft", lost.title, lost.what)
    assert draft.authorships.get().consent_at is None


def test_t14_nobody_takes_the_words_of_another_and_nothing_begins_where_nothing_is_taken() -> None:
    _winner, lost = decided()
    target = make.process()
    assert logged_in(make.uffe()).get(f"/forslag/{lost.pk}/igen/").status_code == 404
    make.shift_to(target, PhaseKind.VOTE)
    client = logged_in(make.actor_for(lost.author_ids()[0]))
    assert client.post(f"/forslag/{lost.pk}/igen/", {"forloeb": target.slug}).status_code == 404
    assert not Proposal.objects.filter(process=target).exists()


def test_what_a_deltagerbudget_refuses_is_said() -> None:
    _winner, lost = decided()
    target = make.process(proposals_per_person=1)
    author = make.actor_for(lost.author_ids()[0])
    make.submitted(Process.objects.get(pk=target.pk), author=author)
    page = logged_in(author).post(f"/forslag/{lost.pk}/igen/", {"forloeb": target.slug})
    assert page.status_code == 409
