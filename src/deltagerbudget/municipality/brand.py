"""The colours as a stylesheet and the logo as a picture, each by an address that changes with it."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from deltagerbudget.acts.marks import public
from deltagerbudget.municipality.card import Card, card
from deltagerbudget.municipality.models import Logo
from deltagerbudget.ui.brand import brand_css

YEAR = 365 * 24 * 60 * 60
_FOREVER = {"Cache-Control": f"public, max-age={YEAR}, immutable"}


@lru_cache(maxsize=16)
def _stylesheet(primary: str, dark: str) -> tuple[str, str]:
    css = brand_css(primary, primary_dark=dark or None)
    return css, hashlib.sha256(css.encode()).hexdigest()[:12]


def css_url(known: Card) -> str:
    _css, digest = _stylesheet(known.primary, known.primary_dark)
    return reverse("brand", args=[digest])


@public
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    known = card()
    css, current = _stylesheet(known.primary, known.primary_dark)
    if digest != current:
        raise Http404
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers=_FOREVER)


@public
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """SECURITY: drawn anew by us, and never anything but a picture to the browser."""
    row = get_object_or_404(Logo, digest=digest)
    headers = _FOREVER | {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(bytes(row.content), content_type="image/webp", headers=headers)
