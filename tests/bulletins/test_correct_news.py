"""Whoever told it may say it better, under the same address."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.bulletins.told import WORDS, told

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.bulletins.actions import correct_news
from deltagerbudget.bulletins.models import Bulletin
from deltagerbudget.pictures.models import Picture

pytestmark = pytest.mark.django_db
BETTER = WORDS | {"title": "Vi rydder op ved søen på søndag"}


def test_it_works(client: Client) -> None:
    bulletin = told()
    correct_news(make.fie(), bulletin, values=BETTER, at=make.now())
    page = client.get(f"/nyheder/{bulletin.pk}/").text
    assert BETTER["title"] in page
    assert "rettet" in page
    assert Entry.objects.of(bulletin).newest_first()[0].act == Act.CORRECT_NEWS


def test_nobody_puts_words_into_anothers_mouth() -> None:
    council, municipality = told(), told(by=make.tove())
    for actor, bulletin in ((make.tove(), council), (make.fie(), municipality), (make.administrator(), council)):
        with pytest.raises(NotYours):
            correct_news(actor, bulletin, values=BETTER, at=make.now())
    correct_news(make.tom(), municipality, values=BETTER, at=make.now())


def test_what_cannot_be_told() -> None:
    with pytest.raises(NotPossible):
        correct_news(make.fie(), told(), values=WORDS | {"text": "070761-4285"}, at=make.now())


def test_a_picture_is_changed_and_removed() -> None:
    bulletin = told(given=make.illustration("Den gamle"))
    correct_news(make.fie(), bulletin, values=BETTER, at=make.now())
    assert Picture.objects.get().alt == "Den gamle"
    correct_news(make.fie(), bulletin, values=BETTER, given=make.illustration("Den nye"), at=make.now())
    assert Picture.objects.get().alt == "Den nye"
    correct_news(make.fie(), bulletin, values=BETTER, keeps_picture=False, at=make.now())
    assert not Picture.objects.exists()


def test_the_page_keeps_what_is_typed_and_hides_anothers(client: Client) -> None:
    mine, theirs = told(), told(by=make.tove())
    client.force_login(Person.objects.get(pk=make.fie().person_id))
    address = f"/medarbejder/nyheder/{mine.pk}/ret/"
    assert WORDS["title"] in client.get(address).text
    wrong = client.post(address, {"title": "", "text": "Et nyt afsnit"})
    assert wrong.status_code == 422
    assert "Et nyt afsnit" in wrong.text
    assert client.post(address, BETTER).status_code == 302
    assert Bulletin.objects.get(pk=mine.pk).title == BETTER["title"]
    assert client.get(f"/medarbejder/nyheder/{theirs.pk}/ret/").status_code == 404
    assert client.get("/medarbejder/nyheder/").text.count("Ret nyheden") == 1
