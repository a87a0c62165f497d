"""The orders of a list of proposals, and the one that belongs to this visitor."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from deltagerbudget.proposals.models import ProposalQuerySet
from deltagerbudget.proposals.rules import ORDERS
from deltagerbudget.support.models import most_supported_first

COOKIE = "orden"
_YEAR = 365 * 24 * 60 * 60
RANDOM = [str(number) for number in range(1, ORDERS + 1)]
_COLUMNS = {
    "navn": (F("sort_key").asc(), F("number").asc()),
    "nyeste": (F("submitted_at").desc(), F("number").desc()),
    "pris": (F("price_ore").asc(nulls_last=True), F("number").asc()),
}
_BY_VOTES = "stemmer"
BY_SUPPORT = "stoette"


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


def known(value: str | None, *, published: bool, supported: bool = False) -> str | None:
    """The order if there is one of that name. SECURITY: votes order nothing before the result is published."""
    if supported and value == BY_SUPPORT:
        return value
    if value in RANDOM or value in _COLUMNS or (published and value == _BY_VOTES):
        return value
    return None


def ordered(proposals: ProposalQuerySet, order: str) -> ProposalQuerySet:
    if order in RANDOM:
        return proposals.in_order(int(order) - 1)
    if order == _BY_VOTES:
        return proposals.order_by(F("project_result__place").asc(nulls_last=True), "number")
    if order == BY_SUPPORT:
        return cast(ProposalQuerySet, most_supported_first(proposals))
    return proposals.order_by(*_COLUMNS[order])


def choices(random: str, *, published: bool, supported: bool = False) -> list[Choice]:
    found = [
        Choice(random, _("In random order")),
        Choice("navn", _("By name")),
        Choice("nyeste", _("Newest first")),
        Choice("pris", _("Cheapest first")),
    ]
    if supported:
        found.append(Choice(BY_SUPPORT, _("Most support first")))
    return found + ([Choice(_BY_VOTES, _("Most votes first"))] if published else [])


def of_visitor(request: HttpRequest) -> str | None:
    value = request.COOKIES.get(COOKIE)
    return value if value in RANDOM else None


def of_the_minute(at: datetime) -> str:
    """For who has no order yet: each order gets its minutes."""
    return RANDOM[int(at.timestamp() // 60) % ORDERS]


def new() -> str:
    return secrets.choice(RANDOM)


def keep(response: HttpResponse, order: str) -> None:
    """A number from 1 to 16: it says nothing about anybody."""
    response.set_cookie(
        COOKIE, order, max_age=_YEAR, secure=settings.SECURE_COOKIES, httponly=True, samesite="Lax", path="/"
    )
