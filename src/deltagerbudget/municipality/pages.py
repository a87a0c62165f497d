"""The texts about the platform: the ones it comes with, or what staff have written in their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString

from deltagerbudget.municipality.card import Card, card
from deltagerbudget.municipality.markdown import rendered
from deltagerbudget.municipality.models import Page

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Text:
    title: str
    body: str
    updated_at: datetime | None = None


@cache
def supplied(slug: str, language: str) -> Text:
    """The text that comes with the platform: its first line is the title."""
    title, _blank, body = (FOLDER / f"{slug}.{language}.md").read_text().partition("\n")
    return Text(title.removeprefix("# ").strip(), body.strip())


def text_of(slug: str, language: str) -> Text:
    page = Page.objects.filter(slug=slug).order_by("-pk").first()
    if page is None:
        return supplied(slug, language)
    return Text(getattr(page, f"title_{language}"), getattr(page, f"body_{language}"), page.at)


def shown(body: str, known: Card | None = None) -> SafeString:
    """Markdown as everyone reads it, with the municipality's own name and address in it."""
    known = known or card()
    mail = next((contact.email for contact in known.contacts if contact.email), "")
    return rendered(body.replace("{kommune}", known.name).replace("{mail}", mail))
