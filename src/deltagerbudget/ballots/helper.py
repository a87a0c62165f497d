"""Somebody sits beside the voter: who, as they say themselves. One cookie; no row of a voter or ballot knows of it."""

from __future__ import annotations

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

_NAME = "hjaelper"
_HALF_HOUR = 30 * 60


class Helper(TextChoices):
    FAMILY = "family", _("A relative or a friend")
    STAFF = "staff", _("A member of staff")


def helper_of(request: HttpRequest) -> Helper | None:
    said = request.COOKIES.get(_NAME, "")
    return Helper(said) if said in Helper.values else None


def remember(response: HttpResponse, helper: Helper | None) -> None:
    """None: nobody helps any more."""
    response.set_cookie(
        _NAME,
        helper.value if helper else "",
        max_age=_HALF_HOUR if helper else 0,
        expires=None if helper else "Thu, 01 Jan 1970 00:00:00 GMT",
        path="/",
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )
