"""The style page in a real browser: readable by everyone, and the small scripts do what they promise."""

import mimetypes
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page, Route

from deltagerbudget.ui import brand
from deltagerbudget.ui.styleguide import styleguide

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self' data:"
)
VOICES = """(() => {
  const said = window.said = [];
  const voices = [{ lang: "da-DK" }];
  const synth = { getVoices: () => voices, speak: (one) => { said.push(one.text); synth.speaking = true; },
    cancel: () => { synth.speaking = false; }, addEventListener() {} };
  Object.defineProperty(window, "speechSynthesis", { value: synth });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } addEventListener() {} };
})()"""


def answer(route: Route, page: bytes) -> None:
    path = route.request.url.removeprefix("http://stil.test").split("?")[0]
    if path == "/":
        route.fulfill(body=page, content_type="text/html", headers={"Content-Security-Policy": POLICY})
    elif path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)
    else:
        route.fulfill(body="<a href='/min-side/'>Anna</a>", content_type="text/html")


def visit(browser: Browser, width: int = 1280, script: str = "", scripts: bool = True) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 844}, java_script_enabled=scripts)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # Made here: the browser calls back outside the test, where a question would open another connection.
    with translation.override("da"):
        made = styleguide(RequestFactory().get("/")).content
    page.route("**/*", lambda route: answer(route, made))
    if script:
        page.add_init_script(script)
    page.goto("http://stil.test/")
    return page, complaints


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_it_works(browser: Browser, width: int) -> None:
    page, complaints = visit(browser, width)
    page.wait_for_selector(".me a:text('Anna')")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert complaints == []
    page.close()


def test_twice_the_letters_need_no_sideways_scrolling(browser: Browser) -> None:
    page, _ = visit(browser, 640)
    page.evaluate("document.adoptedStyleSheets = [Object.assign(new CSSStyleSheet())]")
    page.evaluate("document.adoptedStyleSheets[0].insertRule('html { font-size: 125% !important }')")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    page.close()


def test_the_main_action_is_seen_at_once_on_a_phone(browser: Browser) -> None:
    page, _ = visit(browser, 390)
    box = page.locator(".hero .button-primary").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844
    page.close()


def test_everything_can_be_read_without_scripts(browser: Browser) -> None:
    page, _ = visit(browser, scripts=False)
    assert page.locator(".me a").inner_text() == page.locator(".me a").inner_text().strip() != ""
    assert not page.locator("[data-read-aloud]").is_visible()
    page.close()


def test_the_pot_follows_the_ballot(browser: Browser) -> None:
    page, _ = visit(browser)
    says = page.locator("[data-pot='ballot'] [data-pot-says]")
    page.get_by_label("Shelterplads ved Lillesø, 98.500 kr.").check()
    assert "221.500 kr." in says.inner_text()
    assert page.locator("[data-pot='ballot'] .pot-block").count() == 1
    for label in ("Ny gynge og vippe på Torvet", "Lys på stien til skolen"):
        page.get_by_label(label).check()
    assert page.locator("#mangler-4").inner_text() == "Du mangler 72.000 kr."
    page.get_by_label("Boldbur ved hallen").check()
    assert "72.000 kr." in says.inner_text()
    assert page.locator("[data-pot='ballot'].is-over .pot-beyond").count() == 1
    page.close()


def test_the_page_is_read_aloud_where_a_voice_speaks_danish(browser: Browser) -> None:
    page, _ = visit(browser, script=VOICES)
    button = page.locator("[data-read-aloud]")
    assert button.is_visible()
    button.click()
    assert "Hvad skal pengene bruges til i dit område?" in page.evaluate("said")
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    page.close()


def test_letters_left_are_counted(browser: Browser) -> None:
    page, _ = visit(browser)
    page.locator("#id_why").fill("x" * 301)
    assert page.locator(".limit-exceeded").count() == 1
    page.locator("#id_why").fill("x" * 290)
    assert "10" in page.locator("[data-counts='id_why']").inner_text()
    page.close()


def test_the_defaults_of_the_stylesheet_can_be_read_too() -> None:
    tokens = (ROOT / "frontend" / "sass" / "_tokens.scss").read_text()
    themes = [line.split("(")[1].split(")")[0].split(", ") for line in tokens.splitlines() if '": (#' in line]
    assert len(themes) == 6
    for accent, tint, *_ in themes:
        for ground in (tint, brand.PAPER, brand.SURFACE):
            assert brand.contrast(accent, ground) >= brand.ENOUGH
