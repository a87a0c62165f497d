"""The words of the table: who comes, and what answer they get by the state of a deltagerbudget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.access.world import ROLES, STATES

ALL = frozenset(ROLES)
LOGGED_IN = ALL - {"visitor"}
OWNERS = frozenset({"owner", "owner_here", "owner_there"})
PARTNERS = frozenset({"partner_here", "partner_there"})
CASEWORKERS = frozenset({"caseworker", "colleague"})
LEADS = OWNERS | {"administrator"}
CONTROL = LEADS | {"auditor"}
SET_UP = LEADS | PARTNERS
REPORT = OWNERS | PARTNERS
REVIEW_DESK = LEADS | CASEWORKERS
# Who writes for residents without an account; local councils for those whom they entered, who are not in this world.
CLERKS = OWNERS | CASEWORKERS | PARTNERS
MUNICIPALITY = OWNERS | CASEWORKERS
STAFF = CONTROL | PARTNERS | CASEWORKERS
NOBODY: frozenset[str] = frozenset()
ADMINISTRATOR = frozenset({"administrator"})
NEIGHBOURS = frozenset({"resident@here", "author@here", "elsewhere@there"})
WRITERS = NEIGHBOURS | {"visitor"}
AUTHOR = frozenset({"author"})
RESIDENTS = frozenset({"author", "resident", "elsewhere"})
OF_THE_DEPARTMENT = frozenset({"caseworker"})

Status = int | Mapping[str, int]


def by_state(default: int, **given: int) -> Mapping[str, int]:
    """`preparation` stands for the two states before opening."""
    early = given.pop("preparation", default)
    return dict.fromkeys(STATES, default) | {"draft": early, "ready": early} | given


OPENED = by_state(200, preparation=404)
FROZEN = by_state(404, frozen=200, open=200, closed=200, counted=200, published=200)
VOTE_FORMS = ("freeze", "draw", "close_early", "withdraw", "extend", "incident", "settle", "destroy")
PUBLISHED = by_state(404, published=200)
PRINTED = by_state(200, preparation=404, ideas=404, review=404, decided=404)
BOOTH = by_state(200, preparation=404, frozen=302, open=302)
SETUP_OUTSIDE = by_state(403, preparation=404)
BEGIN = dict(by_state(409, preparation=404, ideas=200))
REFUSED = by_state(409, preparation=404)
CAN_TOGETHER = by_state(409, ideas=200, review=200, decided=200)
CAN_WITHDRAW = by_state(409, ideas=200, review=200, decided=200)


@dataclass(frozen=True)
class Page:
    name: str
    come: frozenset[str]
    status: Status = 200
    # Attributes of a Place; what is not one stands for itself.
    args: tuple[str, ...] = ()
    inside: frozenset[str] | None = None
    outside: Status = 404
    query: str = ""
