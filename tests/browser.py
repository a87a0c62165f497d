"""Chromium for tests: one browser per run, a page of a given width, axe, and no mistake in the console unnoticed."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PageAt = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = next((path for name in NAMES if (path := shutil.which(name))), None)
    if executable is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Opened:
    contexts: list[BrowserContext]
    complaints: list[str]


@pytest.fixture
def page_at(browser: Browser) -> Iterator[PageAt]:
    """`page_at(390)`, `page_at(1280, javascript=False)`: a page in a browser profile of its own, in Danish.

    Anything that the page complains of in the console, the content security policy included, fails the test.
    """
    opened = Opened([], [])

    def open_page(width: int = 1280, *, javascript: bool = True, language: str = "da-DK") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale=language,
            timezone_id="Europe/Copenhagen",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: _note(message, opened.complaints))
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.contexts.append(context)
        return page

    yield open_page
    for context in opened.contexts:
        context.close()
    assert opened.complaints == []


# A page that is meant to answer 403, 404 or 409 is reported by the browser as well; the test sees those itself. A page
# that is left before its strip has come ends that request, which is reported too.
EXPECTED = ("the server responded with a status of 4", "htmx:sendError", "htmx:sendAbort", "net::ERR_ABORTED")


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type in ("error", "warning") and not any(text in message.text for text in EXPECTED):
        complaints.append(f"{message.text} ({message.location.get('url', '')})")


def _is_pin(node: dict[str, Any]) -> bool:
    """Pins of a map lie where the places lie. WCAG 2.5.8 lets them be near, for the list beside does the same."""
    return ".leaflet-marker-icon" in str(node["target"])


def _wait_until_it_is_there(page: Page) -> None:
    """A page that is just being left has no document any more; on a slow machine it is still asked for a moment.

    Playwright's own waiting evaluates a string in the page, which our policy forbids.
    """
    for _ in range(200):
        if page.evaluate("window.document ? document.readyState : ''") == "complete":
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{page.url} does not come to its end")


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: no accessibility rule of WCAG 2.2 AA is broken, and nothing scrolls sideways."""

    def examine(page: Page) -> None:
        _wait_until_it_is_there(page)
        results: dict[str, Any] = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response
        found = [
            f"{violation['id']}: {violation['help']}: {[node['target'] for node in violation['nodes'][:3]]}"
            for violation in results["violations"]
            if not (violation["id"] == "target-size" and all(map(_is_pin, violation["nodes"])))
        ]
        assert found == [], page.url
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{page.url} scrolls sideways by {width} px"

    return examine
