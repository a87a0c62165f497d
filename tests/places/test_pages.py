"""The staff page that loads the map: nothing is saved before it is confirmed, and no file breaks it."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import make
from tests.places.files import TWO, collection, feature, square

from deltagerbudget.accounts.models import Person
from deltagerbudget.areas.models import Area
from deltagerbudget.places import reading
from deltagerbudget.places.models import WaitingImport

pytestmark = pytest.mark.django_db
URL = "/medarbejder/kort/"


@pytest.fixture
def desk(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    return logged_in(client, make.administrator().person_id)


def logged_in(client: Client, person_id: int | None) -> Client:
    client.force_login(Person.objects.get(pk=person_id))
    return make.passed(client) if hasattr(make, "passed") else client


def send(client: Client, content: bytes | str, **values: str):  # type: ignore[no-untyped-def]
    data = content.encode() if isinstance(content, str) else content
    return client.post(URL, {"crs": "auto", "areas": SimpleUploadedFile("a.geojson", data), **values})


@pytest.mark.both
def test_it_works(desk: Client) -> None:
    known = make.area("Tranbjerg")
    report = send(desk, TWO, source="Kommunens egne data")
    assert report.status_code == 200
    assert "Mårslet" in report.text
    assert Area.objects.filter(west__isnull=False).count() == 0
    digest = WaitingImport.objects.get().digest
    assert desk.post(f"{URL}gem/", {"digest": digest}).url == f"{URL}gemt/"
    assert Area.objects.at(10.12, 56.07) == known
    assert not WaitingImport.objects.exists()
    assert desk.get(f"{URL}gemt/").status_code == 200
    assert "Kommunens egne data" in desk.get("/kort/").text


def test_what_was_not_shown_cannot_be_confirmed(desk: Client) -> None:
    for digest in ("", "0" * 64, "\0", "x" * 5000):
        assert desk.post(f"{URL}gem/", {"digest": digest}).status_code == 404
    assert not Area.objects.exists()


def test_another_administrator_cannot_confirm_what_one_was_shown(desk: Client) -> None:
    send(desk, TWO)
    other = make.person("Anden Administrator")
    make.staff("Anden Administrator", make.Role.ADMINISTRATOR)
    assert (
        logged_in(Client(), other.pk).post(f"{URL}gem/", {"digest": WaitingImport.objects.get().digest}).status_code
        == 404
    )


@pytest.mark.parametrize("maker", [make.tove, make.bo, make.fie])
def test_only_an_administrator_comes_in(client: Client, maker) -> None:  # type: ignore[no-untyped-def]
    logged_in(client, maker().person_id)
    assert client.get(URL).status_code == 403
    assert send(client, TWO).status_code == 403
    assert not WaitingImport.objects.exists()


BOMBS = {
    "empty": b" ",
    "latin-1": TWO.replace("Tranbjerg", "Årslev").encode("latin-1"),
    "not-utf-8": b'{"type": "FeatureCollection", "features": [{"navn": "\xe5"}]}',
    "utf-16": TWO.encode("utf-16"),
    "nul": TWO.replace("Tranbjerg", "T\0").encode(),
    "deep": b'{"features": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "cut": TWO[:-40].encode(),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "nan": TWO.replace("10.1", "NaN").encode(),
    "long-number": TWO.replace("10.1", "1" * 6000).encode(),
    "surrogate": collection({"type": "Feature", "properties": {"\ud800": "A"}, "geometry": None}).encode(),
    "all-refused": collection(feature("Rom", square(12.4, 41.8))).encode(),
    "markup": collection({"type": "Feature", "properties": {"<script>": "A"}, "geometry": square(10, 56)}).encode(),
}


@pytest.mark.parametrize("name", BOMBS)
def test_t29_a_bad_file_is_a_message_and_nothing_is_kept(desk: Client, name: str) -> None:
    answer = send(desk, BOMBS[name])
    assert answer.status_code == 422
    assert "<script>" not in answer.text.split("</head>")[1].replace("<script src", "")
    assert not WaitingImport.objects.exists()
    assert not Area.objects.exists()


def test_t29_a_file_too_large_is_a_message(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    assert send(desk, b" " * 2000).status_code == 422


def test_the_report_names_each_that_was_refused_or_mended(desk: Client) -> None:
    bow = {"type": "Polygon", "coordinates": [[[10.1, 56], [10.2, 56.1], [10.2, 56], [10.1, 56.1], [10.1, 56]]]}
    text = send(desk, collection(feature("Sløjfe", bow), feature("Rom", square(12.4, 41.8)))).text
    assert "Sløjfe" in text
    assert "Rom" in text
    assert json.loads(WaitingImport.objects.get().files["areas"])["features"]
