"""News that should not stand there goes, and the journal says why."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client
from tests import make
from tests.bulletins.told import WORDS, told
from tests.race import at_once

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.history import events
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Recall
from deltagerbudget.bulletins.actions import correct_news, take_news_back
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


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_is_told_that_it_is_gone() -> None:
    bulletin, actor = told(), make.fie()
    take = partial(take_news_back, actor, bulletin, recall=Recall.WRONG, at=make.now())
    found = at_once(take, take)
    assert [type(each) for each in found if each is not None] == [NotPossible]
    with pytest.raises(NotPossible):
        correct_news(actor, bulletin, values=WORDS, at=make.now())


def test_the_page_asks_why(client: Client) -> None:
    bulletin = told()
    client.force_login(Person.objects.get(pk=make.administrator().person_id))
    assert client.get("/medarbejder/nyheder/").status_code == 200
    address = f"/medarbejder/nyheder/{bulletin.pk}/tag-tilbage/"
    assert "Fællesrådet i Tranbjerg" in client.get(address).text
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"recall": "over"}).status_code == 302
    assert client.get(address).status_code == 404
