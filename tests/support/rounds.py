"""Support rounds for tests, built by the acts."""

from __future__ import annotations

from typing import Any

from tests import make

from deltagerbudget.acts.actor import SYSTEM, Actor
from deltagerbudget.acts.request import actor_for
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.support.actions import close_support, support_proposal
from deltagerbudget.support.models import Support, number_of

KINDS = tuple(PhaseKind)


def process(phase: PhaseKind = PhaseKind.SUPPORT, *, sent: int = 1, needed: int = 2) -> Process:
    """With so many proposals, by `make.author(0)` and so on; now in this phase."""
    made = make.process(PhaseKind.IDEAS, kinds=KINDS, support_needed=needed)
    for place in range(sent):
        make.submitted(made, author=make.author(place))
    return make.shift_to(made, phase)


def rows(made: Process) -> list[Proposal]:
    return list(Proposal.objects.filter(process=made).select_related("process").order_by("number"))


def proposal(phase: PhaseKind = PhaseKind.SUPPORT, **values: Any) -> Proposal:
    return rows(process(phase, **values))[0]


def neighbour(number: int) -> Actor:
    """Lives there, is old enough, and has written nothing."""
    return actor_for(make.person(f"Nabo {number}").pk)


def supported(row: Proposal, *numbers: int) -> list[Support]:
    return [support_proposal(neighbour(number), row, at=make.now()) for number in numbers]


def over(made: Process) -> Process:
    """The round has ended, and the platform has counted."""
    return close_support(SYSTEM, make.shift_to(made, PhaseKind.REVIEW), at=make.now())


def fresh(row: Proposal) -> Proposal:
    return Proposal.objects.select_related("process").get(pk=row.pk)


def count(row: Proposal) -> int:
    return number_of(row)
