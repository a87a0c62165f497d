"""News that should not stand there goes, and the journal says why."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.bulletins.told import told

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.history import events
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotYours
from deltagerbudget.acts.vocabulary import Act, Recall
from deltagerbudget.bulletins.actions import take_news_back
from deltagerbudget.bulletins.models import Bulletin
from deltagerbudget.pictures.models import Picture

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    bulletin = told(given=make.illustration())
    pk = bulletin.pk
    take_news_back(make.fie(), bulletin, recall=Recall.PERSONAL, at=make.now())
    assert client.get(f"/nyheder/{pk}/").status_code == 404
    assert not Picture.objects.exists()
    entry = Entry.objects.newest_first()[0]
    assert (entry.act, entry.detail["recall"], entry.target_id) == (Act.TAKE_NEWS_BACK, "personal", str(pk))
    assert events([entry])[0].what == "Nyheden blev taget tilbage: Det handler om en privatperson"


def test_who_may_not() -> None:
    council, municipality = told(), told(by=make.tove())
    for actor, bulletin in ((make.anna(), council), (make.bo(), council), (make.fie(), municipality)):
        with pytest.raises(NotYours):
            take_news_back(actor, bulletin, recall=Recall.WRONG, at=make.now())
    take_news_back(make.tove(), council, recall=Recall.WRONG, at=make.now())
    take_news_back(make.administrator(), municipality, recall=Recall.WRONG, at=make.now())
    assert not Bulletin.objects.exists()


def test_the_page_asks_why(client: Client) -> None:
    bulletin = told()
    client.force_login(Person.objects.get(pk=make.administrator().person_id))
    assert client.get("/medarbejder/nyheder/").status_code == 200
    address = f"/medarbejder/nyheder/{bulletin.pk}/tag-tilbage/"
    assert "Fællesrådet i Tranbjerg" in client.get(address).text
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"recall": "over"}).status_code == 302
    assert client.get(address).status_code == 404
