import pytest
from django.test import Client
from tests import make

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.municipality.actions import edit_page
from deltagerbudget.municipality.markdown import rendered

pytestmark = pytest.mark.django_db
TEXTS = {"title_da": "Om os", "body_da": "Det her er **vores** tekst.", "title_en": "About us", "body_en": "Our text."}


def test_it_works(client: Client) -> None:
    assert "Porto Alegre" in client.get("/om/").text
    edit_page(make.administrator(), "om", values=TEXTS, at=make.now())
    assert "<strong>vores</strong>" in client.get("/om/").text
    assert "Our text." in client.get("/en/om/").text
    assert Entry.objects.filter(act=Act.EDIT_PAGE).count() == 1


def test_t14_nobody_else_may(client: Client) -> None:
    for actor in (make.anna(), make.tove(), make.bo()):
        with pytest.raises(NotYours):
            edit_page(actor, "om", values=TEXTS, at=make.now())
    client.force_login(Person.objects.get(name="Tove Tovholder"))
    assert client.get("/medarbejder/kommunen/sider/om/").status_code == 403
    assert client.post("/medarbejder/kommunen/sider/om/", TEXTS).status_code == 403


def test_t20_only_the_texts_are_written() -> None:
    with pytest.raises(ValueError, match="slug"):
        edit_page(make.administrator(), "om", values={**TEXTS, "slug": "x"}, at=make.now())


def test_an_administrator_edits_on_a_page(client: Client) -> None:
    make.administrator()
    client.force_login(Person.objects.get(name="Adam Administrator"))
    assert client.get("/medarbejder/kommunen/sider/").status_code == 200
    assert "Porto Alegre" in client.get("/medarbejder/kommunen/sider/om/").text
    answer = client.post("/medarbejder/kommunen/sider/om/", TEXTS)
    assert answer.url == "/om/"  # type: ignore[attr-defined]
    assert client.post("/medarbejder/kommunen/sider/om/", {"title_da": ""}).status_code == 422
    assert client.get("/medarbejder/kommunen/sider/findes-ikke/").status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[her](javascript:alert(1))",
        "[her](data:text/html;base64,PHNjcmlwdD4=)",
        "<img src=x onerror=alert(1)>",
        '<a href="x" onclick="y">z</a>',
        "![x](https://evil.dk/x.png)",
    ],
)
def test_t05_markup_of_staff_is_cleaned(text: str) -> None:
    html = rendered(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert '<a href="x" onclick' not in html


def test_the_accessibility_statement_may_lie_elsewhere(client: Client, settings: object) -> None:
    assert client.get("/was/").status_code == 200
    settings.WAS_URL = "https://was.digst.dk/example-dk"  # type: ignore[attr-defined]
    assert client.get("/was/").url == "https://was.digst.dk/example-dk"  # type: ignore[attr-defined]


def test_robots_are_kept_out_of_what_is_not_for_them(client: Client) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /stem/" in text
    assert "Disallow: /medarbejder/" in text
