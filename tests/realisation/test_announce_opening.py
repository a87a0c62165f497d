"""The opening: the last promise, a meeting for everyone, kept by the clock like every milestone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from django.utils.translation import override
from tests import make
from tests.events import made as events
from tests.notifications import following
from tests.realisation import initiatives
from tests.realisation.winners import in_days, late_by, planned, started

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.events.actions import cancel_event
from deltagerbudget.events.cards import when_of
from deltagerbudget.events.models import Event
from deltagerbudget.notifications import outbox
from deltagerbudget.notifications.duties import remind_owners
from deltagerbudget.notifications.letters import Letter, letters, written
from deltagerbudget.realisation.actions import finish_realisation, move_milestone, plan_milestone, reach_milestone
from deltagerbudget.realisation.models import Milestone, MilestoneReminder, Realisation
from deltagerbudget.realisation.opening import announce_opening

pytestmark = pytest.mark.django_db


def announced(row: Realisation | None = None, **given: Any) -> Milestone:
    told = {"title": "Indvielse af bænken", "capacity": None, "starts_at": events.soon(20)} | given
    return announce_opening(make.tove(), row or started(), values=events.values(**told), at=make.now())


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.both
def test_it_works(client: Client) -> None:
    """On the project's page, the board, the lists and calendars of the deltagerbudget; and told."""
    row = started()
    proposal = row.proposal
    assert proposal is not None
    process = proposal.process
    follower = following.address("nabo@example.dk", proposal)
    following.hush()
    milestone = announced(row)
    event = milestone.event
    assert event is not None
    assert (event.process, event.kind, milestone.due_on) == (process, "opening", localdate(event.starts_at))
    page = f"/deltagerbudgetter/{process.slug}/forslag/{proposal.number}/"
    for path in (page, "/moeder/", f"/moeder/deltagerbudget/{process.slug}/"):
        assert f'href="/moeder/{event.pk}/"' in text_of(client, path), path
    assert "Indvielse: " in text_of(client, "/projekter/")
    assert "Indvielse af b" in text_of(client, f"/moeder/deltagerbudget/{process.slug}.ics")
    told = following.tell()
    assert [mail.to for mail in told] == [[follower.email]]
    assert event.place in str(told[0].body)
    assert Entry.objects.get(act=Act.ANNOUNCE_OPENING).detail["event"] == event.pk


def invited() -> list[Letter]:
    rows = Entry.objects.filter(act=Act.ANNOUNCE_OPENING).order_by("pk")
    return [letter for entry in rows for letter in letters(entry)]


def test_the_authors_are_invited_by_letter_though_they_follow_nothing() -> None:
    row = started()
    milestone = announced(row, place="Ved www.søen.dk")
    assert milestone.event is not None
    assert [letter.template for letter in invited()] == ["opening"]
    assert [letter.receiver.name for letter in invited()] == ["Forfatter 0"]
    said = written(invited()[0])
    assert said.subject == f'Du er inviteret til indvielsen af "{row.title}"'
    with override("da"):
        when = when_of(milestone.event.starts_at, milestone.event.ends_at)
    assert f"Dit projekt bliver indviet {when}: Ved " in said.text
    for path in (f"/moeder/{milestone.event.pk}/", f"/moeder/{milestone.event.pk}/kalender.ics"):
        assert path in said.text
    assert "www.søen.dk" not in said.text, "a mail program would make a link of it"


def test_an_author_who_follows_too_is_told_once() -> None:
    """By the letter; also one who follows without the account, in other letters of the address."""
    row = started()
    assert row.proposal is not None
    author = Person.objects.get(name="Forfatter 0")
    following.person(author.name, row.proposal)
    following.address(author.email.upper(), row.proposal.process)
    following.address("nabo@example.dk", row.proposal)
    following.hush()
    announced(row)
    while outbox.read_journal(at=make.now()):
        pass
    following.tell()
    assert sorted(mail.to[0] for mail in django_mail.outbox) == sorted([author.email, "nabo@example.dk"])


def test_no_letter_of_a_meeting_that_is_cancelled_before_it_is_written() -> None:
    row = started()
    first = announced(row)
    assert first.event is not None
    cancel_event(make.tove(), first.event, reason="Storm", at=make.now())
    assert invited() == []
    second = announced(row)
    assert [str(letter.values["address"]()) for letter in invited()] == [f"/en/moeder/{second.event_id}/"]


def test_an_initiative_is_opened_in_its_area() -> None:
    """And has no author to write to."""
    milestone = announced(initiatives.published())
    assert milestone.event is not None
    assert milestone.event.area == make.area()
    assert invited() == []


def test_the_clock_treats_it_as_every_milestone() -> None:
    row = started()
    milestone = late_by(announced(row), 1)
    assert row.station(make.today()) == "late"
    remind_owners(at=make.now())
    assert set(MilestoneReminder.objects.filter(milestone=milestone).values_list("kind", flat=True)) >= {"passed"}
    with pytest.raises(NotPossible, match="milestone"):
        finish_realisation(make.tove(), row, finished_on=make.today(), at=make.now())
    reach_milestone(make.tove(), milestone, reached_on=make.today(), at=make.now())
    assert finish_realisation(make.tove(), row, finished_on=make.today(), at=make.now()).finished_on


def test_it_is_the_last_promise() -> None:
    row = started()
    planned(row, due_on=in_days(40))
    with pytest.raises(NotPossible, match="last promise"):
        announced(row)
    assert not Event.objects.exists()


def test_one_that_was_promised_gets_its_meeting() -> None:
    row = started()
    promised = plan_milestone(make.tove(), row, title="Indvielse", due_on=in_days(25), is_opening=True, at=make.now())
    with pytest.raises(NotPossible, match="already"):
        plan_milestone(make.tove(), row, title="Igen", due_on=in_days(30), is_opening=True, at=make.now())
    with pytest.raises(NotPossible, match="Move that date first"):
        announced(row)
    move_milestone(make.tove(), promised, due_on=in_days(20), reason="Den er klar før.", at=make.now())
    assert announced(row).pk == promised.pk
    with pytest.raises(NotPossible, match="announced already"):
        announced(row)


def test_one_that_has_been_held_is_not_announced_again() -> None:
    row = started()
    milestone = announced(row)
    reach_milestone(make.tove(), milestone, reached_on=make.today(), at=make.now())
    with pytest.raises(NotPossible, match="has been held"):
        announced(row)


def test_a_cancelled_one_is_said_and_gets_another(client: Client) -> None:
    row = started()
    first = announced(row)
    assert first.event is not None
    following.address("nabo@example.dk", row.proposal)  # type: ignore[arg-type]
    cancel_event(make.tove(), first.event, reason="Storm", at=make.now())
    following.tell()
    assert all("Indvielse" not in str(mail.body) for mail in django_mail.outbox)
    assert "Indvielse: " not in text_of(client, "/projekter/")
    second = announced(row)
    assert (second.pk, Event.objects.count()) == (first.pk, 2)
    assert second.event != first.event


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_who_may_not(who: Callable[[], make.Actor]) -> None:
    row = started()
    with pytest.raises(NotYours):
        announce_opening(who(), row, values=events.values(starts_at=events.soon(20)), at=make.now())


def test_not_in_the_past_and_not_when_it_is_over() -> None:
    row = started()
    with pytest.raises(NotPossible):
        announced(row, starts_at=make.now() - timedelta(days=1))
    finish_realisation(make.tove(), row, finished_on=make.today(), at=make.now())
    with pytest.raises(NotPossible):
        announced(row)


@pytest.mark.both
def test_the_database_holds_one_opening_and_no_meeting_of_another_promise() -> None:
    milestone = announced()
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(realisation=milestone.realisation, title="x", due_on=in_days(1), is_opening=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.filter(pk=milestone.pk).update(is_opening=False)


def test_the_form_says_what_is_wrong_and_loses_nothing(client: Client) -> None:
    row = started()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    path = f"/medarbejder/projekter/{row.pk}/indvielse/"
    assert 'name="kind"' not in text_of(client, path)
    sent = {"title": "Indvielse", "place": "", "host": "Tove"}
    refused = client.post(path, sent)
    assert refused.status_code == 422
    assert 'value="Indvielse"' in refused.content.decode()
    day = f"{in_days(30):%Y-%m-%d}"
    sent |= {"place": "Søen", "starts_at": f"{day}T14:00", "ends_at": f"{day}T15:00", "step_free": "on"}
    assert client.post(path, sent).status_code == 302
    assert Event.objects.get().step_free


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        text_of(client, path)
    return sum("acts_clockoffset" not in query["sql"] for query in found.captured_queries)


def test_the_meeting_costs_no_query(client: Client) -> None:
    row = started()
    planned(row)
    proposal = row.proposal
    assert proposal is not None
    paths = ("/projekter/", f"/deltagerbudgetter/{proposal.process.slug}/forslag/{proposal.number}/")
    before = [asked(client, path) for path in paths]
    announced(row)
    assert [asked(client, path) for path in paths] == before
