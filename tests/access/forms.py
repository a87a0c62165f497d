"""The forms of a page with what a browser would send of them untouched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
POSTED = re.compile(r"""\bmethod=["']?post\b""", re.IGNORECASE)


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.text: tuple[str, list[str]] | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.inside)
        if self.inside is None:
            return
        name = given.get("name", "")
        if tag == "input":
            self._input(name, given)
        elif tag == "textarea":
            self.text = (name, [])
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.inside.fields):
            self.inside.fields[self.select] = [given.get("value", "")]
        elif tag == "button" and name:
            self.inside.fields.setdefault(name, [given.get("value", "")])

    def _input(self, name: str, given: dict[str, str]) -> None:
        assert self.inside is not None
        if name == "csrfmiddlewaretoken":
            return
        kind = given.get("type", "text")
        if name and (kind not in {"checkbox", "radio"} or "checked" in given):
            self.inside.fields.setdefault(name, []).append(given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self.text:
            self.text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text and self.inside:
            self.inside.fields[self.text[0]] = ["".join(self.text[1]).removeprefix("\n")]
            self.text = None
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = None


def forms_of(page: str) -> list[Form]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def misplaces_token(page: str) -> bool:
    """Whether a form is posted without the token, or has it and would show it in an address."""
    return any(bool(POSTED.search(tag)) != ("csrfmiddlewaretoken" in inside) for tag, inside in FORM.findall(page))


def fields_of(page: str) -> dict[str, Any]:
    """Of the largest form that is posted: the one that the page is about."""
    return max((form for form in forms_of(page) if form.method == "post"), key=lambda form: len(form.fields)).fields
