from __future__ import annotations

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.municipality.actions import edit_contacts
from deltagerbudget.municipality.models import Contact

pytestmark = pytest.mark.django_db
OFFICE = {"name": "Borgerservice", "phone": "12 34 56 78", "hours_da": "Mandag 9-14", "hours_en": "Monday 9-14"}
PAGE = "/medarbejder/kommunen/kontakt/"


def test_it_works(client: Client) -> None:
    edit_contacts(make.administrator(), contacts=[OFFICE, {"name": "Post", "email": "post@example.dk"}], at=make.now())
    page = client.get("/om/").text
    assert 'href="tel:12345678"' in page
    assert "Mandag 9-14" in page
    assert "post@example.dk" in page
    assert "Monday 9-14" in client.get("/en/om/").text
    assert Entry.objects.filter(act=Act.EDIT_CONTACTS).count() == 1


def test_earlier_names_are_not_kept() -> None:
    ada = make.administrator()
    edit_contacts(ada, contacts=[OFFICE | {"name": "Karla Kontakt"}], at=make.now())
    edit_contacts(ada, contacts=[OFFICE], at=make.now())
    assert [row.name for row in Contact.objects.all()] == ["Borgerservice"]


def test_t14_nobody_else_may() -> None:
    for actor in (make.anna(), make.tove(), make.bo()):
        with pytest.raises(NotYours):
            edit_contacts(actor, contacts=[OFFICE], at=make.now())


@pytest.mark.parametrize(
    "contacts",
    [
        [],
        [OFFICE] * 5,
        [{"name": "Uden vej"}],
        [{"name": "", "phone": "12 34 56 78"}],
        [{"name": "Bo", "phone": "javascript:alert(1)"}],
    ],
)
def test_what_nobody_can_reach_is_refused(contacts: list[dict[str, str]]) -> None:
    with pytest.raises(NotPossible):
        edit_contacts(make.administrator(), contacts=contacts, at=make.now())


def test_t20_only_the_fields_are_written() -> None:
    with pytest.raises(ValueError, match="position"):
        edit_contacts(make.administrator(), contacts=[OFFICE | {"position": "9"}], at=make.now())


def test_an_administrator_edits_on_a_page(client: Client) -> None:
    make.administrator()
    client.force_login(Person.objects.get(name="Adam Administrator"))
    form = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    sent = form | {"form-0-name": "Borgerservice", "form-0-phone": "12 34 56 78"}
    assert client.post(PAGE, sent).status_code == 302
    assert client.post(PAGE, form).status_code == 409
    assert client.post(PAGE, form | {"form-1-name": "Uden vej"}).status_code == 422
    assert client.post(PAGE, {}).status_code == 422
    assert [row.name for row in Contact.objects.all()] == ["Borgerservice"]
    assert "Borgerservice" in client.get(PAGE).text


def test_t03_a_contact_is_a_text_and_never_markup(client: Client) -> None:
    evil = "<img src=x onerror=alert(1)>"
    edit_contacts(make.administrator(), contacts=[OFFICE | {"name": evil, "role_da": evil}], at=make.now())
    assert "<img src=x" not in client.get("/om/").text
