"""How many mails of confirmation one place may ask for, and one address may be sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from deltagerbudget.notifications.rules import mailbox
from deltagerbudget.staff.attempts import Limit, place_of, spend

# A class or a library asks from one place. An address that did not ask for it gets three mails a day and no more.
_FROM_ONE_PLACE = Limit("follow-from-one-place", 60, timedelta(hours=1))
_TO_ONE_ADDRESS = Limit("follow-to-one-address", 3, timedelta(days=1))


def may_ask(request: HttpRequest, *, at: datetime) -> bool:
    return spend(_FROM_ONE_PLACE, place_of(request), at=at)


def may_write_to(email: str, *, at: datetime) -> bool:
    return spend(_TO_ONE_ADDRESS, mailbox(email), at=at)
