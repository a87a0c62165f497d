"""A meeting is planned by who answers for the place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests import make
from tests.events.made import hours, planned, soon, values

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.events.actions import plan_event
from deltagerbudget.events.models import Event

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    process = make.process()
    event = planned(process)
    entry = Entry.objects.of(event).newest_first()[0]
    assert (entry.act, entry.process_id, entry.detail) == (Act.PLAN_EVENT, process.pk, {})
    assert list(Event.objects.public().in_area(make.area())) == [event]
    assert list(Event.objects.public().of_process(process)) == [event]


def test_who_may_not() -> None:
    viby = make.area("Viby")
    for actor, where in ((make.anna(), make.area()), (make.bo(), make.area()), (make.fie(), viby)):
        with pytest.raises(NotYours):
            plan_event(actor, where, values=values(), at=make.now())
    for actor in (make.fie(), make.administrator()):
        assert plan_event(actor, make.area(), values=values(), at=make.now()).area == make.area()


def test_of_a_deltagerbudget_that_is_not_open_nothing_is_seen(client: Client) -> None:
    event = planned(make.draft_process())
    assert not Event.objects.public().exists()
    assert client.get(f"/moeder/{event.pk}/").status_code == 404
    assert event.title not in client.get("/moeder/").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"place": ""},
        {"about": "Ring til 070761-4285"},
        {"starts_at": soon(-1)},
        {"ends_at": soon() - timedelta(hours=1)},
        {"ends_at": soon() + timedelta(days=4)},
        {"slot_minutes": 30},
        {"capacity": 0},
        {"capacity": None, "slot_minutes": 4},
        {"capacity": None, "slot_minutes": 130},
        {"capacity": None, "slot_minutes": 5, "ends_at": soon() + timedelta(days=2)},
    ],
)
def test_what_cannot_be_held(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        planned(**wrong)


@pytest.mark.both
@pytest.mark.parametrize(
    "wrong",
    [
        {"area": None},
        {"ends_at": soon() - timedelta(days=1)},
        {"slot_minutes": 30},
        {"slot_minutes": 0, "capacity": None},
        {"cancelled_at": soon()},
    ],
)
def test_the_database_refuses_half_an_event(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(**(values(area=make.area(), updated_at=make.now()) | wrong))


def test_the_times_of_households_end_before_the_end() -> None:
    event = hours(ends_at=soon() + timedelta(minutes=100))
    assert [slot - event.starts_at for slot in event.offered] == [timedelta(minutes=30 * step) for step in range(3)]


def test_the_local_council_plans_for_its_own_area_only(client: Client) -> None:
    viby = make.area("Viby")
    client.force_login(Person.objects.get(pk=make.fie().person_id))
    page = client.get("/medarbejder/moeder/nyt/").text
    assert "Alle i Tranbjerg" in page
    assert "Alle i Viby" not in page
    starts_at = soon()
    sent = values() | {"room": "places", "starts_at": f"{starts_at:%Y-%m-%dT%H:%M}", "slot_minutes": ""}
    sent["ends_at"] = f"{starts_at + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    assert client.post("/medarbejder/moeder/nyt/", sent | {"where": f"area:{viby.pk}"}).status_code == 422
    wrong = client.post("/medarbejder/moeder/nyt/", sent | {"where": f"area:{make.area().pk}", "capacity": ""})
    assert wrong.status_code == 422
    assert "Biblioteket, lokale 2" in wrong.text
    assert client.post("/medarbejder/moeder/nyt/", sent | {"where": f"area:{make.area().pk}"}).status_code == 302
    assert Event.objects.get().capacity == 20
    assert "Idédag på biblioteket" in client.get("/medarbejder/moeder/").text
