from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests import make
from tests.ballots.voter import enter
from tests.polling import made

from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots.models import Station
from deltagerbudget.polling.actions import close_station, open_station

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    process = make.process(PhaseKind.REVIEW)
    station = open_station(make.tove(), process, values=made.LIBRARY, at=make.now())
    assert (station.name, station.address, station.is_open) == ("Tranbjerg Bibliotek", "Torvet 1", True)
    assert Entry.objects.get(act="open_station").target_id == str(station.pk)


def test_the_same_name_corrects_the_place_and_opens_it_again() -> None:
    process = make.process(PhaseKind.REVIEW)
    station = made.library(process)
    close_station(make.tove(), station, at=make.now())
    again = made.library(process, hours="Lørdag 10-14")
    assert again.pk == station.pk
    assert (again.hours, again.is_open) == ("Lørdag 10-14", True)


def test_people_find_the_way_by_all_three() -> None:
    process = make.process(PhaseKind.REVIEW)
    for name in made.LIBRARY:
        with pytest.raises(NotPossible, match="Skriv"):
            made.library(process, **{name: "  "})


def test_who_may_not() -> None:
    process = make.process(PhaseKind.REVIEW)
    for actor in (make.anna(), make.bo(), make.fie()):
        with pytest.raises(NotYours):
            open_station(actor, process, values=made.LIBRARY, at=make.now())


def test_not_after_the_vote() -> None:
    process = make.process(PhaseKind.COUNT)
    with pytest.raises(NotNow):
        made.library(process)


@pytest.mark.both
def test_a_name_is_there_once() -> None:
    station = made.library(make.process(PhaseKind.REVIEW))
    with pytest.raises(IntegrityError), transaction.atomic():
        Station.objects.create(process=station.process, name=station.name, address="x", hours="x")


def test_voters_see_where_and_when_before_they_log_in() -> None:
    vote = made.open_vote()
    made.library(vote.process)
    page = enter(vote).get("log-ind/").content.decode()
    assert "Torvet 1" in page
    assert "Hverdage 10-18" in page
    assert "papir" in page
