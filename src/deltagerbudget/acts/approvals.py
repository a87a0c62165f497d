"""Acts that take two persons: the first asks, a different one confirms the same."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.models import Approval, Grant
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.tables import TWO, WHO
from deltagerbudget.acts.vocabulary import Act


def second(act: Act, actor: Actor, target: models.Model, *, digest: str, at: datetime) -> bool:
    """True when this call is the second person's on the same digest; False when it is the first one's.

    Call it inside the act's transaction, with the target locked. A request for another digest replaces the open one.
    """
    if act not in TWO:
        raise ValueError(f"{act} does not take two persons")
    if actor.person_id is None:
        raise NotPossible(_("This takes two persons. The platform cannot do it alone."))
    pending = pending_approval(act, target)
    if pending is not None and pending.digest == digest and _still_may(pending):
        return _confirm(pending, actor.person_id, at)
    if pending is not None:
        pending.delete()
    Approval.objects.create(
        act=act,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        digest=digest,
        first_id=actor.person_id,
        first_at=at,
    )
    return False


def pending_approval(act: Act, target: models.Model) -> Approval | None:
    """The request that waits for a second person."""
    return Approval.objects.filter(
        act=act, target_type=target._meta.label_lower, target_id=str(target.pk), second=None
    ).first()


def _still_may(pending: Approval) -> bool:
    """SECURITY: whoever has lost the role since asked for nothing; then this call is the first one's.

    A refusal was decided by an act of its own, which stands.
    """
    if pending.act == Act.APPROVE_REFUSAL:
        return True
    return Grant.objects.filter(
        person=pending.first_id, person__is_active=True, role__in=WHO[Act(pending.act)]
    ).exists()


def _confirm(pending: Approval, person_id: int, at: datetime) -> bool:
    if pending.first_id == person_id:
        raise NotPossible(_("You have already asked for this. Another person must confirm it."))
    pending.second_id = person_id
    pending.second_at = at
    pending.save(update_fields=["second", "second_at"])
    return True
