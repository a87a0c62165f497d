"""The log of each look at personal data: who, what, why and when, never the data itself.

Call ``look_at`` for one resident and ``look_at_list`` for a list, in the view that shows what the public does not see.
LAW: GDPR art. 15 and the Court's C-579/21: a resident is told when and why, not by which employee.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import role_of
from deltagerbudget.acts.models import Look
from deltagerbudget.acts.vocabulary import Act, Looked, Purpose

# For so long a page stays open after its purpose was given.
OPEN_FOR = timedelta(minutes=15)


def look_at(
    act: Act,
    actor: Actor,
    what: Looked,
    subject_ids: Iterable[int],
    *,
    at: datetime,
    target: models.Model | None = None,
    process_id: int | None = None,
    purpose: Purpose | str = "",
) -> list[Look]:
    """One row for each resident whose data is shown."""
    shown = [
        Look(subject_id=pk, process_id=process_id, purpose=purpose, **_of(act, actor, what, target, at))
        for pk in subject_ids
    ]
    return Look.objects.bulk_create(shown)


def look_at_list(
    act: Act,
    actor: Actor,
    what: Looked,
    *,
    count: int,
    at: datetime,
    filter: str = "",
    target: models.Model | None = None,
    process_id: int | None = None,
) -> Look:
    """One row for the whole list. ``filter`` holds ids and words of ours, never a name that was typed."""
    return Look.objects.create(
        count=count, filter=filter[:200], process_id=process_id, **_of(act, actor, what, target, at)
    )


def is_open(act: Act, actor: Actor, target: models.Model, *, at: datetime) -> bool:
    """Whether this person has given a purpose for this object a moment ago."""
    if actor.person_id is None:
        return False
    recent = Look.objects.filter(act=act, person_id=actor.person_id, at__gt=at - OPEN_FOR, at__lte=at)
    return recent.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).exists()


def forget_looks(*, at: datetime) -> int:
    """LAW: GDPR art. 5(1)(e): the log is kept no longer than the municipality has decided."""
    deleted, _by_model = Look.objects.filter(at__lt=at - timedelta(days=settings.LOOKS_DAYS)).delete()
    return deleted


def _of(act: Act, actor: Actor, what: Looked, target: models.Model | None, at: datetime) -> dict[str, object]:
    return {
        "act": act,
        "person_id": actor.person_id,
        "role": role_of(act, actor),
        "what": what,
        "target_type": target._meta.label_lower if target is not None else "",
        "target_id": str(target.pk) if target is not None else "",
        "at": at,
    }
