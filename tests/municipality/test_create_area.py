from __future__ import annotations

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.areas.models import Area
from deltagerbudget.municipality.actions import create_area

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    area = create_area(make.administrator(), name="  Ålum  Øst ", at=make.now())
    assert (area.name, area.slug) == ("Ålum Øst", "aalum-oest")
    assert client.get("/omraader/aalum-oest/").status_code == 200


def test_areas_stand_in_danish_order() -> None:
    for name in ("Åby", "Viby", "Ærø"):
        create_area(make.administrator(), name=name, at=make.now())
    assert [area.name for area in Area.objects.in_order()] == ["Viby", "Ærø", "Åby"]


def test_t14_nobody_else_may() -> None:
    for actor in (make.anna(), make.tove(), make.fie()):
        with pytest.raises(NotYours):
            create_area(actor, name="Solbjerg", at=make.now())


@pytest.mark.parametrize("name", ["Tranbjerg", "tranbjerg", " Tranbjerg ", "", "  ", "///"])
def test_a_name_that_is_taken_or_none_is_refused(name: str) -> None:
    make.area("Tranbjerg")
    with pytest.raises(NotPossible):
        create_area(make.administrator(), name=name, at=make.now())


def test_two_names_never_share_an_address() -> None:
    first = create_area(make.administrator(), name="Høj", at=make.now())
    second = create_area(make.administrator(), name="Hoej", at=make.now())
    assert (first.slug, second.slug) == ("hoej", "hoej-2")


def test_an_administrator_adds_on_a_page(client: Client) -> None:
    make.administrator()
    client.force_login(Person.objects.get(name="Adam Administrator"))
    page = "/medarbejder/kommunen/omraader/nyt/"
    assert client.post(page, {"name": "Solbjerg"}).url == "/medarbejder/kommunen/omraader/"  # type: ignore[attr-defined]
    assert "Solbjerg" in client.get("/medarbejder/kommunen/omraader/").text
    assert client.post(page, {"name": "Solbjerg"}).status_code == 409
    assert client.post(page, {"name": ""}).status_code == 422
    assert client.post(page, {"name": "x" * 121}).status_code == 422
