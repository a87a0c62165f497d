"""One place for permissions: reads the tables WHO and WHEN."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.refusals import NotNow, NotYours
from deltagerbudget.acts.tables import WHEN, WHO
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Role


def may(act: Act, actor: Actor, *, area_ids: Iterable[int] = (), owner_ids: Collection[int] = ()) -> bool:
    """Whether a role of the actor allows the act, whatever the phase."""
    roles = actor.roles(area_ids)
    if actor.person_id is not None and actor.person_id in owner_ids:
        roles |= {Role.AUTHOR}
    return bool(WHO[act] & roles)


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
    if not may(act, actor, area_ids=area_ids, owner_ids=owner_ids):
        raise NotYours(_("You do not have access to do this. Write to the contact person if you think you should."))
    if not is_time_for(act, phase):
        raise NotNow(_("This cannot be done in the present phase. See the dates on the page of the deltagerbudget."))
