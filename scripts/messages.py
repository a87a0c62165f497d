"""The texts that can be translated, found without the tools of gettext, and the Danish catalogues kept in step.

A text of one app stands in that app's catalogue, a text of several in the one that all share: none stands twice.

`python scripts/messages.py` lists what is missing; `... update [FRAGMENT.po ...]` takes translations from the
catalogues and the fragments, drops what no page uses, and adds what is new with an empty translation.
"""

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import django
import polib
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "deltagerbudget"
CATALOGUE = Path("locale", "da", "LC_MESSAGES", "django.po")
SHARED = PACKAGE / CATALOGUE
# Function to the places of its arguments: context, text, plural.
FUNCTIONS = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
NAMES = {
    **{name: name for name in FUNCTIONS},
    **{f"{name}_lazy": name for name in FUNCTIONS},
    "gettext_noop": "gettext",
    "_": "gettext",
}
CALL = re.compile(r"\b(npgettext|ngettext|pgettext|gettext|_)\((?=u?[\"'])")


@dataclass(frozen=True)
class Message:
    text: str
    plural: str | None = None
    context: str | None = None


class NotAText(ValueError):
    """A text put together at run time cannot be translated."""


def catalogues() -> list[Path]:
    return sorted([*PACKAGE.glob(str(CATALOGUE)), *PACKAGE.glob(f"*/{CATALOGUE}")])


def used() -> dict[Message, list[str]]:
    """Every message with the places where it stands."""
    found: dict[Message, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*")):
        place = str(path.relative_to(PACKAGE))
        if path.suffix == ".py" and "migrations" not in path.parts:
            source = path.read_text()
        elif "templates" in path.parts and path.suffix in (".html", ".txt", ".svg"):
            source = in_template(path.read_text(), place)
        else:
            continue
        for message in in_python(source, place):
            found.setdefault(message, []).append(place)
    return found


def home(places: list[str]) -> Path:
    """The catalogue of a text: its app's, or the shared one. Django reads catalogues of apps alone."""
    apps = {Path(place).parts[0] for place in places}
    app = PACKAGE / apps.pop()
    return app / CATALOGUE if not apps and (app / "apps.py").exists() else SHARED


def in_template(text: str, place: str) -> str:
    """Django turns a template into calls among noise; the calls alone are Python."""
    noise = templatize(text, origin=place)
    return "\n".join(_call(noise, match.start()) for match in CALL.finditer(noise))


def _call(text: str, start: int) -> str:
    """From the name of a function to the bracket that closes its call, strings skipped."""
    depth, quote, index = 0, "", start
    while index < len(text):
        character = text[index]
        if quote:
            index += character == "\\"
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
            if depth == 0:
                return text[start : index + 1]
        index += 1
    raise NotAText(text[start : start + 60])


def in_python(source: str, place: str) -> list[Message]:
    tree = ast.parse(source)
    aliases = {**NAMES, **_aliases(tree)}
    return [
        _message(call, FUNCTIONS[aliases[name]], place)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        if (name := _name(call.func)) in aliases and call.args and not _is_value(call.args[0])
    ]


def _is_value(argument: ast.expr) -> bool:
    """A text marked where it was written, and translated here by way of a name."""
    return isinstance(argument, ast.Name | ast.Attribute | ast.Subscript)


def _aliases(tree: ast.AST) -> dict[str, str]:
    return {
        alias.asname: NAMES[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("translation")
        for alias in node.names
        if alias.asname and alias.name in NAMES
    }


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _message(call: ast.Call, places: tuple[int | None, int, int | None], where: str) -> Message:
    context, text, plural = (None if place is None else _text(call, place, where) for place in places)
    return Message(text=text or "", plural=plural, context=context)


def _text(call: ast.Call, place: int, where: str) -> str:
    argument = call.args[place] if place < len(call.args) else None
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    raise NotAText(f"{where}:{call.lineno}: only a plain text can be translated")


def known(paths: list[Path]) -> dict[Message, polib.POEntry]:
    """What the files translate; the first that does wins."""
    entries: dict[Message, polib.POEntry] = {}
    for path in paths:
        for entry in polib.pofile(str(path)):
            message = Message(entry.msgid, entry.msgid_plural or None, entry.msgctxt)
            if entry.translated() and not entry.obsolete:
                entries.setdefault(message, entry)
    return entries


def update(fragments: list[Path]) -> list[Message]:
    """Writes the catalogues anew, sorted; returns what still has no translation."""
    entries = known([*catalogues(), *fragments])
    shelves: dict[Path, list[Message]] = {path: [] for path in catalogues()}
    messages = used()
    for message, places in messages.items():
        shelves.setdefault(home(places), []).append(message)
    for path, shelf in shelves.items():
        _write(path, shelf, entries)
    return [message for message in messages if message not in entries]


def _write(path: Path, messages: list[Message], entries: dict[Message, polib.POEntry]) -> None:
    if not messages:
        path.unlink()
        return
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": "da",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for message in sorted(messages, key=lambda message: (message.text, message.context or "", message.plural or "")):
        catalogue.append(_entry(message, entries.get(message)))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def _entry(message: Message, translated: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context, msgid_plural=message.plural or "")
    if message.plural:
        entry.msgstr_plural = translated.msgstr_plural if translated else {0: "", 1: ""}
    else:
        entry.msgstr = translated.msgstr if translated else ""
    return entry


def main(arguments: list[str]) -> int:
    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
    if arguments[:1] == ["update"]:
        missing = update([Path(name) for name in arguments[1:]])
    else:
        entries = known(catalogues())
        missing = [message for message in used() if message not in entries]
    for message in missing:
        print(message.text)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
