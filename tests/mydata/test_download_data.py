"""Everything about oneself in one file, and nothing of anybody else's."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from tests import make
from tests.events.made import planned
from tests.talk import said

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.events.actions import book_place
from deltagerbudget.mydata.actions import download_data
from deltagerbudget.mydata.rules import KEPT, Fate
from deltagerbudget.mydata.sheets import sheets
from deltagerbudget.notifications.actions import follow
from deltagerbudget.notifications.outbox import read_journal
from deltagerbudget.notifications.rules import Pace
from deltagerbudget.notifications.things import Thing
from deltagerbudget.processes.models import OwnField
from deltagerbudget.processes.own_fields import Kind
from deltagerbudget.proposals.models import FieldAnswer

pytestmark = pytest.mark.django_db
URL = "/min-side/hent-mine-data/"


def fetched(client: Client) -> dict[str, str]:
    answer = client.post(URL)
    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(BytesIO(body)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def anna(client: Client) -> Client:
    """Anna and Uffe have done the same things in the same deltagerbudget."""
    process = make.process()
    event = planned(process)
    for actor, title in ((make.anna(), "Annas bænk"), (make.author(7), "Syvs træ")):
        make.submitted(process, author=actor, title=title)
        book_place(actor, event, at=make.now())
    read_journal(at=make.now())
    client.force_login(Person.objects.get(pk=make.anna().person_id))
    return client


def test_it_works(anna: Client) -> None:
    files = fetched(anna)
    data = json.loads(files["mine-data.json"])
    assert data["Om dig"][0]["Navn"] == "Anna Jensen"
    assert data["Dine forslag"][0]["Titel"] == "Annas bænk"
    assert data["Dine bookinger"][0]["Hvad"] == "Idédag på biblioteket"
    assert data["Mails, vi har sendt dig"]
    assert "Annas bænk" in files["mine-data.html"]


def test_b76_it_holds_ones_own_and_nobody_elses(anna: Client) -> None:
    text = "".join(fetched(anna).values())
    for other in ("Syvs træ", "Forfatter 7", "forfatter-7@example.dk", "Tove"):
        assert other not in text.replace("Tove Tovholder, tovholder", ""), other
    assert "stemme" in text


def test_b76_what_was_written_to_the_municipality_is_in_it() -> None:
    """Answers that are not public, appeals, and what the municipality answered."""
    sent = said.proposal()
    field = OwnField.objects.create(process=sent.process, position=1, kind=Kind.SHORT, label_da="Hvem passer på den?")
    OwnField.objects.filter(pk=field.pk).update(is_public=False)
    FieldAnswer.objects.create(proposal=sent, field=field, value="Min søster")
    said.appealed(said.hidden(said.question(sent, by=make.anna())), make.anna())
    said.appealed(said.hidden(said.point(sent, "Naboens point.")))
    text = str(sheets(Person.objects.get(pk=make.anna().person_id)))
    for own in ("Hvem passer på den?: Min søster", "Det er mit eget navn.", "Naboens navn stod der."):
        assert text.count(own) == 1, own
    assert "Naboens point." not in text


def test_a_hidden_proposal_that_one_follows_is_not_named() -> None:
    sent = said.proposal()
    nina = Person.objects.get(pk=said.nina().person_id)
    follow(nina, Thing(sent), pace=Pace.AT_ONCE, at=make.now())
    assert sent.title in str(sheets(nina))
    said.hidden(sent)
    assert sent.title not in str(sheets(nina))


def test_who_may_not(anna: Client) -> None:
    stranger = Client()
    assert stranger.post(URL).url.startswith("/login/")  # type: ignore[attr-defined]
    assert not Entry.objects.filter(act=Act.DOWNLOAD_DATA).exists()


def test_t17_no_address_of_it_can_be_used_by_another(anna: Client) -> None:
    """It is the answer to one's own press of a button: a link, a referrer or a history opens nothing."""
    assert anna.get(URL).status_code == 405
    other = Client()
    other.force_login(Person.objects.get(pk=make.author(7).person_id))
    assert "Annas bænk" not in "".join(fetched(other).values())
    anna.post("/logud/")
    assert anna.post(URL).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Person.objects.get(pk=make.anna().person_id))
    assert strict.post(URL).status_code == 403


def test_the_journal_says_that_and_not_what(anna: Client) -> None:
    person = download_data(make.anna(), at=make.now())
    entry = Entry.objects.of(person).newest_first()[0]
    assert (entry.act, entry.detail, entry.process_id) == (Act.DOWNLOAD_DATA, {}, None)


def test_the_number_of_queries_is_fixed(anna: Client, django_assert_max_num_queries: Any) -> None:
    process = make.process()
    person = Person.objects.get(pk=make.anna().person_id)
    make.submitted(process)
    make.submitted(process)
    with django_assert_max_num_queries(26):
        sheets(person)


def test_every_thing_of_a_resident_is_in_it() -> None:
    """Whoever adds a row to the table decides here in which sheet a resident reads it."""
    read = {"acts.Entry.person", "acts.Look.subject", "events.Booking.person", "notifications.Follower.person"}
    read |= {"notifications.Mail.receiver", "proposals.Authorship.person", "together.JoinRequest.person"}
    read |= {"together.Invitation.invited_by", "together.Invitation.answered_by"}
    read |= {"together.Merge.offered_by", "together.Voice.person"}
    read |= {"support.Support.person"}
    read |= {f"talk.{name}.person" for name in ("Question", "Answer", "Point", "Agreement", "Report")}
    read |= {"behalf.Assisted.person", "notifications.Mail.resident"}
    assert {name for name, kept in KEPT.items() if kept.fate != Fate.STAFF} == read
