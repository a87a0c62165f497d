"""Find my area by the name of an area, a town or an address."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from tests import make
from tests.places.files import TOWNS, TWO

from deltagerbudget.places.actions import import_areas
from deltagerbudget.places.find import find, only_area
from deltagerbudget.places.plan import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def land() -> None:
    import_areas(make.administrator(), Upload(areas=TWO, places=TOWNS), at=make.now())


@pytest.mark.parametrize("words", ["Mårslet", "maarslet", "MARSLET", "mårs", "testrup", "Testr"])
def test_many_spellings_lead_to_one_area(words: str) -> None:
    found = only_area(find(words))
    assert found is not None
    assert found.name == "Mårslet"


@pytest.mark.parametrize("words", ["", "   ", "%", "zzz", "\N{SNOWMAN}", "x" * 5000])
def test_nonsense_finds_nothing(words: str) -> None:
    assert find(words) == []


def test_the_very_name_wins_over_what_begins_so() -> None:
    make.area("Mårslet Øst")
    assert [hit.name for hit in find("mårslet")] == ["Mårslet"]
    assert [hit.name for hit in find("mårsle")] == ["Mårslet", "Mårslet Øst"]


ANSWER = {"adresser": [{"adressebetegnelse": "Testvej 1, 8320 Mårslet", "x": 573_000.0, "y": 6_213_500.0}]}


class Server(BaseHTTPRequestHandler):
    seen: list[tuple[str, str]] = []
    answer: Any = ANSWER

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers["Authorization"]))
        body = self.answer if isinstance(self.answer, bytes) else json.dumps(self.answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def addresses(settings: Any) -> Iterator[type[Server]]:
    """A server of our own that answers as the description of Adressevælger says."""
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings.ADDRESSES_URL = f"http://127.0.0.1:{server.server_port}"
    settings.ADDRESSES_TOKEN = "et-token"
    Server.seen, Server.answer = [], ANSWER
    yield Server
    server.shutdown()
    server.server_close()


def test_an_address_is_asked_for_only_when_no_name_fits(addresses: type[Server]) -> None:
    assert only_area(find("Testvej 1")) == only_area(find("mårslet"))
    assert len(addresses.seen) == 1
    path, token = addresses.seen[0]
    assert path.startswith("/adresser/soeg?tekst=Testvej+1")
    assert "et-token" not in path
    assert token == "Bearer et-token"


@pytest.mark.parametrize("answer", [b"", b"<html>", {"adresser": [{"x": 1}, 5, None]}, [], {"adresser": "x"}, 7])
def test_an_odd_answer_is_no_answer(addresses: type[Server], answer: Any) -> None:
    addresses.answer = answer
    assert find("Testvej 1") == []


def test_a_service_that_is_down_stops_nothing(settings: Any) -> None:
    settings.ADDRESSES_URL, settings.ADDRESSES_TOKEN = "http://127.0.0.1:9", "et-token"
    assert find("Testvej 1") == []
    assert [hit.name for hit in find("Mårslet")] == ["Mårslet"]
