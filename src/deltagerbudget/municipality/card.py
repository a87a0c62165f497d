"""What every page says of the municipality: one query a page, and the rest only when something was changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import get_language

from deltagerbudget.municipality.models import Brand, Contact, Revision, Wording


@dataclass(frozen=True)
class Mark:
    """The logo: where it is fetched and how large it is drawn."""

    digest: str
    width: int
    height: int


@dataclass(frozen=True)
class Card:
    name: str
    primary: str
    primary_dark: str = ""
    logo: Mark | None = None
    contacts: tuple[Contact, ...] = ()
    wordings: dict[str, dict[str, str]] = field(default_factory=dict)

    def words(self, key: str, language: str | None = None) -> str:
        """What the municipality has written here in the reader's language; empty where it has not."""
        return self.wordings.get(key, {}).get((language or get_language() or "da")[:2], "")


def card(revision: str | None = None) -> Card:
    """The newest, or that of a revision just asked for (empty: nothing was ever changed).

    An error page must come out even when the database does not answer: then by the settings.
    """
    try:
        token = Revision.objects.newest().first() if revision is None else revision
        return _card(token) if token else _by_settings()
    except DatabaseError:
        return _by_settings()


@lru_cache(maxsize=4)
def _card(token: str) -> Card:
    """SECURITY: kept by a random token, so that a transaction that was rolled back leaves nothing behind."""
    brand = Brand.objects.select_related("logo").defer("logo__content").order_by("-pk").first()
    shared: dict[str, Any] = {
        "contacts": tuple(Contact.objects.order_by("position")) or _by_settings().contacts,
        "wordings": Wording.objects.standing(),
    }
    if brand is None:
        return Card(settings.MUNICIPALITY, settings.BRAND_PRIMARY, settings.BRAND_PRIMARY_DARK, **shared)
    logo = Mark(brand.logo.digest, brand.logo.width, brand.logo.height) if brand.logo else None
    return Card(brand.name, brand.primary, logo=logo, **shared)


def _by_settings() -> Card:
    known = Contact(name=settings.CONTACT_NAME, phone=settings.CONTACT_PHONE, email=settings.CONTACT_EMAIL)
    return Card(settings.MUNICIPALITY, settings.BRAND_PRIMARY, settings.BRAND_PRIMARY_DARK, contacts=(known,))


def explain(form: forms.Form, name: str) -> None:
    """Put the municipality's help texts in place of ours."""
    known = card()
    for field_name, box in form.fields.items():
        box.help_text = known.words(f"help.{name}.{field_name}") or box.help_text
