from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.polling import made

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotYours
from deltagerbudget.polling.actions import unbind_kiosk

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    vote = made.open_vote()
    station, bo = made.at_desk(vote)
    client, desk = Client(), f"/medarbejder/stemmesteder/skranke/{station.pk}/"
    for address in ("skaerm/", "frigoer/"):
        client.force_login(Person.objects.get(pk=bo.person_id))
        assert client.post(f"{desk}{address}").status_code == 302
    assert Entry.objects.filter(act="unbind_kiosk").count() == 1
    assert client.get(f"/stem/{vote.process.slug}/skaerm/").status_code == 404


def test_who_may_not() -> None:
    station, _bo = made.at_desk(made.open_vote())
    for actor in (make.anna(), make.fie()):
        with pytest.raises(NotYours):
            unbind_kiosk(actor, station, at=make.now())
