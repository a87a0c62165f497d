"""T48, T49: texts that take long to read, and requests with too much of everything. Bounds are generous: it is the
difference between milliseconds and minutes that is looked for."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest
from django.test import Client
from tests import make

from deltagerbudget.config.logging import redact
from deltagerbudget.municipality.markdown import LONGEST as LONGEST_MARKDOWN
from deltagerbudget.municipality.markdown import rendered
from deltagerbudget.ui.danish import parse_kroner, sort_key
from deltagerbudget.ui.names import doubt_about
from deltagerbudget.ui.search import asked_words, search_key

MEGA = 1_000_000
SOON = 2.0
# As long as a form takes at most; a setting refuses what is longer before anything reads it.
LONGEST = 100_000
TEXTS = {
    "no spaces": "x" * MEGA,
    "brackets": "[" * (MEGA // 2) + "]" * (MEGA // 2),
    "tags": "<b>" * (MEGA // 3),
    "entities": "&#x26;" * (MEGA // 6),
    "ampersands": "&" * MEGA,
    "hashes": "#" * 10_000 + " x\n" * 10_000,
    "quotes": ">" * 10_000 + " x",
    "stars": "*a **b " * (MEGA // 7),
    "links": "[a](" * (MEGA // 4),
    "references": "[a]: x\n" * (MEGA // 7),
    "lists": "".join(f"{' ' * depth}- x\n" for depth in range(1200)),
    "figures": "9" * MEGA,
    "addresses": "a@" * (MEGA // 2),
    "dots": "a.b@c." * (MEGA // 6),
    "queries": "/?a=" * (MEGA // 4),
    "backticks": "".join("`" * length + " " for length in range(1, 1000)),
    "spaces": "a" + " " * MEGA + "b",
    "marks": "e" + "\u0301" * MEGA,
}
READERS: dict[str, Callable[[str], object]] = {
    "log": redact,
    "order": sort_key,
    "search": lambda text: (search_key(text), asked_words(text)),
    "doubt": lambda text: doubt_about(text[:LONGEST]),
    "money": lambda text: _refused(parse_kroner, text),
    "markdown": lambda text: rendered(text[:LONGEST_MARKDOWN]),
}


def _refused(read: Callable[[str], object], text: str) -> None:
    with contextlib.suppress(ValueError):
        read(text)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", TEXTS)
def test_t48_no_text_takes_long_to_read(name: str, reader: str) -> None:
    began = time.process_time()
    READERS[reader](TEXTS[name])
    assert time.process_time() - began < SOON


@pytest.fixture
def addresses() -> list[str]:
    slug = make.open_vote().process.slug
    return ["/", "/omraader/", "/projekter/", "/login/", f"/deltagerbudgetter/{slug}/forslag/", f"/stem/{slug}/"]


@pytest.mark.django_db
def test_t48_a_form_of_a_megabyte_is_refused_unread(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        for text in ("no spaces", "tags", "entities"):
            began = time.process_time()
            response = client.post(address, {"q": TEXTS[text], "title": TEXTS[text]})
            assert response.status_code in (400, 403, 405, 413), address
            assert time.process_time() - began < SOON


@pytest.mark.django_db
def test_t48_a_search_of_100_kb_is_answered_at_once(client: Client, addresses: list[str]) -> None:
    for address in addresses:
        for name in ("no spaces", "brackets", "spaces", "figures"):
            began = time.process_time()
            assert client.get(address, {"q": TEXTS[name][:LONGEST]}).status_code < 500, address
            assert time.process_time() - began < SOON


@pytest.mark.django_db
def test_t49_ten_thousand_fields_are_refused(client: Client, addresses: list[str]) -> None:
    many = {f"field{number}": "x" for number in range(10_000)}
    for address in addresses:
        assert client.post(address, many).status_code in (400, 403, 405, 413), address
        assert client.get(address, many).status_code < 500, address


@pytest.mark.django_db
def test_t49_a_header_of_100_kb_changes_nothing(client: Client, addresses: list[str]) -> None:
    bombs = {
        "accept-language": "en;q=0.1," * 11_000,
        "cookie": "; ".join(f"a{number}=b" for number in range(10_000)),
        "accept": "text/html," * 10_000,
        "if-none-match": '"x",' * 25_000,
        "if-modified-since": "9" * LONGEST,
        "range": "bytes=" + "0-1," * 25_000,
        "referer": "https://example.dk/" + "x" * LONGEST,
        "user-agent": "x" * LONGEST,
        "authorization": "Bearer " + "x" * LONGEST,
        "hx-current-url": "https://example.dk/" + "%41" * 30_000,
    }
    for address in [*addresses, "/sundhed/"]:
        plain = client.get(address).status_code
        for name, value in bombs.items():
            began = time.process_time()
            assert client.get(address, headers={name: value}).status_code in (plain, 200, 304, 400), (address, name)
            assert time.process_time() - began < SOON


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["localhost, evil.dk", "localhost,localhost", "localhost:80:80", "local host", "[::1"])
def test_t49_a_header_that_came_twice_is_refused(client: Client, host: str) -> None:
    """A WSGI server joins equal headers with a comma."""
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["-1", "1, 1", "x", "", "9" * 40])
def test_t49_a_length_that_is_none_breaks_nothing(client: Client, addresses: list[str], length: str) -> None:
    for address in addresses:
        assert client.generic("POST", address, b"a=1", CONTENT_LENGTH=length).status_code < 500, address


@pytest.mark.django_db
def test_t49_a_parameter_given_twice_breaks_nothing(client: Client, addresses: list[str]) -> None:
    names = ("q", "orden", "status", "side", "omraade", "next", "id", "sprog", "valg", "version", "noegle")
    for address in addresses[-2:]:
        for name in names:
            for pair in (f"{name}=1&{name}=2", f"{name}[]=1&{name}[a]=2", f"{name}=1;{name}=2", f"{name}&{name}="):
                assert client.get(f"{address}?{pair}").status_code < 500, (address, pair)
                answer = client.post(address, pair, content_type="application/x-www-form-urlencoded")
                assert answer.status_code < 500, (address, pair)
