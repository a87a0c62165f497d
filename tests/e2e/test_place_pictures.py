"""The pages of a voting place at both widths, to which a crawl finds no way: accessible, and pictured on demand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests import make
from tests.browser import PageAt
from tests.e2e.test_all_channels import WAYS, log_in
from tests.e2e.test_screenshots import PICTURES, keep
from tests.polling import counted, made, posted

from deltagerbudget.acts.actor import Actor
from deltagerbudget.ballots.models import Station
from deltagerbudget.polling.serving import hand_out_paper

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STAFF = "/medarbejder/stemmesteder/"


class Camera:
    """Examines the page that is shown, and keeps its picture."""

    def __init__(self, axe: Callable[[Page], None], directory: Path | None, width: int) -> None:
        self.axe, self.directory, self.width = axe, directory, width

    def take(self, page: Page, name: str) -> None:
        self.axe(page)
        keep(page, self.directory, f"place-{name}-{self.width}")


@pytest.fixture(params=[390, 1280])
def camera(request: pytest.FixtureRequest, axe: Callable[[Page], None]) -> Camera:
    directory = PICTURES if request.config.getoption("--screenshots") else None
    return Camera(axe, directory, request.param)


def test_the_desk_the_screen_and_the_helper(live_server: LiveServer, page_at: PageAt, camera: Camera) -> None:
    vote = make.open_vote(channels=WAYS)
    station, bo = made.at_desk(vote)
    hand_out_paper(bo, station, made.visitor(vote, made.number(1)), at=make.now())
    desk = _page(page_at, live_server.url, bo, camera.width)
    address = f"{live_server.url}{STAFF}skranke/{station.pk}/"
    looked_up(desk, address, made.number(1))
    camera.take(desk, "desk-has-paper")
    looked_up(desk, address, made.NUMBER)
    camera.take(desk, "desk-free")
    desk.click('form[action$="/kode/"] button')
    camera.take(desk, "desk-code")
    code = desk.inner_text(".desk-code")

    screen = _page(page_at, live_server.url, bo, camera.width)
    screen.goto(address)
    screen.click('form[action$="/skaerm/"] button')
    camera.take(screen, "kiosk")
    booth = f"{live_server.url}/stem/{vote.process.slug}/"
    screen.goto(f"{booth}hjaelp/")
    screen.check("#hvem-staff", force=True)
    camera.take(screen, "helper")
    screen.click("main form .button-primary")
    camera.take(screen, "helper-list")
    screen.locator("input[name=valg]").first.check(force=True)
    screen.click("form#ballot .actions button")
    screen.wait_for_url("**/tjek/")
    screen.click(".actions .button-primary")
    screen.wait_for_url("**/log-ind/")
    camera.take(screen, "kiosk-identify")
    screen.click('a[href$="/skaerm/kode/"]')
    camera.take(screen, "kiosk-code")
    screen.fill("#kode", code)
    screen.click("main form .button-primary")
    camera.take(screen, "helper-turns-away")
    screen.click(".actions .button-primary")
    camera.take(screen, "helper-gone")

    home = page_at(camera.width)
    home.goto(f"{booth}kode/")
    camera.take(home, "letter-code")


def test_the_paper_from_the_pile_to_the_sample(live_server: LiveServer, page_at: PageAt, camera: Camera) -> None:
    vote, station = counted.closed(papers=6)
    url = live_server.url
    bo, tove, rune = (_page(page_at, url, actor, camera.width) for actor in (make.bo(), make.tove(), counted.rune()))
    bo.goto(f"{url}{STAFF}{station.pk}/papir/")
    camera.take(bo, "paper-no-batch")
    batch = counted.registered(station, 5)
    bo.goto(f"{url}{STAFF}bunke/{batch.pk}/tast/")
    camera.take(bo, "enter")
    for field, text in zip(bo.locator("input[name=ark]").all(), ["1, 99", "3", "2,", "?", ""], strict=True):
        field.fill(text)
    bo.click("main form .button-primary")
    camera.take(bo, "enter-to-check")
    counted.entered(batch, ["1, 3", "2", "?", "1", "1"], ["1, 3", "3", "?", "1", "2"])
    tove.goto(f"{url}{STAFF}bunke/{batch.pk}/")
    camera.take(tove, "differing")
    for sheet in ("2", "1"):
        tove.locator("form.settle input.form-input").first.fill(sheet)
        tove.locator("form.settle button").first.click()
    camera.take(tove, "batch-to-approve")
    counted.approved(batch)
    tove.goto(f"{url}{STAFF}{station.pk}/papir/")
    camera.take(tove, "protocol")
    # One of six is missing: two persons, and a reason.
    tove.fill('form[action$="/slut/"] textarea', "En vælger tog den med hjem.")
    tove.click('form[action$="/slut/"] button')
    tom = _page(page_at, url, make.tom(), camera.width)
    tom.goto(f"{url}{STAFF}{station.pk}/papir/")
    camera.take(tom, "protocol-second")
    tom.locator('form[action$="/slut/"] button').first.click()
    camera.take(tom, "protocol-signed")
    rune.goto(f"{url}{STAFF}i/{vote.process.slug}/papir/")
    camera.take(rune, "papers")
    rune.goto(f"{url}{STAFF}i/{vote.process.slug}/stikproeve/")
    camera.take(rune, "sample")
    rune.click("main form .button-primary")
    camera.take(rune, "sample-drawn")
    assert Station.objects.get().paper_counted_at is not None


def test_the_ballots_by_post(
    live_server: LiveServer, page_at: PageAt, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = posted.open_vote(monkeypatch)
    (_a, first), (_b, second) = posted.forms(vote, made.number(1), made.number(2))
    url = f"{live_server.url}{STAFF}skranke/brev/{vote.process.slug}/"
    bo, rikke, tove = (
        _page(page_at, live_server.url, actor, camera.width) for actor in (make.bo(), counted.rikke(), make.tove())
    )
    for page, form, text, name in (
        (bo, first, "1, 3", "post-second"),
        (rikke, first, "3 1", "post-cast"),
        (bo, second, "1, 99", "post-to-check"),
    ):
        page.goto(url)
        page.fill("#kode", form)
        page.fill("#valg", text)
        page.click("main form.measure .button-primary")
        camera.take(page, name)
    home = page_at(camera.width)
    home.goto(f"{live_server.url}/stem/{vote.process.slug}/log-ind/")
    camera.take(home, "post-told")
    make.closed(vote)
    tove.goto(url)
    camera.take(tove, "post-closed")


def looked_up(desk: Page, address: str, number: str) -> None:
    desk.goto(address)
    desk.fill("main input[type=text]", number)
    if desk.locator("main select").count():
        desk.select_option("main select", "tranbjerg")
    desk.click("main form.measure button")


def _page(page_at: PageAt, url: str, actor: Actor, width: int) -> Page:
    page = page_at(width)
    log_in(page, url, actor)
    return page
