"""Two proposals become one by their authors' own yes, and one of them leaves: on a phone, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests import make
from tests.browser import PageAt
from tests.e2e.test_screenshots import PICTURES, keep
from tests.e2e.walker import Walker

from deltagerbudget.acts.request import actor_for
from deltagerbudget.demo import people
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.together.models import Merge

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

JOINT = {
    "title": "Bænke og borde ved søen",
    "what": "To bænke og et bord ved søen, så man kan spise sin madpakke sammen.",
    "why": "Så er der plads til alle.",
}


@pytest.fixture
def two(transactional_db: None) -> list[Proposal]:
    """Anna's, and Otto's that says nearly the same."""
    process = make.process()
    people.settle(make.today())
    anna, otto = (actor_for(people.account(sub).pk) for sub in ("anna", "otto"))
    first = make.submitted(process, author=anna, title="Bænk ved søen", what="En bænk ved søen.")
    return [first, make.submitted(process, author=otto, title="Bord og bænk ved søen", what="Et bord ved søen.")]


def test_two_become_one_and_one_leaves(
    live_server: LiveServer,
    page_at: PageAt,
    page_as: Callable[..., Page],
    axe: Callable[[Page], None],
    two: list[Proposal],
    request: pytest.FixtureRequest,
) -> None:
    first, second = two
    pictures = PICTURES if request.config.getoption("--screenshots") else None

    def looked_at(person: str, path: str, name: str) -> None:
        page = page_as(person, live_server.url, 390)
        page.goto(live_server.url + path)
        axe(page)
        keep(page, pictures, f"together-{name}-390")
        page.set_viewport_size({"width": 1280, "height": 900})
        keep(page, pictures, f"together-{name}-1280")

    anna, otto = (Walker(page_at(390, javascript=False), live_server.url) for _person in "ao")
    looked_at("otto", f"/forslag/{second.pk}/laeg-sammen/", "choose")
    looked_at("tove", f"/medarbejder/sammen/forslag/{first.pk}/?med=2", "bench")
    suggest(otto, first, second)
    merge = Merge.objects.get()
    looked_at("anna", f"/forslag/sammenlaegning/{merge.pk}/", "merge")
    anna.log_in("anna")
    anna.go("/min-side/")
    anna.press(anna.page.locator(f"main a[href$='/sammenlaegning/{merge.pk}/']"))
    assert JOINT["what"] in anna.text()
    anna.press(anna.page.locator("button[name='svar'][value='ja']"))
    assert Proposal.objects.get(pk=second.pk).stage == Stage.MERGED
    anna.go(f"/deltagerbudgetter/{first.process.slug}/forslag/2/")
    anna.press(anna.page.locator("main a.button-primary"))
    assert "Anna T., Otto Ø." in anna.text()
    otto.go(f"/forslag/{first.pk}/sammen/")
    otto.press(otto.page.locator("main a[href$='/forlad/']"))
    otto.press(otto.page.locator("main form button"))
    anna.page.reload()
    assert "Otto Ø." not in anna.text()
    assert Proposal.objects.get(pk=second.pk).stage == Stage.MERGED
    looked_at("anna", f"/forslag/{first.pk}/sammen/", "authors")
    looked_at("tove", f"/medarbejder/sammen/{merge.pk}/", "staff")
    looked_at("mehmet", f"/forslag/{first.pk}/vaer-med/", "join")
    looked_at("mehmet", f"/deltagerbudgetter/{first.process.slug}/forslag/2/", "gone")
    looked_at("mehmet", f"/deltagerbudgetter/{first.process.slug}/forslag/1/", "public")


def suggest(otto: Walker, first: Proposal, second: Proposal) -> None:
    otto.log_in("otto", "/login/")
    otto.go(f"/forslag/{second.pk}/sammen/")
    otto.press(otto.page.locator("main a[href$='/laeg-sammen/']"))
    otto.tick("med", "1")
    otto.press(otto.page.locator("main form button.button-primary"))
    assert first.what in otto.text()
    otto.tick("standing", str(first.pk))
    otto.write(**JOINT)
    otto.press(otto.page.locator("main form button.button-primary"))
    assert "Du har sagt ja." in otto.text()
