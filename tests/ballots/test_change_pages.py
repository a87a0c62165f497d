"""The staff's page on which two persons change a frozen vote in the open."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests import make
from tests.ballots.changing import changed

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.actor import Actor
from deltagerbudget.ballots.models import Change, Vote
from deltagerbudget.ballots.rules import end_after_outage
from deltagerbudget.installation.models import Outage

pytestmark = pytest.mark.django_db
WHY = {"reason_da": "Grunden er solgt.", "reason_en": "Sold."}


def of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def url(vote: Vote, part: str = "") -> str:
    return f"/medarbejder/afstemning/{vote.process.slug}/aendringer/{part}"


def digest(client: Client, vote: Vote) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', client.get(url(vote)).content.decode())
    assert found
    return found[1]


def test_one_asks_and_another_reads_the_same_and_confirms() -> None:
    vote = make.open_vote()
    first, second = of(make.tove()), of(make.tom())
    assert first.post(url(vote, "projekt/"), WHY | {"number": "1"}).status_code == 302
    page = second.get(url(vote)).content.decode()
    assert "Grunden er solgt." in page
    assert 'name="seen"' not in first.get(url(vote)).content.decode()
    assert second.post(url(vote, "projekt/"), {"seen": digest(second, vote)}).status_code == 302
    assert changed(vote).withdrawn == [1]
    assert "waits for you as the second person" not in second.get("/medarbejder/").content.decode()


def test_whoever_confirms_confirms_what_was_on_the_screen() -> None:
    vote = make.open_vote()
    first, second = of(make.tove()), of(make.tom())
    first.post(url(vote, "projekt/"), WHY | {"number": "1"})
    seen = digest(second, vote)
    first.post(url(vote, "projekt/"), WHY | {"number": "2"})
    assert second.post(url(vote, "projekt/"), {"seen": seen}).status_code == 409
    assert changed(vote).withdrawn == []


def test_a_form_that_cannot_be_taken_keeps_what_was_typed() -> None:
    vote = make.open_vote()
    answer = of(make.tove()).post(url(vote, "haendelse/"), {"reason_da": "Siden var nede i 40 minutter."})
    assert answer.status_code == 422
    assert "Siden var nede i 40 minutter." in answer.content.decode()
    earlier = f"{timezone.localtime(vote.closes_at - timedelta(days=1)):%Y-%m-%dT%H:%M}"
    answer = of(make.tove()).post(url(vote, "forlaeng/"), WHY | {"closes_at": earlier})
    assert answer.status_code == 409
    assert "Grunden er solgt." in answer.content.decode()
    assert not Change.objects.exists()


def test_the_page_lists_no_choice_and_no_number_of_ballots() -> None:
    vote = make.open_vote()
    client = of(make.tove())
    before = client.get(url(vote)).content.decode()
    make.cast(vote, "anna", [1])
    hidden = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert hidden.sub("", client.get(url(vote)).content.decode()) == hidden.sub("", before)


def test_the_second_person_is_told_on_the_desk() -> None:
    vote = make.open_vote()
    of(make.tove()).post(url(vote, "projekt/"), WHY | {"number": "1"})
    assert url(vote) in of(make.tom()).get("/medarbejder/").content.decode()


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_others_do_not_get_in(who: object) -> None:
    vote = make.open_vote()
    client = of(who())  # type: ignore[operator]
    assert client.get(url(vote)).status_code == 403
    assert client.post(url(vote, "projekt/"), WHY | {"number": "1"}).status_code == 403


def test_after_an_outage_a_later_end_stands_ready() -> None:
    vote = make.open_vote()
    client = of(make.tove())
    began = vote.closes_at - timedelta(hours=5)
    Outage.objects.create(began_at=began, ended_at=began + timedelta(minutes=14))
    assert "stod stille" not in client.get(url(vote)).content.decode()
    Outage.objects.create(began_at=began + timedelta(hours=1), ended_at=began + timedelta(hours=1, minutes=21))
    page = client.get(url(vote)).content.decode()
    later = end_after_outage(vote.closes_at, timedelta(minutes=35))
    assert later is not None
    assert "stod stille i 35 minutter" in page
    assert f"{timezone.localtime(later):%Y-%m-%dT20:00}" in page
    assert "did not answer for 35 minutes" in page


def test_the_outage_rule() -> None:
    noon = timezone.localtime(make.now()).replace(hour=12, minute=0, second=0, microsecond=0)
    evening = noon.replace(hour=20)
    assert end_after_outage(noon, timedelta(minutes=15)) is None
    assert end_after_outage(noon, timedelta(minutes=16)) == evening
    assert end_after_outage(evening, timedelta(minutes=16)) == evening + timedelta(days=1)
