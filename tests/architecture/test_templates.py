"""Nothing inline, nothing unescaped: what the content security policy forbids is not written in the first place."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "deltagerbudget"
TEMPLATES = sorted(SOURCES.glob("*/templates/**/*.*"))
MODULES = sorted(path for path in SOURCES.rglob("*.py") if "migrations" not in path.parts)
INLINE = {
    "a style attribute": re.compile(r"""\sstyle\s*=""", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script with a body": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "a handler": re.compile(r"""\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "an address that runs": re.compile(r"javascript:", re.IGNORECASE),
    "htmx that evaluates": re.compile(r"""\shx-on|["']js:""", re.IGNORECASE),
}
# Each place where text is taken as HTML, with the reason that makes it safe.
TRUSTED = {
    "municipality/markdown.py": "nh3 has cleaned it down to a short list of tags",
    "ui/pictures.py": "pictures are drawn from numbers and constants; no text of a person goes into them",
    "ui/templatetags/signatures.py": "hands on what templates and format_html have escaped",
}
UNESCAPED = re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off|\bmark_safe\(|\bSafeString\((?!\"\"\))|__html__")
LOOP_OR_TEXT = re.compile(r"{%\s*(for|empty|endfor|translate|blocktranslate|trans)\b([^%]*)")
# The parts of one form, or the two languages: never more than a handful.
FEW = re.compile(r"\bin\s+(form|field|group|widget|errors|language_urls|formset)\b")
COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCES))


def test_t03_nothing_is_inline() -> None:
    texts = {name_of(path): COMMENT.sub("", path.read_text()) for path in TEMPLATES}
    assert texts
    found = [(name, what) for name, text in texts.items() for what, each in INLINE.items() if each.search(text)]
    assert found == []


def test_t03_nothing_is_inline_in_html_written_by_code() -> None:
    pattern = re.compile(r"""<[a-z][^>]*\sstyle=|<style|<script(?![^>]*src=)""")
    found = [name_of(path) for path in MODULES if pattern.search(path.read_text())]
    # The page that the command `count --html` prints is a file of its own, and never served.
    assert found == ["counting/page.py"]


def test_t03_each_unescaped_text_has_its_reason() -> None:
    pages = [path for path in TEMPLATES if path.suffix != ".txt"]
    found = {name_of(path) for path in [*pages, *MODULES] if UNESCAPED.search(COMMENT.sub("", path.read_text()))}
    assert found == set(TRUSTED)


def test_no_translation_inside_a_loop_of_rows() -> None:
    """A translation tag costs three times its text; over two hundred rows that is most of the page."""
    pages = [path for path in TEMPLATES if path.suffix != ".txt"]
    assert pages
    assert [(name_of(path), found) for path in pages for found in translated_in_rows(path)] == []


def translated_in_rows(template: Path) -> list[str]:
    rows: list[bool] = []
    found = []
    for match in LOOP_OR_TEXT.finditer(template.read_text()):
        tag, rest = match.groups()
        if tag == "for":
            rows.append(not FEW.search(rest))
        elif tag == "empty":
            rows[-1] = False
        elif tag == "endfor":
            rows.pop()
        elif any(rows):
            found.append(match.group(0))
    return found
