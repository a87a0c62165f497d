from __future__ import annotations

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.municipality.actions import edit_council
from deltagerbudget.municipality.models import Council
from deltagerbudget.municipality.rules import is_web_address

pytestmark = pytest.mark.django_db
COUNCIL = {"name": "Tranbjerg Fællesråd", "url": "https://tranbjerg.example.dk", "phone": "12345678", "email": ""}


def test_it_works(client: Client) -> None:
    area = make.area()
    edit_council(make.administrator(), area, values=COUNCIL, at=make.now())
    page = client.get(f"/omraader/{area.slug}/").text
    assert "Tranbjerg Fællesråd" in page
    assert 'href="https://tranbjerg.example.dk"' in page
    assert 'href="tel:12345678"' in page


def test_empty_fields_take_it_away(client: Client) -> None:
    area, ada = make.area(), make.administrator()
    edit_council(ada, area, values=COUNCIL, at=make.now())
    assert edit_council(ada, area, values=dict.fromkeys(COUNCIL, ""), at=make.now()) is None
    assert not Council.objects.exists()
    assert "tranbjerg.example.dk" not in client.get(f"/omraader/{area.slug}/").text


def test_t14_nobody_else_may() -> None:
    for actor in (make.anna(), make.tove(), make.fie()):
        with pytest.raises(NotYours):
            edit_council(actor, make.area(), values=COUNCIL, at=make.now())


EVIL = (
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "//evil.dk",
    "ftp://evil.dk",
    "https://",
    "https://user:password@evil.dk",
    "https://[::1",
    "https://evil.dk\n.example.dk",
    "https://evil.dk:99999",
)


@pytest.mark.parametrize("url", EVIL)
def test_t05_an_address_is_on_the_web(url: str) -> None:
    assert not is_web_address(url)
    with pytest.raises(NotPossible):
        edit_council(make.administrator(), make.area(), values=COUNCIL | {"url": url}, at=make.now())


@pytest.mark.parametrize("change", [{"name": ""}, {"phone": "ring"}])
def test_what_nobody_can_reach_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(NotPossible):
        edit_council(make.administrator(), make.area(), values=COUNCIL | change, at=make.now())


def test_an_administrator_edits_on_a_page(client: Client) -> None:
    make.administrator()
    page = f"/medarbejder/kommunen/omraader/{make.area().slug}/faellesraad/"
    client.force_login(Person.objects.get(name="Adam Administrator"))
    assert client.post(page, COUNCIL).status_code == 302
    assert "Tranbjerg Fællesråd" in client.get(page).text
    assert client.post(page, COUNCIL | {"url": EVIL[0]}).status_code == 422
    assert client.get("/medarbejder/kommunen/omraader/findes-ikke/faellesraad/").status_code == 404
