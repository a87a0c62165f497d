"""How often a door is tried. Counted in the database: all workers count together, and a restart forgets nothing."""

from __future__ import annotations

import ipaddress
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from deltagerbudget.staff.models import Attempt
from deltagerbudget.staff.secrets import digest

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    name: str
    most: int
    within: timedelta


# A code has five tries. The rest stops who begins again and again, from one place or from many.
TRIES = Limit("tries", 5, timedelta(minutes=15))
MAILS_TO_ONE = Limit("mails-to-one", 5, timedelta(minutes=15))
FROM_ONE_PLACE = Limit("from-one-place", 60, timedelta(hours=1))
FACTORS_OF_ONE = Limit("factors-of-one", 12, timedelta(hours=1))
IN_ALL = Limit("in-all", 1000, timedelta(hours=1))


def spend(limit: Limit, *what: object, at: datetime) -> bool:
    """Count one try; False when there were too many. Success resets nothing."""
    key = digest("attempt", limit.name, *what)
    with transaction.atomic():
        Attempt.objects.get_or_create(key=key, defaults={"until": at + limit.within})
        row = Attempt.objects.select_for_update().get(key=key)
        if row.until <= at:
            row.count, row.until = 0, at + limit.within
        row.count += 1
        row.save(update_fields=["count", "until"])
    if row.count == limit.most + 1:
        log.warning("too many tries at the staff's door: %s", limit.name)
    return row.count <= limit.most


def sweep(*, at: datetime) -> None:
    Attempt.objects.filter(until__lte=at).delete()


def place_of(request: HttpRequest) -> str:
    """Where a request comes from. SECURITY: of X-Forwarded-For only what our own proxies wrote; the rest anyone can
    write. An IPv6 network of /64 counts as one place: its holder has all its addresses."""
    said = request.headers.get("X-Forwarded-For", "").split(",")
    trusted = settings.TRUSTED_PROXIES
    text = said[-trusted].strip() if 0 < trusted <= len(said) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)
