"""What every page is given: whose site it is, its colours, and its own address in the other language."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from deltagerbudget.config.brand import brand_css_url


def installation(request: HttpRequest) -> dict[str, object]:
    """Nothing here reads a session or the database: the booth's pages are given it too."""
    return {
        "municipality": settings.MUNICIPALITY,
        "demo": settings.DEMO,
        "brand_css_url": brand_css_url(),
        "contact": {
            "name": settings.CONTACT_NAME,
            "phone": settings.CONTACT_PHONE,
            "email": settings.CONTACT_EMAIL,
        },
        "language_urls": _language_urls(request.path),
    }


def _language_urls(path: str) -> list[dict[str, object]]:
    danish = path.removeprefix("/en") if path.startswith("/en/") else path
    addresses = {"da": danish, "en": f"/en{danish}"}
    current = get_language()
    return [
        {"code": code, "name": name, "url": addresses[code], "current": code == current}
        for code, name in settings.LANGUAGES
    ]
