"""The journal: one entry an act, written in the act's own transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.refusals import NotYours
from deltagerbudget.acts.tables import NOT_IN_JOURNAL, WHO
from deltagerbudget.acts.vocabulary import Act, Role


def record(
    act: Act,
    actor: Actor,
    target: models.Model,
    *,
    at: datetime,
    process_id: int | None = None,
    **detail: str | int | None,
) -> Entry:
    """Write the entry. ``detail`` holds ids and enums, never a resident's name or free text."""
    if act in NOT_IN_JOURNAL:
        raise ValueError(f"{act} must not stand in the journal")
    through = actor.through
    # SECURITY: a right in one deltagerbudget opens no other.
    if through is not None and process_id not in {None, through.process_id}:
        raise NotYours(_("You write for a resident of another deltagerbudget. Do this there, or enter them here too."))
    return Entry.objects.create(
        act=act,
        person_id=actor.person_id,
        role=role_of(act, actor),
        through_id=actor.through_id,
        through_role=through.role if through else "",
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        process_id=process_id,
        at=at,
        detail=detail,
    )


def role_of(act: Act, actor: Actor) -> Role:
    """The role that the public history shows for this act."""
    held = {Role(role) for role, _area in actor.grants}
    allowed = WHO[act] & held
    if not allowed:
        return Role.AUTHOR
    return min(allowed, key=list(Role).index)
