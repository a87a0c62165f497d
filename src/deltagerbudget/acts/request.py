"""From a request to its actor."""

from __future__ import annotations

from django.http import HttpRequest

from deltagerbudget.acts.actor import VISITOR, Actor
from deltagerbudget.acts.models import Grant
from deltagerbudget.acts.vocabulary import Role


def actor_of(request: HttpRequest) -> Actor:
    """The logged-in person with every role held; one query a request."""
    if not request.user.is_authenticated:
        return VISITOR
    cached: Actor | None = getattr(request, "_actor", None)
    if cached is None:
        cached = actor_for(request.user.pk)
        request._actor = cached  # type: ignore[attr-defined]
    return cached


def actor_for(person_id: int) -> Actor:
    held = Grant.objects.filter(person_id=person_id).values_list("role", "area_id")
    return Actor(person_id=person_id, grants=frozenset({(str(Role.RESIDENT), None), *held}))
