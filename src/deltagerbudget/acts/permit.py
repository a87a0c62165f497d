"""One place for permissions: reads the tables WHO, WHEN and ON_BEHALF."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.refusals import NotNow, NotYours
from deltagerbudget.acts.tables import ON_BEHALF, WHEN, WHO
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role

NOT_FOR_OTHERS = _("This cannot be done while you write for a resident. Stop writing for the resident first.")


def may(act: Act, actor: Actor, *, area_ids: Iterable[int] = (), owner_ids: Collection[int] = ()) -> bool:
    """Whether a role of the actor allows the act, whatever the phase."""
    if not may_through(act, actor):
        return False
    roles = actor.roles(area_ids)
    if actor.person_id is not None and actor.person_id in owner_ids:
        roles |= {Role.AUTHOR}
    return bool(WHO[act] & roles)


def may_through(act: Act, actor: Actor) -> bool:
    """SECURITY: what a resident decides alone is done by nobody else for them."""
    return actor.through is None or act in ON_BEHALF


def is_time_for(act: Act, phase: PhaseKind | None) -> bool:
    when = WHEN[act]
    return when is None or phase in when


def permit(
    act: Act,
    actor: Actor,
    *,
    area_ids: Iterable[int] = (),
    phase: PhaseKind | None = None,
    owner_ids: Collection[int] = (),
) -> None:
    """Return if the actor may do the act now; raise NotYours or NotNow otherwise."""
    if not may_through(act, actor):
        raise NotYours(NOT_FOR_OTHERS)
    if not may(act, actor, area_ids=area_ids, owner_ids=owner_ids):
        raise NotYours(_("You do not have access to do this. Write to the contact person if you think you should."))
    if not is_time_for(act, phase):
        raise NotNow(_("This cannot be done in the present phase. See the dates on the page of the deltagerbudget."))
