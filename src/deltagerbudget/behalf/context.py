"""The banner on every page that knows who has logged in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from deltagerbudget.acts.clock import now
from deltagerbudget.behalf.rules import minutes_left
from deltagerbudget.behalf.session import Assistance


def assistance(request: HttpRequest) -> dict[str, Any]:
    """SECURITY: asks nobody who is looking. Where no view has asked, as on the public pages, there is nothing here."""
    found: Assistance | None = getattr(request, "assistance", None)
    if found is None:
        return {}
    return {"behalf": {"name": found.assisted.short_name, "minutes": minutes_left(found.until, now())}}
