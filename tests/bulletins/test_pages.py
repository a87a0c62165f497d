"""The public pages of news, and the feeds."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests import make
from tests.bulletins.told import told

from deltagerbudget.bulletins.models import Bulletin

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def many(number: int, **values: Any) -> None:
    """By hand: there is a limit of a day."""
    rows = [
        Bulletin(area=make.area(), voice="council", title=f"Nyhed {n:03d}", text="Tekst.", at=make.now(), **values)
        for n in range(number)
    ]
    Bulletin.objects.bulk_create(rows)


def test_it_works(client: Client) -> None:
    process = make.process()
    bulletin = told(process)
    for address in (
        "/omraader/tranbjerg/",
        f"/deltagerbudgetter/{process.slug}/",
        "/nyheder/omraade/tranbjerg/",
        f"/nyheder/deltagerbudget/{process.slug}/",
        f"/nyheder/{bulletin.pk}/",
        "/nyheder/omraade/tranbjerg.atom",
        f"/nyheder/deltagerbudget/{process.slug}.atom",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert bulletin.title in answer.text, address


@pytest.mark.both
def test_the_page_of_a_deltagerbudget_shows_its_three_latest(client: Client) -> None:
    process = make.process()
    many(4)
    many(4, process=process)
    page = client.get(f"/deltagerbudgetter/{process.slug}/").text
    shown = [page.index(f"Nyhed {number:03d}") for number in (3, 2, 1)]
    assert shown == sorted(shown)
    assert page.count("Nyhed 0") == 3
    assert "nyheder/deltagerbudget/" in page


def test_the_list_is_paged_newest_first(client: Client) -> None:
    many(13)
    first, second = (client.get(f"/nyheder/omraade/tranbjerg/?side={side}").text for side in (1, 2))
    assert "Nyhed 012" in first
    assert "Nyhed 000" not in first
    assert "Nyhed 000" in second
    assert client.get("/nyheder/omraade/tranbjerg/?side=x").status_code == 200
    assert client.get("/omraader/tranbjerg/").text.count("Nyhed 0") == 3


def test_what_is_written_is_text_and_only_addresses_become_links(client: Client) -> None:
    evil = "<script>alert(1)</script>\n\n<b>fed</b> javascript:alert(2) https://soen.example.dk/?a=1&b=2"
    bulletin = told(title='"><img src=x onerror=alert(3)>', text=evil)
    for address in (f"/nyheder/{bulletin.pk}/", "/omraader/tranbjerg/", "/nyheder/omraade/tranbjerg/"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "<b>fed" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
    page = client.get(f"/nyheder/{bulletin.pk}/").text
    assert '<a href="https://soen.example.dk/?a=1&amp;b=2" rel="nofollow">' in page
    answer = client.get("/nyheder/omraade/tranbjerg.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    entry = ElementTree.fromstring(answer.content).find(f"{ATOM}entry")  # noqa: S314 - our own
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == bulletin.title
    assert "&lt;script&gt;alert" in str(entry.findtext(f"{ATOM}summary"))


def test_signs_that_xml_cannot_hold_are_left_out_of_the_feed(client: Client) -> None:
    """As they come along from a PDF; one such sign would close the feed for everybody."""
    process = make.process()
    told(process, title="Vi rydder\x0b op", text="Kom på\x0c lørdag.\x01\n\n\ufffeTag handsker med.\uffff")
    for address in ("/nyheder/omraade/tranbjerg.atom", f"/nyheder/deltagerbudget/{process.slug}.atom"):
        feed = ElementTree.fromstring(client.get(address).content)  # noqa: S314 - our own words
        entry = feed.find(f"{ATOM}entry")
        assert entry is not None
        assert entry.findtext(f"{ATOM}title") == "Vi rydder op"
        assert "Tag handsker med." in (entry.findtext(f"{ATOM}summary") or "")


@pytest.mark.parametrize("number", [3, 40])
def test_queries_are_few_whatever_the_number(client: Client, django_assert_max_num_queries: Any, number: int) -> None:
    process = make.process()
    many(number, process=process)
    last = Bulletin.objects.latest("pk").pk
    for address in (
        "omraade/tranbjerg/",
        f"deltagerbudget/{process.slug}/",
        f"{last}/",
        "omraade/tranbjerg.atom",
        f"deltagerbudget/{process.slug}.atom",
    ):
        with django_assert_max_num_queries(5):
            assert client.get(f"/nyheder/{address}").status_code == 200


def test_what_is_not_there_is_404(client: Client) -> None:
    for address in ("1/", "99999999999/", "omraade/ukendt/", "omraade/ukendt.atom", "deltagerbudget/ukendt/"):
        assert client.get(f"/nyheder/{address}").status_code == 404
