"""What the outage rule sees of a login service that does not answer: how often, and nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests import make
from tests.ballots.voter import Login, enter

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import tally
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.outages import away
from deltagerbudget.ballots.rules import Away, login_outage
from deltagerbudget.ballots.tally_models import Event, Tally

NOON = datetime(2027, 4, 1, 12, tzinfo=UTC)


def slot(place: int) -> datetime:
    return NOON + place * timedelta(minutes=10)


def noted(vote: Vote, place: int, failed: int, worked: int = 0) -> None:
    at = vote.closes_at - timedelta(hours=6) + place * timedelta(minutes=10)
    for event, number in ((Event.LOGIN_DOWN, failed), (Event.LOGIN_UP, worked)):
        for _time in range(number):
            tally.note(event, at=at, vote_id=vote.pk)
    tally.flush()


@pytest.mark.parametrize(
    ("slots", "minutes"),
    [
        ({}, 0),
        ({0: (2, 0)}, 0),
        ({0: (3, 0)}, 10),
        ({0: (9, 1)}, 0),
        ({0: (3, 0), 1: (1, 0), 2: (5, 1)}, 20),
        ({0: (3, 0), 6: (4, 0)}, 70),
        ({0: (3, 0), 3: (0, 2), 6: (4, 0)}, 20),
    ],
)
def test_it_works(slots: dict[int, tuple[int, int]], minutes: int) -> None:
    assert login_outage({slot(place): both for place, both in slots.items()}) == timedelta(minutes=minutes)


def test_the_site_counts_after_a_quarter_and_the_login_after_an_hour() -> None:
    hour, quarter, little = timedelta(hours=1), timedelta(minutes=15), timedelta(minutes=1)
    assert not Away(quarter, hour).counts
    assert Away(quarter, hour + little).counts == hour + little
    assert Away(quarter + little, hour).counts == quarter + little
    assert Away(quarter + little, hour + little).counts == hour + quarter + 2 * little


@pytest.mark.django_db
@pytest.mark.parametrize(("error", "event"), [("provider", Event.LOGIN_DOWN), ("", Event.LOGIN_UP), ("state", None)])
def test_a_return_is_counted_by_whose_fault_it_is_and_by_nobody(login: Login, error: str, event: Event | None) -> None:
    vote = make.open_vote()
    login.error = error
    enter(vote).log_in()
    tally.flush()
    rows = Tally.objects.filter(event__in=(Event.LOGIN_DOWN, Event.LOGIN_UP))
    assert [row.event for row in rows] == ([event] if event else [])
    assert all(row.hour.minute % 10 == row.hour.second == 0 and not row.channel for row in rows)


@pytest.mark.django_db
def test_a_service_that_cannot_even_be_begun_with_is_counted(login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    from deltagerbudget.identity.errors import IdentityError

    def fails(*_args: Any, **_values: Any) -> None:
        raise IdentityError("discovery")

    vote = make.open_vote()
    monkeypatch.setattr(login, "start", fails)
    assert enter(vote).client.post(f"/stem/{vote.process.slug}/log-ind/").status_code == 503
    tally.flush()
    assert Tally.objects.get().event == Event.LOGIN_DOWN


@pytest.mark.django_db
@pytest.mark.both
def test_an_hour_without_login_proposes_a_later_end_with_the_words_ready() -> None:
    vote = make.open_vote()
    for place in range(7):
        noted(vote, place, 3)
    noted(vote, 9, 0, 5)
    assert away(vote) == Away(timedelta(), timedelta(minutes=70))
    make.tove()
    client = Client()
    client.force_login(make.person("Tove Tovholder", age=45))
    page = client.get(f"/medarbejder/afstemning/{vote.process.slug}/aendringer/").content.decode()
    assert "Ingen kunne logge ind i 70 minutter" in page
    assert "fordi login-tjenesten ikke svarede" in page


@pytest.mark.django_db
def test_a_vote_without_that_way_has_no_such_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    vote = make.open_vote(channels=[Channel.HANDOUT])
    for place in range(9):
        noted(vote, place, 3)
    assert not away(vote).counts
