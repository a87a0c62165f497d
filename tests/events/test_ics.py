"""Calendar files, octet by octet."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import make
from tests.events.made import planned, soon, values

from deltagerbudget.events.actions import change_event
from deltagerbudget.events.ics import Appointment, calendar, escaped, folded, utc
from deltagerbudget.ui.danish import COPENHAGEN

AT = datetime(2026, 10, 25, 12, tzinfo=COPENHAGEN)
ROW = Appointment("event-1@example.dk", 2, AT, AT, AT + timedelta(hours=1), "Idédag", "Hallen", "Kom", "https://x.dk/")


def test_it_works() -> None:
    assert calendar([ROW]).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Deltagerbudget//DA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:event-1@example.dk",
        "DTSTAMP:20261025T110000Z",
        "DTSTART:20261025T110000Z",
        "DTEND:20261025T120000Z",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "SUMMARY:Idédag",
        "LOCATION:Hallen",
        "DESCRIPTION:Kom",
        "URL:https://x.dk/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_times_are_in_utc_on_both_sides_of_a_change_of_clocks() -> None:
    assert utc(datetime(2026, 10, 25, 2, 30, tzinfo=COPENHAGEN)) == "20261025T003000Z"
    assert utc(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=COPENHAGEN)) == "20261025T013000Z"


def test_signs_are_escaped() -> None:
    assert escaped("a\\b; c, d\r\ne\nf") == "a\\\\b\\; c\\, d\\ne\\nf"


def test_t03_no_text_begins_a_line_of_its_own() -> None:
    attack = Appointment(**(vars(ROW) | {"summary": "Hej\r\nATTENDEE:mailto:x\u2028BEGIN:VEVENT\x00"}))
    lines = calendar([attack]).split("\r\n")
    assert len(lines) == len(calendar([ROW]).split("\r\n"))
    assert lines[12] == "SUMMARY:Hej\\nATTENDEE:mailto:x\\nBEGIN:VEVENT"


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_lines_are_folded_at_75_octets_and_unfold_to_the_same(text: str) -> None:
    lines = folded(text).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])
    assert "".join([lines[0], *(line[1:] for line in lines[1:])]) == text


@pytest.mark.django_db
def test_the_identity_stays_and_the_number_of_the_version_rises(client: Client) -> None:
    event = planned()
    url = f"/moeder/{event.pk}/kalender.ics"
    before = client.get(url)
    assert before.headers["Content-Type"] == "text/calendar; charset=utf-8"
    change_event(make.tove(), event, values=values(starts_at=soon(5)), at=make.now() + timedelta(minutes=5))
    after = client.get(url).text
    uid = next(line for line in before.text.split("\r\n") if line.startswith("UID:"))
    assert f"{uid}\r\n" in after
    assert "SEQUENCE:0" in before.text
    assert "SEQUENCE:1" in after


@pytest.mark.django_db
def test_the_feed_of_a_deltagerbudget_has_its_own_and_those_of_its_area(client: Client) -> None:
    process = make.process()
    planned(process, title="Idédag")
    planned(make.area(), title="Rådgivning")
    planned(make.area("Viby"), title="Langt væk")
    text = client.get(f"/moeder/deltagerbudget/{process.slug}.ics").text
    assert text.count("BEGIN:VEVENT") == 2
    assert f"X-WR-CALNAME:{process.title}" in text
    assert "Langt" not in text
    assert client.get(f"/moeder/deltagerbudget/{make.draft_process().slug}.ics").status_code == 404
