"""Following a vote: who may, from how many on, and that no choice is ever seen."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import make
from tests.promises import by_hand

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.vocabulary import Channel, PhaseKind
from deltagerbudget.ballots import keybox
from deltagerbudget.ballots.models import Ballot, Eligible, Roll, Station, Vote
from deltagerbudget.ballots.tally_models import Event, Tally
from deltagerbudget.scrutiny.reading import Table, helped, per_channel, per_hour, turnout

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def seen(vote: Vote, who: Any = make.tove) -> str:
    client = Client()
    client.force_login(Person.objects.get(pk=who().person_id))
    answer = client.get(f"/medarbejder/foelg/{vote.process.slug}/")
    assert answer.status_code == 200
    return TOKEN.sub("", answer.content.decode())


def voted(vote: Vote, number: int, choice: int = 1) -> None:
    for place in range(number):
        make.cast(vote, f"vælger {place}", [choice])


def counted(vote: Vote, numbers: dict[Event, int], *, hours_ago: int = 3, channel: Channel = Channel.MITID) -> None:
    hour = make.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
    for event, number in numbers.items():
        Tally.objects.create(vote=vote, hour=hour, event=event, channel=channel, number=number)


def test_it_works() -> None:
    vote = make.open_vote()
    voted(vote, 25)
    counted(vote, {Event.STARTED: 61, Event.IDENTIFIED: 42, Event.CAST: 37, Event.CHANGED: 8})
    page = seen(vote)
    assert all(f">{number}<" in page for number in (61, 42, 37, 8))


def test_t57_under_25_votes_nothing_is_shown() -> None:
    vote = make.open_vote()
    counted(vote, {Event.STARTED: 61, Event.IDENTIFIED: 42, Event.CAST: 37})
    before = seen(vote)
    voted(vote, 24)
    assert seen(vote) == before
    assert ">61<" not in before


def test_t57_the_hour_under_way_is_not_shown() -> None:
    vote = make.open_vote()
    voted(vote, 25)
    counted(vote, {Event.CAST: 37})
    before = seen(vote)
    counted(vote, {Event.CAST: 59, Event.IDENTIFIED: 59}, hours_ago=0)
    assert seen(vote) == before


def test_t57_one_look_after_another_tells_of_no_single_voter() -> None:
    vote = make.open_vote()
    for channel in (Channel.MITID, Channel.DESK):
        counted(vote, {Event.CAST: 27}, channel=channel)

    def looked_at() -> list[list[int | None]]:
        tables = per_channel(vote, make.now()), per_hour(vote, make.now())
        lines = [*tables[0].lines, tables[1].lines[-1]]
        return [[cell.number for cell in line.cells] for line in lines]

    counted(vote, {Event.CAST: 8}, hours_ago=2)
    before = looked_at()
    counted(vote, {Event.CAST: 1}, hours_ago=1, channel=Channel.DESK)
    assert looked_at() == before


def test_t57_two_votes_that_differ_only_in_choices_give_the_same_page() -> None:
    first, second = make.open_vote(), make.open_vote()
    for vote in (first, second):
        make.shift_to(vote.process, PhaseKind.VOTE)
    voted(first, 26, choice=1)
    voted(second, 26, choice=3)
    for vote in (first, second):
        counted(vote, {Event.STARTED: 61, Event.CAST: 26})
    pages = [seen(vote).replace(vote.process.slug, "S").replace(vote.process.title, "T") for vote in (first, second)]
    assert pages[0] == pages[1]


def test_t57_few_people_of_a_place_or_an_age_are_not_shown() -> None:
    vote = make.open_vote()
    Roll.objects.create(vote=vote, cut_off=make.today(), people=60, loaded_at=make.now())
    for place in range(60):
        band = "13-17" if place < 20 else "18-64"
        Eligible.objects.create(
            vote=vote, pseudonym=make.pseudonym(vote, f"vælger {place}"), area="tranbjerg", band=band
        )
    for place in (0, 1, *range(20, 50)):
        make.cast(vote, f"vælger {place}", [1])
    table = turnout(vote)
    assert table is not None
    assert [cell.number for cell in table.lines[0].cells] == [None, None, 30]
    assert "2 af 20" not in seen(vote)


@pytest.mark.parametrize("who", [make.anna, make.bo, make.fie])
def test_t56_others_do_not_get_in(who: Any) -> None:
    vote = make.open_vote()
    client = Client()
    client.force_login(Person.objects.get(pk=who().person_id))
    assert client.get(f"/medarbejder/foelg/{vote.process.slug}/").status_code == 403


def test_a_box_that_does_not_open_is_said() -> None:
    vote = make.open_vote()
    make.cast(vote, "anna", [1])
    assert 'role="alert"' not in seen(vote)
    with by_hand():
        Ballot.objects.update(ciphertext=b"x" * 200)
    assert 'role="alert"' in seen(vote)
    assert keybox.has_keys(vote.pk)


def helped_at(vote: Vote, place: str, handed: int, with_help: int, *, hours_ago: int = 3) -> None:
    station, _is_new = Station.objects.get_or_create(process=vote.process, name=place)
    hour = make.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
    for event, number in ((Event.CAST, handed), (Event.HELPED, with_help)):
        Tally.objects.create(vote=vote, hour=hour, event=event, channel=Channel.KIOSK, station=station, number=number)


def numbers_of(table: Table | None) -> list[list[int | None]]:
    assert table is not None
    return [[cell.number, cell.of] for line in table.lines for cell in line.cells]


def test_votes_with_help_are_a_number_by_place_and_few_are_not_shown() -> None:
    vote = make.open_vote()
    assert helped(vote, make.now()) is None
    for place, handed, with_help in (("Bibliotek", 60, 23), ("Hallen", 40, 12), ("Skolen", 30, 2)):
        helped_at(vote, place, handed, with_help)
    # The one with two is hidden, and so is another, or the sum would give it away.
    assert numbers_of(helped(vote, make.now())) == [[20, None], [None, None], [None, None], [35, None]]
    voted(vote, 25)
    assert "Stemmer med hjælp" in seen(vote)


def test_after_closing_votes_with_help_stand_exactly_beside_all_that_were_handed_in() -> None:
    vote = make.open_vote()
    for place, handed, with_help in (("Bibliotek", 60, 23), ("Hallen", 40, 12)):
        helped_at(vote, place, handed, with_help)
    vote = make.closed(vote)
    assert numbers_of(helped(vote, make.now() + timedelta(hours=1)))[-1] == [35, 100]
