from __future__ import annotations

import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.municipality.actions import edit_wording
from deltagerbudget.municipality.models import Wording
from deltagerbudget.site.helps import FORMS, fields_of

pytestmark = pytest.mark.django_db
LEAD = "/medarbejder/kommunen/korte-tekster/front.lead/"
HELPS = "/medarbejder/kommunen/hjaelpetekster/proposal/"
EVIL = '<script>alert(1)</script><img src=x onerror="a()">'


def administrator() -> Client:
    make.administrator()
    client = Client()
    client.force_login(Person.objects.get(name="Adam Administrator"))
    return client


def anna() -> Client:
    make.anna()
    client = Client()
    client.force_login(Person.objects.get(name="Anna Jensen"))
    return client


def test_it_works(client: Client) -> None:
    edit_wording(make.administrator(), "front.lead", da="Vær med i dit område.", en="Take part.", at=make.now())
    assert "Vær med i dit område." in client.get("/").text
    assert "Take part." in client.get("/en/").text
    assert Entry.objects.get(act=Act.EDIT_WORDING).detail == {"key": "front.lead"}


def test_empty_is_the_platforms_own_again_and_what_stood_is_kept(client: Client) -> None:
    ada, own = make.administrator(), client.get("/en/").text.split('<p class="lead">')[1].split("<")[0]
    edit_wording(ada, "front.lead", da="Vær med.", en="Take part.", at=make.now())
    edit_wording(ada, "front.lead", da="", en="", at=make.now())
    assert own in client.get("/en/").text
    assert Wording.objects.count() == 2


def test_t14_nobody_else_may() -> None:
    for actor in (make.anna(), make.tove(), make.bo()):
        with pytest.raises(NotYours):
            edit_wording(actor, "front.lead", da="x", en="x", at=make.now())


@pytest.mark.parametrize("key", ["", "front", "front.title", "help", "help.a", "help.A.b", "help.a.b.c", "help.a.b\n"])
def test_t20_only_places_that_are_there(key: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        edit_wording(make.administrator(), key, da="x", en="x", at=make.now())


def test_a_text_that_does_not_fit_is_refused() -> None:
    with pytest.raises(NotPossible):
        edit_wording(make.administrator(), "front.lead", da="x" * 241, en="", at=make.now())


def test_a_help_text_stands_under_its_field_in_each_language() -> None:
    process, client = make.process(), administrator()
    sent = {"what_da": "Skriv, som du taler.", "what_en": "Write as you speak.", "title_da": "Kort."}
    assert client.post(HELPS, sent).status_code == 302
    resident = anna()
    at = f"/forslag/{make.draft(process).pk}/trin"
    danish, english = (
        "".join(resident.get(f"{code}{at}/{step}/").text for step in ("ide", "beskriv")) for code in ("", "/en")
    )
    assert ("Skriv, som du taler." in danish, "Write as you speak." in english) == (True, True)
    # Where one language is empty, the platform's own stands in it.
    assert ("Kort." in danish, "A short title that says what it is." in english) == (True, True)
    # One act for each field that was changed, and none for the others.
    assert Wording.objects.count() == 2
    assert client.post(HELPS, sent).status_code == 302
    assert Wording.objects.count() == 2


def test_the_list_of_help_texts_is_the_real_forms() -> None:
    assert {"title", "what", "why", "public_name", "has_consented"} <= set(fields_of("proposal"))
    assert "homepage" not in fields_of("proposal")
    page = administrator().get("/medarbejder/kommunen/hjaelpetekster/").text
    assert all(f"hjaelpetekster/{name}/" in page for name in FORMS)


@pytest.mark.parametrize(("page", "sent"), [(LEAD, {"da": EVIL}), (HELPS, {"what_da": EVIL})])
def test_t05_what_staff_write_is_never_markup(page: str, sent: dict[str, str]) -> None:
    client, process = administrator(), make.process()
    for extra in ({"preview": "1"}, {}):
        answer = client.post(page, sent | extra)
        assert "<script>alert" not in answer.text
    for shown in (client.get("/"), client.get(page), anna().get(f"/forslag/{make.draft(process).pk}/trin/beskriv/")):
        assert "<script>alert" not in shown.text
        assert "<img src=x" not in shown.text


def test_a_preview_saves_nothing() -> None:
    client = administrator()
    for page, sent in ((LEAD, {"da": "Et forsøg."}), (HELPS, {"what_da": "Et forsøg."})):
        answer = client.post(page, sent | {"preview": "1"})
        assert (answer.status_code, answer.text.count("Et forsøg.") >= 2) == (200, True)
    assert not Wording.objects.exists()


def test_pages_answer_what_is_not_there() -> None:
    client = administrator()
    assert client.get("/medarbejder/kommunen/korte-tekster/findes.ikke/").status_code == 404
    assert client.get("/medarbejder/kommunen/hjaelpetekster/findes-ikke/").status_code == 404
    assert client.post(LEAD, {"da": "x" * 300}).status_code == 422
    assert client.post(HELPS, {"what_da": "x" * 301}).status_code == 422
