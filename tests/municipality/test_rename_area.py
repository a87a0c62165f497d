from __future__ import annotations

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.areas.models import Area
from deltagerbudget.municipality.actions import rename_area

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    area = make.area("Tranbjerg")
    assert "Tranbjerg" in client.get("/omraader/tranbjerg/").text
    rename_area(make.administrator(), area, name="Åtoften", at=make.now())
    page = client.get("/omraader/tranbjerg/").text
    assert ("Åtoften" in page, "Tranbjerg" in page) == (True, False)
    make.area("Viby")
    assert [row.name for row in Area.objects.in_order()] == ["Viby", "Åtoften"]


def test_t14_nobody_else_may() -> None:
    for actor in (make.anna(), make.tove(), make.fie()):
        with pytest.raises(NotYours):
            rename_area(actor, make.area(), name="Nyt", at=make.now())


def test_a_name_that_is_taken_is_refused_and_ones_own_is_not() -> None:
    area = make.area("Viby")
    make.area("Tranbjerg")
    with pytest.raises(NotPossible):
        rename_area(make.administrator(), area, name="TRANBJERG", at=make.now())
    assert rename_area(make.administrator(), area, name="VIBY", at=make.now()).name == "VIBY"


def test_t03_a_name_is_a_text(client: Client) -> None:
    rename_area(make.administrator(), make.area(), name="<script>alert(1)</script>", at=make.now())
    for page in ("/", "/omraader/", "/omraader/tranbjerg/"):
        assert "<script>alert" not in client.get(page).text


def test_an_administrator_renames_on_a_page(client: Client) -> None:
    make.administrator()
    make.area("Viby")
    page = f"/medarbejder/kommunen/omraader/{make.area().slug}/"
    client.force_login(Person.objects.get(name="Adam Administrator"))
    assert client.post(page, {"name": "Nyt navn"}).status_code == 302
    assert "Nyt navn" in client.get(page).text
    assert client.post(page, {"name": "Viby"}).status_code == 409
    assert client.get("/medarbejder/kommunen/omraader/findes-ikke/").status_code == 404
