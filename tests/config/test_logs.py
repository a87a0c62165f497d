"""T60: nothing personal reaches a log."""

import json
import logging
from collections.abc import Callable

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from deltagerbudget.config.logging import formatter, redact
from deltagerbudget.config.middleware import access_log

CANARIES = ["070761-4285", "0707614285", "070761 4285", "070761%204285", "070761–4285"]
Lines = Callable[[], str]


@pytest.fixture(params=["json", "console"])
def lines(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Lines:
    """What the installation would have written, in each style."""
    style = formatter(request.param)
    caplog.set_level(logging.INFO)
    return lambda: "\n".join(style.format(record) for record in caplog.records)


@pytest.mark.parametrize("canary", CANARIES)
def test_t60_a_number_is_removed_wherever_it_stands(lines: Lines, canary: str) -> None:
    log = structlog.get_logger("test")
    log.info(f"in the event {canary}", value=canary, nested={"list": [canary]}, error=ValueError(canary))
    logging.getLogger("django").error("by a library: %s", canary)
    try:
        raise ValueError(f"invalid: {canary}")
    except ValueError:
        logging.getLogger("django.request").exception("in a traceback")
    written = lines()
    assert "in a traceback" in written
    assert canary not in written


def test_t60_a_number_given_as_a_number_is_removed(lines: Lines) -> None:
    structlog.get_logger("test").info("event", number=1707614285)
    assert "1707614285" not in lines()


def test_t60_a_database_error_keeps_its_values_to_itself(lines: Lines) -> None:
    message = "duplicate key\nDETAIL:  Key (name)=(Anna Testrup) already exists.\n"
    try:
        raise ValueError(message)
    except ValueError:
        logging.getLogger("django").exception("failed")
    assert "Anna" not in lines()


def test_t60_queries_addresses_cookies_and_forms_are_dropped(lines: Lines) -> None:
    structlog.get_logger("test").info(
        "event at /min-side/?navn=Anna",
        remote_addr="192.0.2.7",
        cookies={"session": "abc"},
        post={"name": "Anna"},
        to="anna@example.dk",
    )
    written = lines()
    assert not any(word in written for word in ("Anna", "192.0.2.7", "abc", "anna@example.dk"))


def test_ordinary_words_and_numbers_stay() -> None:
    text = "process 12 closed 2026-11-23T20:04:37Z with 28534 ballots, digest 3ff8b3b5492a0aa6"
    assert redact(text) == text


def test_each_request_is_one_line_without_query_or_address(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    access_log(lambda _request: HttpResponse())(rf.get("/forslag/?q=Anna", REMOTE_ADDR="192.0.2.7"))
    written = formatter("json").format(caplog.records[-1])
    entry = json.loads(written)
    assert (entry["path"], entry["status"], entry["method"]) == ("/forslag/", 200, "GET")
    assert "Anna" not in written
    assert "192.0.2.7" not in written


@pytest.mark.parametrize("path", ["/stem/", "/stem/7/valg/", "/en/stem/7/"])
def test_a_visit_to_the_booth_leaves_no_line(rf: RequestFactory, caplog: pytest.LogCaptureFixture, path: str) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    caplog.set_level(logging.INFO)
    access_log(view)(rf.get(path))
    assert caplog.records == []
