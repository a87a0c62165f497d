"""Danish is complete, and nothing in the catalogues is left over."""

import gettext
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation import ngettext, npgettext, pgettext

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")


@pytest.fixture(scope="module")
def messages() -> Iterator[object]:
    sys.path.insert(0, str(SCRIPTS))
    import messages

    yield messages
    sys.path.remove(str(SCRIPTS))


@pytest.fixture(scope="module")
def shelves(messages) -> dict[Path, polib.POFile]:  # type: ignore[no-untyped-def]
    return {path: polib.pofile(str(path), check_for_duplicates=True) for path in messages.catalogues()}


@pytest.fixture(scope="module")
def catalogue(shelves: dict[Path, polib.POFile]) -> list[polib.POEntry]:
    return [entry for shelf in shelves.values() for entry in shelf]


def test_every_text_has_its_danish_and_every_danish_its_text(messages, catalogue: list[polib.POEntry]) -> None:  # type: ignore[no-untyped-def]
    used = set(messages.used())
    known = {messages.Message(entry.msgid, entry.msgid_plural or None, entry.msgctxt) for entry in catalogue}
    assert used - known == set()
    assert known - used == set()


def test_each_text_stands_once_in_the_catalogue_of_its_app(messages, shelves: dict[Path, polib.POFile]) -> None:  # type: ignore[no-untyped-def]
    used = messages.used()
    for path, shelf in shelves.items():
        for entry in shelf:
            message = messages.Message(entry.msgid, entry.msgid_plural or None, entry.msgctxt)
            assert messages.home(used[message]) == path, entry.msgid


def test_the_site_speaks_as_the_catalogues_do(catalogue: list[polib.POEntry]) -> None:
    """Django reads every one of them, and no other package's Danish comes before ours."""
    with translation.override("da"):
        for entry in catalogue:
            if entry.msgid_plural:
                said = (
                    npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, 2)
                    if entry.msgctxt
                    else (ngettext(entry.msgid, entry.msgid_plural, 2))
                )
                assert said == entry.msgstr_plural[1]
            else:
                said = pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else translation.gettext(entry.msgid)
                assert said == entry.msgstr


def test_nothing_is_unsure_or_empty(catalogue: list[polib.POEntry]) -> None:
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete or not entry.translated()] == []


def test_placeholders_are_the_same(catalogue: list[polib.POEntry]) -> None:
    wrong = []
    for entry in catalogue:
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        if any(set(PLACEHOLDER.findall(text)) - wanted for text in texts):
            wrong.append(entry.msgid)
        if set(PLACEHOLDER.findall(texts[-1])) != set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)):
            wrong.append(entry.msgid)
    assert wrong == []


def test_texts_begin_and_end_alike(catalogue: list[polib.POEntry]) -> None:
    """A lost full stop or blank is a slip."""
    slips = [
        entry.msgid
        for entry in catalogue
        if entry.msgstr and (entry.msgid[-1] in ".?:…") != (entry.msgstr[-1] in ".?:…")
    ]
    assert slips == []


def test_danish_needs_no_tools_of_gettext(tmp_path: Path, messages) -> None:  # type: ignore[no-untyped-def]
    """The catalogue is compiled with an empty PATH, and Python's own gettext reads it."""
    source = messages.SHARED
    copy = tmp_path / "src" / source.relative_to(ROOT / "src")
    copy.parent.mkdir(parents=True)
    shutil.copy(source, copy)
    (tmp_path / "scripts").mkdir()
    shutil.copy(SCRIPTS / "compile_catalogues.py", tmp_path / "scripts")
    subprocess.run([sys.executable, tmp_path / "scripts" / "compile_catalogues.py"], env={"PATH": ""}, check=True)
    with copy.with_suffix(".mo").open("rb") as compiled:
        danish = gettext.GNUTranslations(compiled)
    assert danish.gettext("Privacy") == "Privatliv"


def test_a_text_put_together_at_run_time_is_refused(messages) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(messages.NotAText):
        messages.in_python("gettext(f'{x}')", "here")
    with pytest.raises(messages.NotAText):
        messages.in_python("_('a' + b)", "here")


def test_templates_are_read_as_django_reads_them(messages) -> None:  # type: ignore[no-untyped-def]
    template = """{% load i18n %}<p>It's</p>{% translate "A (b" %}{% blocktranslate count n=x %}one{% plural %}
    {{ n }} "more"
    {% endblocktranslate %}{% translate 'c' context "d" %}"""
    found = messages.in_python(messages.in_template(template, "here"), "here")
    assert {(message.text, message.context) for message in found if not message.plural} == {("A (b", None), ("c", "d")}
    assert [message.plural.strip() for message in found if message.plural] == ['%(n)s "more"']
