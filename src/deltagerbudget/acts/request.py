"""From a request to its actor."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest

from deltagerbudget.acts.actor import VISITOR, Actor, Through
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.vocabulary import Role

RESIDENT: frozenset[tuple[str, int | None]] = frozenset({(str(Role.RESIDENT), None)})
# In the session of a member of staff who has passed both steps of the login.
STAFF_SESSION = "staff"


def actor_of(request: HttpRequest) -> Actor:
    """The logged-in person with every role held; one query a request."""
    if not request.user.is_authenticated:
        return VISITOR
    cached: Actor | None = getattr(request, "_actor", None)
    if cached is None:
        cached = _actor(request)
        request._actor = cached  # type: ignore[attr-defined]
    return cached


def _actor(request: HttpRequest) -> Actor:
    """While somebody writes for a resident: the resident, with a resident's rights and no other."""
    pk = cast(int, request.user.pk)
    through: Through | None = getattr(request, "through", None)
    return Actor(pk, RESIDENT, through) if through is not None else actor_of_session(request, pk)


def actor_of_session(request: HttpRequest, person_id: int) -> Actor:
    """Who has logged in.

    SECURITY: without both steps of the staff's login there is no staff role, whatever the tables say.
    """
    full = actor_for(person_id)
    if STAFF_SESSION in getattr(request, "session", ()):
        return Actor(full.person_id, full.grants - RESIDENT)
    return full if settings.STAFF_BY_ONE_CLICK else Actor(full.person_id, RESIDENT)


def actor_for(person_id: int) -> Actor:
    held = Grant.objects.filter(person_id=person_id).values_list("role", "area_id")
    return Actor(person_id=person_id, grants=RESIDENT | frozenset(held))
