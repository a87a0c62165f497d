"""Every main page at both widths: accessible, and nothing in the console; pictures with --screenshots."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.conftest import REPOSITORY
from tests.e2e.conftest import client_of
from tests.e2e.crawl import crawl, kinds

PICTURES = REPOSITORY / "var" / "screenshots"
PEOPLE = [None, "anna", "bo", "tove", "ada", "fie"]


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("width", [390, 1280])
def test_every_kind_of_page(
    request: pytest.FixtureRequest,
    live_server: LiveServer,
    page_as: Callable[..., Page],
    axe: Callable[[Page], None],
    width: int,
) -> None:
    seen: set[str] = set()
    directory = PICTURES if request.config.getoption("--screenshots") else None
    for person in PEOPLE:
        found = {name: path for name, path in kinds(crawl(client_of(person))).items() if name not in seen}
        seen |= set(found)
        page = page_as(person, live_server.url, width)
        for name, path in found.items():
            page.goto(f"{live_server.url}{path}")
            axe(page)
            keep(page, directory, f"{name}-{width}")
        page.context.close()
    assert len(seen) > 10


def keep(page: Page, directory: Path | None, name: str) -> None:
    if directory:
        directory.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=directory / f"{name}.png", full_page=True)
