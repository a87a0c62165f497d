"""The opening (indvielse): the last promise of a project, with a meeting to which everyone is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.events.actions import plan_event
from deltagerbudget.events.rules import Kind
from deltagerbudget.realisation.actions import locked, recorded, refuse_ended
from deltagerbudget.realisation.models import Milestone, Realisation
from deltagerbudget.ui.danish import day as say


@transaction.atomic
def announce_opening(actor: Actor, realisation: Realisation, *, values: Mapping[str, Any], at: datetime) -> Milestone:
    """A meeting of the deltagerbudget or the area, and the promise of its day. One that was cancelled gets another."""
    realisation = locked(Act.ANNOUNCE_OPENING, actor, realisation, at)
    refuse_ended(realisation)
    on = localdate(values["starts_at"])
    row = realisation.milestones.select_related("event").filter(is_opening=True).first()
    _check(realisation, row, on)
    where = realisation.process or realisation.source.areas.all()[0]
    event = plan_event(actor, where, values={**values, "kind": Kind.OPENING}, at=at)
    if row is None:
        row = Milestone.objects.create(
            realisation=realisation, title=event.title, due_on=on, is_opening=True, event=event
        )
    else:
        row.event = event
        row.save(update_fields=["event"])
    recorded(Act.ANNOUNCE_OPENING, actor, realisation, at, milestone=row.pk, event=event.pk)
    return row


def _check(realisation: Realisation, row: Milestone | None, on: date) -> None:
    later = realisation.milestones.filter(reached_on=None, is_opening=False, due_on__gt=on).order_by("due_on").last()
    if later is not None:
        told = {"title": later.title, "day": say(later.due_on, get_language() or "da")}
        raise NotPossible(
            _("The opening is the last promise, and “%(title)s” is promised for %(day)s. Choose a later day.") % told
        )
    if row is None:
        return
    if row.reached_on is not None:
        raise NotPossible(_("The opening has been held."))
    if row.event is not None and row.event.cancelled_at is None:
        raise NotPossible(_("The opening is announced already. Change the meeting if its time or place is another."))
    if row.due_on != on:
        told = {"day": say(row.due_on, get_language() or "da")}
        raise NotPossible(_("The opening is promised for %(day)s. Move that date first, and write why.") % told)
