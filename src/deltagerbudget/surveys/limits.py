"""How many answers one place may send in a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.timezone import localtime

from deltagerbudget.staff.attempts import Limit, place_of, spend

# A school or a library asks from one place.
_FROM_ONE_PLACE = Limit("survey-from-one-place", 300, timedelta(days=1))


def may_answer(request: HttpRequest, *, at: datetime) -> bool:
    """SECURITY: counted from midnight, so the row of the limit holds no time at which somebody answered."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return spend(_FROM_ONE_PLACE, place_of(request), at=midnight)
