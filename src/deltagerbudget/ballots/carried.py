"""What the booth leaves in a browser: choices before login, the time on the ticket, the voting session, the order.

SECURITY: nothing of this lies on the server or in localStorage before a ballot is cast.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from deltagerbudget.ballots import helper
from deltagerbudget.ballots.casting import SESSION
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.rules import Sheet
from deltagerbudget.identity.cookies import cookie_name, decrypt, encrypt, forget
from deltagerbudget.proposals.rules import ORDERS

LOGIN = "booth"
_CHOICES, _SESSION = "ballot", "booth"
# The public list keeps its order under the same name: the ballot stands as the list stood.
_ORDER = "orden"
_HALF_HOUR = int(SESSION.total_seconds())
_SEASON = 60 * 24 * 60 * 60


@dataclass(frozen=True)
class Kept:
    """A ballot under way. ``ticket_at``: when this browser was given a ballot while the vote was open."""

    sheet: Sheet = field(default_factory=Sheet)
    ticket_at: datetime | None = None


def kept(request: HttpRequest, vote: Vote) -> Kept | None:
    """The choices that this browser carries for this vote."""
    payload = decrypt(_CHOICES, request.COOKIES.get(cookie_name(_CHOICES), ""))
    if payload is None or payload.get("vote") != vote.pk.hex:
        return None
    numbers, points = payload.get("numbers"), payload.get("points")
    assert isinstance(numbers, list)  # noqa: S101 - only keep() writes what decrypt() accepts
    assert isinstance(points, list)  # noqa: S101
    return Kept(Sheet(tuple(numbers), tuple(points)), _moment(payload.get("ticket")))


def keep(response: HttpResponse, vote: Vote, ballot: Kept) -> None:
    ticket = int(ballot.ticket_at.timestamp()) if ballot.ticket_at else None
    sheet = ballot.sheet
    payload = {
        "vote": vote.pk.hex,
        "numbers": list(sheet.numbers),
        "points": list(sheet.points),
        "ticket": ticket,
    }
    _lay(response, cookie_name(_CHOICES), encrypt(_CHOICES, payload, seconds=_HALF_HOUR), seconds=_HALF_HOUR)


def forget_choices(response: HttpResponse) -> None:
    _lay(response, cookie_name(_CHOICES), "", seconds=0)


def session_secret(request: HttpRequest) -> str:
    return request.COOKIES.get(cookie_name(_SESSION), "")


def remember_session(response: HttpResponse, secret: str) -> None:
    _lay(response, cookie_name(_SESSION), secret, seconds=_HALF_HOUR)


def forget_all(response: HttpResponse, *, keeps_screen: bool = False) -> None:
    """Leaves a shared machine as if nobody had been in the booth; the screen of a voting place stays one."""
    for name in (cookie_name(_CHOICES), cookie_name(_SESSION), _ORDER):
        _lay(response, name, "", seconds=0)
    forget(response, LOGIN)
    helper.remember(response, None)
    response["Clear-Site-Data"] = '"cache", "storage"' if keeps_screen else '"cache", "cookies", "storage"'


def ticket(vote: Vote, at: datetime) -> str:
    """A signed time and nothing else: it says when the ballot was handed out, never to whom."""
    return signing.dumps(int(at.timestamp()), salt=_salt(vote))


def ticket_time(vote: Vote, text: str) -> datetime | None:
    try:
        return _moment(signing.loads(text, salt=_salt(vote)))
    except signing.BadSignature:
        return None


def order_of(request: HttpRequest) -> int:
    """One of the sixteen orders of the list: asked for in the address, this visitor's own, or drawn now."""
    for asked in (request.GET.get(_ORDER, ""), request.COOKIES.get(_ORDER, "")):
        if asked.isascii() and asked.isdigit() and len(asked) < 3 and 1 <= int(asked) <= ORDERS:
            return int(asked)
    return secrets.randbelow(ORDERS) + 1


def remember_order(response: HttpResponse, order: int) -> None:
    """A number from 1 to 16: it says nothing about anybody."""
    _lay(response, _ORDER, str(order), seconds=_SEASON)


def in_order(shuffles: Sequence[tuple[str, int]], order: int) -> list[int]:
    """Project numbers by the shuffles of their proposals: the same order as on the public list."""
    return [number for _, number in sorted((shuffle[4 * (order - 1) :], number) for shuffle, number in shuffles)]


def _salt(vote: Vote) -> str:
    return f"deltagerbudget.booth-ticket.{vote.pk.hex}"


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


def _lay(response: HttpResponse, name: str, value: str, *, seconds: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        expires=None if seconds else "Thu, 01 Jan 1970 00:00:00 GMT",
        path="/",
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )
