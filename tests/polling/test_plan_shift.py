from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests import make
from tests.polling import made

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots.models import Station
from deltagerbudget.polling.actions import close_station, plan_shift
from deltagerbudget.polling.models import Shift
from deltagerbudget.processes.models import Process

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def station() -> Station:
    return made.library(make.process(PhaseKind.REVIEW))


def test_it_works(station: Station) -> None:
    bo = made.serving(station)
    assert [shift.station for shift in Shift.objects.of(bo.person_id, make.today())] == [station]
    assert not Shift.objects.of(bo.person_id, make.today() + DAY)


def test_only_who_may_serve_there(station: Station) -> None:
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotPossible, match="rolle"):
            made.serving(station, actor)


def test_who_may_not_plan(station: Station) -> None:
    bo = Person.objects.get(pk=make.bo().person_id)
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            plan_shift(actor, station, person=bo, day=make.today(), at=make.now())


def test_not_yesterday_not_twice_and_not_where_it_is_closed(station: Station) -> None:
    bo = Person.objects.get(pk=made.serving(station).person_id)
    with pytest.raises(NotPossible, match="forbi"):
        plan_shift(make.tove(), station, person=bo, day=make.today() - DAY, at=make.now())
    with pytest.raises(NotPossible, match="allerede"):
        plan_shift(make.tove(), station, person=bo, day=make.today(), at=make.now())
    close_station(make.tove(), station, at=make.now())
    with pytest.raises(NotPossible, match="lukket"):
        plan_shift(make.tove(), station, person=bo, day=make.today() + DAY, at=make.now())


@pytest.mark.both
def test_a_shift_is_there_once(station: Station) -> None:
    bo = made.serving(station)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(station=station, person_id=bo.person_id, day=make.today())


def test_the_pages_of_who_plans() -> None:
    vote = made.open_vote()
    client = Client()
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    places = f"/medarbejder/stemmesteder/i/{vote.process.slug}/"
    assert client.post(places, made.LIBRARY | {"hours": ""}).status_code == 422
    sent = client.post(places, made.LIBRARY)
    station = Station.objects.get()
    assert sent.headers["Location"] == f"/medarbejder/stemmesteder/{station.pk}/"
    bo = make.bo()
    given = {"person": str(bo.person_id), "day": make.today().isoformat()}
    assert client.post(sent.headers["Location"], given).status_code == 302
    assert client.post(sent.headers["Location"], given).status_code == 409
    page = client.get(sent.headers["Location"]).content.decode()
    assert "Bo Sagsbehandler" in page
    shift = Shift.objects.get()
    assert client.post(f"/medarbejder/stemmesteder/vagt/{shift.pk}/fjern/").status_code == 302
    assert client.post(f"/medarbejder/stemmesteder/{station.pk}/luk/").status_code == 302
    assert "Lukket" in client.get(places).content.decode()
    assert Process.objects.get(pk=vote.process_id).stations.get().is_open is False
