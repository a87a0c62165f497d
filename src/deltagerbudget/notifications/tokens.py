"""Links that mails carry. Signed, so the database alone opens none; each for one purpose, so none opens another door.

A row's random nonce is part of its links: with the row they die, and a later row with the same number has others.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from deltagerbudget.notifications.models import Follower, Following

_CONFIRM, _STOP = "notifications/confirm/v1", "notifications/stop/v1"
_LONGEST = 500
# The name of the query's key. SECURITY: not a part of the path, because paths are written into logs.
KEY = "noegle"


def confirm_url(following: Following) -> str:
    return _url("notifications:confirm", _signed(_CONFIRM, following.pk, following.nonce))


def stop_url(follower: Follower, process_id: int = 0) -> str:
    """Stops what leads to mails about one deltagerbudget; 0: everything."""
    return _url("notifications:stop", _signed(_STOP, follower.pk, follower.nonce, process_id))


def read_confirm(token: str) -> tuple[int, str] | None:
    values = _read(_CONFIRM, token)
    return (values[0], values[1]) if values else None


def read_stop(token: str) -> tuple[int, str, int] | None:
    values = _read(_STOP, token)
    return (values[0], values[1], values[2]) if values else None


def _url(name: str, token: str) -> str:
    return f"{settings.SITE_URL}{reverse(name)}?{urlencode({KEY: token})}"


def _signed(purpose: str, *values: int | str) -> str:
    return Signer(salt=purpose).sign_object(list(values))


def _read(purpose: str, token: str) -> list[Any] | None:
    if len(token) > _LONGEST:
        return None
    try:
        values: list[Any] = Signer(salt=purpose).unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return values
