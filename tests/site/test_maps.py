"""Map and list are twins: the same set, the same order, the same filters."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests import make
from tests.places.files import TOWNS, collection, feature, square

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.places.actions import import_areas
from deltagerbudget.places.plan import Upload
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal

pytestmark = pytest.mark.django_db
THREE = collection(
    feature("Tranbjerg", square(10.1, 56.05)),
    feature("Mårslet", square(10.15, 56.05)),
    feature("Åby", square(10.1, 56.1)),
)


@pytest.fixture
def land() -> None:
    import_areas(make.administrator(), Upload(areas=THREE, places=TOWNS, source="Kilde: os"), at=make.now())


def drawn(page: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'class="map-area is-\w+" aria-label="\d+\. ([^:"]+):', page)]


def listed(page: str) -> list[str]:
    found = re.findall(r'class="map-key" aria-hidden="true">\d+</span><span><a href="[^"]+">([^<]+)<', page)
    return [unescape(name) for name in found]


def pins(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'class="map-pin" href="[^"]+/(\d+)/"', page)]


def cards(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'tile-title"[^>]*><a href="[^"]+/forslag/(\d+)/"', page)]


@pytest.mark.parametrize("url", ["/", "/kort/", "/en/kort/"])
def test_b35_the_map_shows_what_the_list_shows_in_its_order(client: Client, land: None, url: str) -> None:
    make.process(PhaseKind.IDEAS)
    page = client.get(url).text
    assert drawn(page) == listed(page) == ["Tranbjerg", "Mårslet", "Åby"]
    assert "Kilde: os" in page


def test_b35_the_filter_of_the_address_is_both_theirs(client: Client, land: None) -> None:
    make.process(PhaseKind.IDEAS)
    page = client.get("/kort/?vis=aabne").text
    assert drawn(page) == listed(page) == ["Tranbjerg"]
    assert page.count("is-ground") == 2
    assert "/kort/omraader.json?vis=aabne" in page
    numbered = client.get("/kort/omraader.json?vis=aabne").json()["features"]
    assert [row["properties"]["name"] for row in numbered if "number" in row["properties"]] == ["Tranbjerg"]
    assert drawn(client.get("/kort/?vis=andet").text) == ["Tranbjerg", "Mårslet", "Åby"]


def test_b35_an_area_without_a_shape_is_in_the_list_and_breaks_nothing(client: Client, land: None) -> None:
    make.area("Viby")
    page = client.get("/kort/").text
    assert "Viby" in listed(page)
    assert "Viby" not in drawn(page)
    Area.objects.update(outline=None, geometry=None, west=None, south=None, east=None, north=None)
    cache.clear()
    page = client.get("/kort/").text
    assert '<svg class="map-drawing"' not in page
    assert len(listed(page)) == 4


def rows(process: Process, number: int, **values: Any) -> None:
    when = make.now()
    Proposal.objects.bulk_create(
        Proposal(
            process=process,
            number=n,
            title=f"Forslag {n:04d}",
            what="En bænk.",
            stage="submitted",
            sort_key=f"forslag 04{n:04d}",
            updated_at=when,
            submitted_at=when,
            **(values if n % 2 else {}),
        )
        for n in range(1, number + 1)
    )


INSIDE = {"lon": 10.12, "lat": 56.07}


@pytest.mark.parametrize("query", ["orden=3", "orden=navn", "orden=nyeste", "orden=3&side=2", "orden=3&status=sendt"])
def test_b35_pins_are_those_of_the_page_in_its_order_and_none_without_a_point(
    client: Client, land: None, query: str
) -> None:
    process = make.process(PhaseKind.IDEAS)
    rows(process, 40, **INSIDE)
    page = client.get(f"/deltagerbudgetter/{process.slug}/forslag/?{query}").text
    assert pins(page) == [number for number in cards(page) if number % 2]
    data = client.get(f"/deltagerbudgetter/{process.slug}/kort.json?{query}").json()
    points = [row["properties"]["number"] for row in data["features"] if row["geometry"]["type"] == "Point"]
    assert [int(number) for number in points] == pins(page)


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 0.0), (-180.0, 90.0), (12.5, 55.7)])
def test_b35_a_point_elsewhere_is_skipped_without_error(client: Client, land: None, lon: float, lat: float) -> None:
    process = make.process(PhaseKind.IDEAS)
    rows(process, 3, lon=lon, lat=lat)
    answer = client.get(f"/deltagerbudgetter/{process.slug}/forslag/?orden=3")
    assert answer.status_code == 200
    assert pins(answer.text) == []
    assert client.get(f"/deltagerbudgetter/{process.slug}/kort.json").status_code == 200


def test_b31_the_pins_keep_the_visitors_own_order_over_pages(client: Client, land: None) -> None:
    process = make.process(PhaseKind.IDEAS)
    rows(process, 40, **INSIDE)
    url = f"/deltagerbudgetter/{process.slug}/forslag/"
    seen = [pins(client.get(f"{url}?orden=5&side={page}").text) for page in (1, 2)]
    assert sorted(seen[0] + seen[1]) == list(range(1, 41, 2))
    assert seen == [pins(client.get(f"{url}?orden=5&side={page}").text) for page in (1, 2)]
    assert seen[0] != pins(client.get(f"{url}?orden=6").text)


def test_b32_asking_for_another_order_moves_the_pins_too(client: Client, land: None) -> None:
    process = make.process(PhaseKind.IDEAS)
    rows(process, 9, **INSIDE)
    url = f"/deltagerbudgetter/{process.slug}/forslag/"
    assert pins(client.get(f"{url}?orden=navn").text) == [1, 3, 5, 7, 9]


@pytest.mark.parametrize("number", [23, 24, 25])
def test_b36_a_page_of_pins_is_a_page_of_the_list(client: Client, land: None, number: int) -> None:
    process = make.process(PhaseKind.IDEAS)
    rows(process, number, **INSIDE)
    page = client.get(f"/deltagerbudgetter/{process.slug}/forslag/?orden=3").text
    assert len(cards(page)) == min(number, 24)
    assert len(pins(page)) == sum(1 for each in cards(page) if each % 2)
    beyond = client.get(f"/deltagerbudgetter/{process.slug}/kort.json?orden=3&side=2")
    assert beyond.status_code == (200 if number > 24 else 404)


@pytest.mark.parametrize(
    "url", ["/kort/omraader.json", "/kort/omraader.json?vis=aabne", "/deltagerbudgetter/{slug}/kort.json"]
)
def test_the_data_is_not_sent_again_to_who_has_it(client: Client, land: None, url: str) -> None:
    process = make.process(PhaseKind.IDEAS)
    address = url.format(slug=process.slug)
    first = client.get(address)
    assert first.headers["Content-Type"] == "application/json"
    assert json.loads(first.content)["type"] == "FeatureCollection"
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_what_is_not_opened_has_no_map(client: Client, land: None) -> None:
    process = make.draft_process()
    assert client.get(f"/deltagerbudgetter/{process.slug}/kort.json").status_code == 404


@pytest.mark.parametrize("number", [1, 60])
def test_queries_are_few_whatever_the_number(
    client: Client, land: None, number: int, django_assert_max_num_queries: Any
) -> None:
    process = make.process(PhaseKind.IDEAS)
    rows(process, number, **INSIDE)
    for place in range(number):
        make.area(f"By {place}")
    start = f"/deltagerbudgetter/{process.slug}"
    for url in (
        "/",
        "/kort/",
        "/kort/omraader.json",
        "/omraader/tranbjerg/",
        f"{start}/forslag/?orden=4",
        f"{start}/kort.json",
    ):
        with django_assert_max_num_queries(9):
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("words", ["maarslet", "Testrup", "TESTR"])
def test_an_area_is_found_by_name_or_town(client: Client, land: None, words: str) -> None:
    answer = client.get("/omraader/", {"find": words})
    assert answer.url == "/omraader/maarslet/"  # type: ignore[attr-defined]
    assert client.get("/en/omraader/", {"find": words}).url == "/en/omraader/maarslet/"  # type: ignore[attr-defined]


def test_several_can_be_chosen_among_and_none_is_said(client: Client, land: None) -> None:
    make.area("Mårslet Øst")
    page = client.get("/omraader/", {"find": "mårsl"}).text
    assert "Mårslet Øst</a>" in page
    answer = client.get("/omraader/", {"find": "<b>Atlantis"})
    assert "&lt;b&gt;Atlantis" in answer.text
    assert answer.status_code == 200


def test_what_was_asked_is_kept_nowhere(client: Client, land: None, caplog: pytest.LogCaptureFixture) -> None:
    first = client.get("/omraader/", {"find": "Hemmelighedsby"})
    assert "Hemmelighedsby" in first.text
    assert "Hemmelighedsby" not in client.get("/omraader/").text
    assert "Hemmelighedsby" not in caplog.text
    assert not first.cookies


def test_an_area_page_shows_its_own_outline(client: Client, land: None) -> None:
    assert "pic-outline" in client.get("/omraader/tranbjerg/").text
    make.area("Viby")
    assert "pic-outline" not in client.get("/omraader/viby/").text


TILES = "https://tiles.example.dk/{z}/{x}/{y}.png"


def test_no_other_server_is_named_until_there_is_a_setting(client: Client, land: None, settings: Any) -> None:
    page = client.get("/kort/")
    assert "data-map-tiles" not in page.text
    assert "https:" not in page.headers["Content-Security-Policy"].partition("img-src")[2].partition(";")[0]
    settings.MAP_TILES, settings.MAP_TILES_ATTRIBUTION = TILES, "Kort: Eksempel"
    cache.clear()
    assert f'data-map-tiles="{TILES}"' in client.get("/kort/").text


def test_tiles_come_from_one_named_server_over_https() -> None:
    from django.core.exceptions import ImproperlyConfigured

    from deltagerbudget.config.env import tiles_origin

    assert tiles_origin(TILES) == "https://tiles.example.dk"
    for wrong in ("http://a.dk/{z}/{x}/{y}", "https://{s}.a.dk/{z}/{x}/{y}", "https://a.dk/", "//a.dk/{z}{x}{y}"):
        with pytest.raises(ImproperlyConfigured):
            tiles_origin(wrong)
