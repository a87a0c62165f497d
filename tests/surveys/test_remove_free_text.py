"""What people wrote is deleted ninety days after the last day, and at once where it names a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests import make
from tests.surveys.asked import answered, numbers, opened, over

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.notifications.duties import run_all
from deltagerbudget.surveys.actions import close_survey, forget_texts, remove_free_text
from deltagerbudget.surveys.models import FreeText

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    collection = opened()
    answered(collection, {0: 1, 3: "Karen gjorde det godt."})
    remove_free_text(make.tove(), FreeText.objects.get(), at=make.now())
    assert not FreeText.objects.exists()
    assert numbers(collection)[0, 1] == 1
    entry = Entry.objects.of(collection.survey).get(act=Act.REMOVE_FREE_TEXT)
    assert entry.detail == {"audience": "voters"}


def test_who_may_not() -> None:
    answered(opened(), {3: "Karen gjorde det godt."})
    for actor in (make.anna(), make.bo(), make.fie(), make.administrator()):
        with pytest.raises(NotYours):
            remove_free_text(actor, FreeText.objects.get(), at=make.now())


def test_not_twice() -> None:
    answered(opened(), {3: "Karen gjorde det godt."})
    text = FreeText.objects.get()
    remove_free_text(make.tove(), text, at=make.now())
    with pytest.raises(NotPossible):
        remove_free_text(make.tove(), text, at=make.now())


def test_by_its_button(client: Client) -> None:
    collection = opened()
    answered(collection, {3: "Karen gjorde det godt."})
    collection = over(collection)
    client.force_login(Person.objects.get(pk=make.tove().person_id))
    at = f"/medarbejder/spoergeskemaer/{collection.survey.process.slug}/stemte/svar/"
    assert "Karen gjorde det godt." in client.get(at).text
    assert client.post(f"{at}{FreeText.objects.get().key}/slet/").status_code == 302
    assert "Karen" not in client.get(at).text


@pytest.mark.both
def test_texts_are_deleted_ninety_days_after_the_last_day_and_sums_stay() -> None:
    collection = opened()
    answered(collection, {0: 1, 3: "Mere lys."})
    over(collection, days_ago=90)
    run_all(at=make.now())
    assert FreeText.objects.count() == 1
    over(collection, days_ago=91)
    run_all(at=make.now())
    assert FreeText.objects.count() == 0
    assert numbers(collection)[0, 1] == 1


def test_where_it_was_closed_early_that_day_counts() -> None:
    collection = opened()
    answered(collection, {3: "Mere lys."})
    close_survey(make.tove(), collection, at=make.now())
    assert forget_texts(at=make.now() + timedelta(days=90)) == 0
    assert forget_texts(at=make.now() + timedelta(days=91)) == 1
