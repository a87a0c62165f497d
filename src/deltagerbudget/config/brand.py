"""The municipality's colours as a stylesheet of its own, so that no page needs a style inside it."""

import hashlib
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from deltagerbudget.acts.marks import public
from deltagerbudget.ui.brand import brand_css

YEAR = 365 * 24 * 60 * 60


@cache
def _stylesheet(primary: str, dark: str) -> tuple[str, str]:
    css = brand_css(primary, primary_dark=dark or None)
    return css, hashlib.sha256(css.encode()).hexdigest()[:12]


def brand_css_url() -> str:
    _css, digest = _stylesheet(settings.BRAND_PRIMARY, settings.BRAND_PRIMARY_DARK)
    return reverse("brand", args=[digest])


@public
def brand(request: HttpRequest, digest: str) -> HttpResponse:
    css, current = _stylesheet(settings.BRAND_PRIMARY, settings.BRAND_PRIMARY_DARK)
    if digest != current:
        raise Http404
    headers = {"Cache-Control": f"public, max-age={YEAR}, immutable"}
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers=headers)
