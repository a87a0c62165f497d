"""Help to vote: the page, by area; its calendars and its feed; and the two clicks that lead there."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.timezone import localtime
from tests import make
from tests.ballots.voter import enter
from tests.events import made as events
from tests.polling import made

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Channel, PhaseKind
from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.events.actions import cancel_event
from deltagerbudget.polling.actions import close_station
from deltagerbudget.polling.helping import help_for, votes_near
from deltagerbudget.polling.rules import bring, openings_in
from deltagerbudget.processes.models import Phase, Process

pytestmark = pytest.mark.django_db
HELP = "/hjaelp-til-at-stemme/"


def day(number: int = 1) -> str:
    on = localtime(make.now()) + timedelta(days=number)
    return f"{on.day}.{on.month}.{on.year}"


def library(vote: Vote, **values: Any) -> Station:
    told = {
        "openings": f"{day(2)} 10-18\n{day(1)} kl. 10.30-14.00",
        "languages": "dansk, arabisk",
        "phone": "12 34 56 78",
    }
    return made.library(
        vote.process, **(told | {"step_free": True, "has_loop": True, "quiet_hours": "tirsdag 9-11"} | values)
    )


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_two_clicks_from_the_front_page_lead_to_all_that_one_must_know(client: Client) -> None:
    vote = made.open_vote()
    station = library(vote)
    event = events.planned(vote.process, title="Hjælp i hallen", helps_to_vote=True, languages="somali")
    front = text_of(client, "/")
    assert f'href="{HELP}"' in front
    first = text_of(client, HELP)
    slug = vote.process.areas.get().slug
    assert f'href="{HELP}{slug}/"' in first
    for page in (first, text_of(client, f"{HELP}{slug}/")):
        for words in (
            station.name, station.address, station.hours, "10.30–14.00", "tirsdag 9-11", "Teleslynge", "dansk, arabisk",
            "12 34 56 78", "Sundhedskort", "MitID", f"{HELP}sted/{station.pk}.ics", event.title, "somali",
        ):  # fmt: skip
            assert words.lower() in page.lower(), words
        assert "csrf" not in page
        assert "<script" not in page.split("<main")[1]


def test_the_page_of_the_vote_and_the_booth_lead_there(client: Client) -> None:
    vote = made.open_vote()
    assert f'href="{HELP}{vote.process.areas.get().slug}/"' in text_of(
        client, f"/deltagerbudgetter/{vote.process.slug}/"
    )
    assert f'href="{HELP}"' in enter(vote).get("").content.decode()


def test_an_area_is_found_by_a_word_and_nothing_is_kept(client: Client) -> None:
    library(made.open_vote())
    found = client.get(HELP, {"find": "tranbj"})
    assert (found.status_code, found["Location"]) == (302, f"{HELP}tranbjerg/")
    assert found["Cache-Control"] == "no-store"
    assert client.get(HELP, {"omraade": "tranbjerg"})["Location"] == f"{HELP}tranbjerg/"
    assert "Atlantis" in client.get(HELP, {"find": "Atlantis"}).content.decode()
    for odd in ("\0", "x" * 500, "%", "<b>"):
        assert client.get(HELP, {"find": odd, "omraade": odd}).status_code == 200
    assert client.get(f"{HELP}atlantis/").status_code == 404


def test_only_what_helps_to_vote_and_is_to_come(client: Client) -> None:
    vote = made.open_vote()
    near = library(vote)
    gone = close_station(make.tove(), made.library(vote.process, name="Lukket hal"), at=make.now())
    events.planned(vote.process, title="Idédag uden stemmer")
    cancelled = events.planned(vote.process, title="Aflyst hjælp", kind="help")
    cancel_event(make.tove(), cancelled, reason="Sygdom", at=make.now())
    other = make.area("Skødstrup")
    events.planned(other, title="Hjælp et andet sted", kind="help")
    page = text_of(client, HELP)
    assert near.name in page
    for title in (gone.name, "Idédag uden stemmer", "Aflyst hjælp", "Hjælp et andet sted"):
        assert title not in page, title
    assert near.name not in text_of(client, f"{HELP}{other.slug}/")
    assert client.get(f"{HELP}sted/{gone.pk}.ics").status_code == 404


def test_a_closed_vote_needs_no_help(client: Client) -> None:
    vote = make.closed(made.open_vote())
    Station.objects.create(process=vote.process, name="Efter lukketid", address="Torvet 1", hours="10-16")
    assert "Efter lukketid" not in text_of(client, HELP)
    assert f'href="{HELP}"' not in text_of(client, "/")


def unfrozen(**values: Any) -> tuple[Process, Station]:
    """Nothing of its vote is fixed yet, and a place stands ready for it."""
    process = make.process(PhaseKind.REVIEW, **values)
    place = Station.objects.create(process=process, name="Skolen", address="Torvet 1", hours="10-16", is_open=True)
    return process, place


def moved(process: Process, first: int, last: int) -> None:
    """By hand: the vote is so many days from now."""
    span = {"starts_at": make.now() + timedelta(days=first), "ends_at": make.now() + timedelta(days=last)}
    Phase.objects.filter(process=process, kind=PhaseKind.VOTE).update(**span)


def test_help_is_told_of_a_month_before_the_vote_and_until_its_end(client: Client) -> None:
    process, place = unfrozen(channels=made.WAYS)
    for (first, last), is_shown in (((29, 40), True), ((31, 40), False), ((-9, -1), False), ((-9, 1), True)):
        moved(process, first, last)
        assert (place.name in text_of(client, HELP)) is is_shown, (first, last)


def test_no_help_with_a_vote_that_nobody_can_give_there(client: Client) -> None:
    """Closed before its time, not opened, or online alone."""
    vote = made.open_vote()
    place = library(vote)
    assert place.name in text_of(client, HELP)
    Vote.objects.filter(pk=vote.pk).update(closed_at=make.now())
    assert place.name not in text_of(client, HELP)
    process, other = unfrozen(channels=made.WAYS)
    moved(process, 1, 9)
    assert other.name in text_of(client, HELP)
    Process.objects.filter(pk=process.pk).update(channels=[Channel.MITID])
    assert other.name not in text_of(client, HELP)
    Process.objects.filter(pk=process.pk).update(channels=made.WAYS, opened_at=None)
    assert other.name not in text_of(client, HELP)


def test_what_is_nearest_in_time_comes_first(client: Client) -> None:
    vote = made.open_vote()
    library(vote, name="Aaby Bibliotek", openings=f"{day(5)} 10-18")
    library(vote, name="Zoologisk Have", openings=f"{day(1)} 10-18")
    page = text_of(client, HELP)
    assert page.index("Zoologisk Have") < page.index("Aaby Bibliotek")


def test_a_day_that_is_over_is_not_shown(client: Client) -> None:
    place = library(made.open_vote())
    first, second = place.openings.order_by("starts_at")
    # By hand: the first day has gone by.
    over = {"starts_at": make.now() - timedelta(hours=5), "ends_at": make.now() - timedelta(hours=1)}
    type(first).objects.filter(pk=first.pk).update(**over)
    [row] = [row for row in help_for(votes_near(make.now()), make.now()) if row.title == place.name]
    assert len(row.days) == 1
    assert row.starts_at == second.starts_at


def test_calendars_hold_each_day_of_a_place(client: Client) -> None:
    vote = made.open_vote()
    station = library(vote)
    one = text_of(client, f"{HELP}sted/{station.pk}.ics")
    assert one.count("BEGIN:VEVENT") == 2
    assert all(len(line.encode()) <= 75 for line in one.split("\r\n"))
    events.planned(vote.process, helps_to_vote=True)
    for path in (f"{HELP}kalender.ics", f"{HELP}tranbjerg/kalender.ics"):
        whole = text_of(client, path)
        assert whole.count("BEGIN:VEVENT") == 3
        assert len(set(re.findall(r"UID:(.*)\r\n", whole))) == 3
    before = re.findall(r"SEQUENCE:(\d+)", one)
    made.open_station(
        make.tove(), vote.process, values=made.LIBRARY | {"address": "Torvet 2"}, at=make.now() + timedelta(minutes=5)
    )
    after = text_of(client, f"{HELP}sted/{station.pk}.ics")
    assert "Torvet 2" in after
    assert re.findall(r"SEQUENCE:(\d+)", after) > before


def test_a_place_without_days_is_open_as_long_as_the_vote(client: Client) -> None:
    vote = made.open_vote()
    station = library(vote, openings="")
    assert text_of(client, f"{HELP}sted/{station.pk}.ics").count("BEGIN:VEVENT") == 1


def test_the_feed_holds_the_same_list(client: Client) -> None:
    vote = made.open_vote()
    station = library(vote, address="Torvet <1> & 2")
    for path in (f"{HELP}nyt.atom", f"{HELP}tranbjerg/nyt.atom"):
        response = client.get(path)
        assert response["Content-Type"].startswith("application/atom+xml")
        entries = ElementTree.fromstring(response.content).findall("{http://www.w3.org/2005/Atom}entry")  # noqa: S314
        assert [entry.findtext("{http://www.w3.org/2005/Atom}title") for entry in entries] == [station.name]
    assert text_of(client, f"{HELP}nyt.atom") == text_of(client, f"{HELP}nyt.atom")


def test_queries_are_few_whatever_the_number(client: Client, django_assert_max_num_queries: Any) -> None:
    vote = made.open_vote()
    for number in range(6):
        library(vote, name=f"Sted {number}")
        events.planned(vote.process, title=f"Hjælp {number}", helps_to_vote=True)
    for path in (HELP, f"{HELP}tranbjerg/", f"{HELP}kalender.ics", f"{HELP}tranbjerg/nyt.atom"):
        with django_assert_max_num_queries(9):
            text_of(client, path)


def test_days_are_read_as_people_write_them_and_a_slip_is_named() -> None:
    begins, ends = openings_in("2.12.2026 10-18")[0]
    assert (localtime(begins).hour, localtime(ends).hour) == (10, 18)
    assert openings_in("3/12/2026 kl. 9:30 – 12") > openings_in("2-12-2026, kl 9.30-12")
    for wrong in (
        "mandag 10-18",
        "31.2.2026 10-18",
        "2.12.2026 18-10",
        "2.12.2026 25-26",
        "\n".join(["2.12.2026 10-18"] * 61),
    ):
        with pytest.raises(NotPossible):
            openings_in(wrong)


def test_what_to_bring_follows_the_ways_to_vote() -> None:
    assert [bool(bring({way})) for way in Channel] == [True, True, False, True, False, True, True]


def test_what_is_not_told_about_a_place_stays_as_it_was() -> None:
    vote = made.open_vote()
    station = library(vote)
    again = made.library(vote.process, hours="Lørdag 10-14")
    assert (again.pk, again.phone, again.step_free) == (station.pk, "12 34 56 78", True)
    assert again.openings.count() == 2


def test_staff_correct_it_on_the_page_of_places(client: Client) -> None:
    vote = made.open_vote()
    station = library(vote)
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    path = f"/medarbejder/stemmesteder/i/{vote.process.slug}/"
    page = text_of(client, f"{path}?sted={station.pk}")
    assert f"{day(2)} 10.00-18.00" in page
    sent = made.LIBRARY | {"openings": "engang", "phone": "12 34 56 78"}
    refused = client.post(path, sent)
    assert refused.status_code == 422
    assert "engang" in refused.content.decode()
    assert client.post(path, sent | {"openings": f"{day(3)} 10-12", "has_parking": "on"}).status_code == 302
    station.refresh_from_db()
    assert (station.has_parking, station.step_free, station.openings.count()) == (True, False, 1)
    for odd in ("x", "9" * 30, "0"):
        assert client.get(path, {"sted": odd}).status_code == 200
