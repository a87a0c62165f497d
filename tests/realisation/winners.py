"""A finished vote whose first and third proposal won, and one of them started."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from tests import make

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.actions import plan_milestone, start_realisation
from deltagerbudget.realisation.models import Milestone, Realisation


def today() -> date:
    return timezone.localdate()


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def winner(number: int = 1, **values: object) -> Proposal:
    result = make.finished(**values)
    make.shift_to(result.vote.process, PhaseKind.REALISATION)
    return Proposal.objects.get(process=result.vote.process, number=number)


def started(proposal: Proposal | None = None) -> Realisation:
    proposal = proposal or winner()
    make.released(proposal.process)
    return start_realisation(
        make.tove(), proposal, owner_title="Tovholder", carried_out_by="Teknik og Miljø", at=make.now()
    )


def planned(realisation: Realisation | None = None, *, due_on: date | None = None) -> Milestone:
    row = realisation or started()
    return plan_milestone(make.tove(), row, title="Bænken står der", due_on=due_on or in_days(10), at=make.now())


def late_by(milestone: Milestone, days: int) -> Milestone:
    """By hand: the clock has gone on."""
    Milestone.objects.filter(pk=milestone.pk).update(due_on=in_days(-days))
    return Milestone.objects.get(pk=milestone.pk)
