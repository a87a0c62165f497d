"""What every page is given: whose site it is, its colours, and its own address in the other language."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from deltagerbudget.municipality.brand import css_url
from deltagerbudget.municipality.card import Card, card

LOGO_HEIGHT = 48


def installation(request: HttpRequest) -> dict[str, object]:
    """Nothing here reads a session or a person: the booth's pages are given it too. At most one query."""
    known = card(getattr(request, "revision", None))
    contacts = _contacts(known)
    return {
        "municipality": known.name,
        "demo": settings.DEMO,
        "brand_css_url": css_url(known),
        "logo": _logo(known),
        "contact": contacts[0] if contacts else {},
        "contacts_of_municipality": contacts,
        "front_lead": known.words("front.lead"),
        "language_urls": _language_urls(request.path),
    }


def _contacts(known: Card) -> list[dict[str, str]]:
    """Who answers for the municipality, the first one first, in the reader's language."""
    language = (get_language() or "da")[:2]
    return [
        {
            "name": row.name,
            "role": getattr(row, f"role_{language}") or row.role_da,
            "phone": row.phone,
            "email": row.email,
            "hours": getattr(row, f"hours_{language}") or row.hours_da,
        }
        for row in known.contacts
    ]


def _logo(known: Card) -> dict[str, object] | None:
    """Drawn 48 points high; the width follows."""
    if known.logo is None:
        return None
    width = round(known.logo.width * LOGO_HEIGHT / known.logo.height)
    return {"url": reverse("logo", args=[known.logo.digest]), "width": width, "height": LOGO_HEIGHT}


def _language_urls(path: str) -> list[dict[str, object]]:
    danish = path.removeprefix("/en") if path.startswith("/en/") else path
    addresses = {"da": danish, "en": f"/en{danish}"}
    current = get_language()
    return [
        {"code": code, "name": name, "url": addresses[code], "current": code == current}
        for code, name in settings.LANGUAGES
    ]
