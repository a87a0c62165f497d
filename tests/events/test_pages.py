"""Help is two clicks away from the front page."""

from __future__ import annotations

import pytest
from django.test import Client
from tests import make
from tests.events.made import hours, planned, soon

from deltagerbudget.accounts.models import Person
from deltagerbudget.events.actions import book_place, cancel_event

pytestmark = pytest.mark.django_db


def test_it_works_help_is_two_clicks_from_the_front_page(client: Client) -> None:
    event = hours()
    assert 'href="/moeder/"' in client.get("/").text
    assert f'href="/moeder/{event.pk}/"' in client.get("/moeder/").text
    page = client.get(f"/moeder/{event.pk}/").text
    for words in ("Der er elevator.", "dansk, arabisk", "tel:12345678", "Book en tid", "4 ledige tider"):
        assert words in page


def test_the_next_one_stands_on_the_page_of_its_area_and_its_deltagerbudget(client: Client) -> None:
    process = make.process()
    late, cancelled = planned(process, title="Den sene", starts_at=soon(9)), planned(process, title="Den aflyste")
    cancel_event(make.tove(), cancelled, reason="Syg", at=make.now())
    for url in ("/omraader/tranbjerg/", f"/deltagerbudgetter/{process.slug}/"):
        page = client.get(url).text
        assert late.title in page
        assert cancelled.title not in page


def test_lists_are_of_one_area_or_one_deltagerbudget(client: Client) -> None:
    process = make.process()
    planned(process, title="Her")
    planned(make.area("Viby"), title="Der")
    for url in ("/moeder/omraade/tranbjerg/", f"/moeder/deltagerbudget/{process.slug}/"):
        page = client.get(url).text
        assert ">Her<" in page
        assert ">Der<" not in page
    assert client.get("/moeder/").text.count('class="panel event"') == 2


def test_public_pages_know_nobody_and_ask_little(client: Client, django_assert_max_num_queries: object) -> None:
    process = make.process()
    for number in range(12):
        book_place(make.author(number), planned(process), at=make.now())
    event = process.events.all()[0]
    urls = ("/moeder/", f"/moeder/deltagerbudget/{process.slug}/", f"/moeder/{event.pk}/", "/moeder/omraade/tranbjerg/")
    before = {url: client.get(url).content for url in urls}
    client.force_login(Person.objects.get(pk=make.author(1).person_id))
    for url in urls:
        with django_assert_max_num_queries(9):  # type: ignore[operator]
            answer = client.get(url)
        assert answer.content == before[url]
        assert "csrf" not in answer.text
        assert "Forfatter" not in answer.text
