"""The layouts and the style page: nothing inline, every language, every error."""

import re
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import deltagerbudget
from deltagerbudget.ui.styleguide import styleguide

# Every page says whose it is, and the municipality writes that itself.
pytestmark = pytest.mark.django_db

PACKAGE = Path(deltagerbudget.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))
INLINE = re.compile(
    r"""<[^>]*\sstyle\s*=|<style|<script(?![^>]*\bsrc=)|<[^>]*\son[a-z]+\s*=|javascript:|data-hx-on|\shx-on""",
    re.IGNORECASE,
)
LAYOUTS = [
    "base",
    "booth",
    "staff",
    "errors/400",
    "errors/403",
    "errors/403_csrf",
    "errors/404",
    "errors/500",
    "errors/refused",
]
CONTEXT = {
    "municipality": "Eksempel Kommune",
    "demo": True,
    "contact": {"name": "Borgerservice", "phone": "12345678", "email": "a@example.dk"},
    "language_urls": [{"code": "en", "name": "English", "url": "/en/", "current": False}],
}


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/omraader/")


def test_no_template_has_anything_inline() -> None:
    assert TEMPLATES
    without = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.DOTALL)
    texts = {path.relative_to(PACKAGE).as_posix(): without.sub("", path.read_text()) for path in TEMPLATES}
    assert [name for name, text in texts.items() if INLINE.search(text)] == []


def test_the_search_for_inline_code_finds_it() -> None:
    for bad in ('<p style="x">', "<script>1</script>", '<a onclick="x">', '<a href="javascript:x">', "<style>"):
        assert INLINE.search(bad)
    for good in ('<script src="/a.js" type="module"></script>', "<p>style = on</p>", '<a data-on="1">'):
        assert not INLINE.search(good)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_stands_in_both_languages(name: str, language: str, request_: HttpRequest) -> None:
    with translation.override(language):
        html = render_to_string(f"ui/{name}.html", CONTEXT, request_)
    assert f'<html lang="{language}">' in html
    assert html.count("<main") == 1
    assert not INLINE.search(html)
    assert ('href="/en/' in html) == (language == "en" or "English" in html)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_stands_with_nothing_at_all(name: str) -> None:
    assert "</html>" in render_to_string(f"ui/{name}.html")


def test_public_pages_hold_nothing_of_the_reader(request_: HttpRequest) -> None:
    for name in ("base", "booth"):
        html = render_to_string(f"ui/{name}.html", CONTEXT, request_)
        assert "csrf" not in html
        assert ("/mig/" in html) == (name == "base")


def test_the_menu_knows_where_we_are(request_: HttpRequest) -> None:
    with translation.override("da"):
        html = render_to_string("ui/base.html", CONTEXT, request_)
    assert html.count('aria-current="page"') == 1
    assert '<a href="/omraader/" aria-current="page">' in html


def test_the_style_page_shows_every_component(request_: HttpRequest) -> None:
    with translation.override("da"):
        html = styleguide(request_).content.decode()
    assert not INLINE.search(html)
    for mark in ("path-band", "path-full", "path-chip", "pot-bar", "why", "timeline", "tile", "badge", "form-error"):
        assert f'class="{mark}' in html or f" {mark}" in html
