"""How many mails an author may have sent, and how many one address may be sent: T55, nobody is flooded."""

from __future__ import annotations

from datetime import datetime, timedelta

from deltagerbudget.staff.attempts import Limit, spend

_BY_ONE_PERSON = Limit("coauthor-by-one-person", 10, timedelta(days=1))
_TO_ONE_ADDRESS = Limit("coauthor-to-one-address", 2, timedelta(days=1))


def may_write(person_id: int | None, address: str, *, at: datetime) -> bool:
    by_person = spend(_BY_ONE_PERSON, person_id, at=at)
    return by_person and spend(_TO_ONE_ADDRESS, address.strip().lower(), at=at)
