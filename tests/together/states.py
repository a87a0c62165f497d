"""Proposals with several authors, and proposals that become one. Built by the acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests import make

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import Signature
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.together import actions, merging
from deltagerbudget.together.models import Invitation, Merge
from deltagerbudget.together.rules import Answer

TEXTS = {
    "title": "Bænke og borde ved søen",
    "what": "To bænke og et bord.",
    "why": "Så er der plads til alle.",
    "for_whom": "Alle",
    "place": "Ved søen",
}


def invited(proposal: Proposal, by: Actor | None = None) -> tuple[Invitation, str]:
    return actions.invite_coauthor(by or make.anna(), proposal, at=make.now())


def said(invitation: Invitation, token: str, who: Actor, answer: Answer = Answer.YES) -> Invitation:
    signature = Signature() if answer == Answer.YES else None
    return actions.answer_invitation(who, invitation, token, answer=answer, signature=signature, at=make.now())


def coauthored(process: Process, *, number: int = 1) -> Proposal:
    """Sent in by Anna, with one more author."""
    proposal = make.submitted(process)
    said(*invited(proposal), make.author(number))
    return Proposal.objects.get(pk=proposal.pk)


def several(count: int = 2, phase: PhaseKind = PhaseKind.IDEAS) -> list[Proposal]:
    """Sent in by `make.author(0)`, `make.author(1)` and so on."""
    process = make.process(PhaseKind.IDEAS)
    rows = [make.submitted(process, author=make.author(place)) for place in range(count)]
    if phase != PhaseKind.IDEAS:
        make.shift_to(process, phase)
    return list(Proposal.objects.filter(pk__in=[row.pk for row in rows]).select_related("process").order_by("number"))


def offered(rows: list[Proposal], by: Actor | None = None, **values: Any) -> Merge:
    given = {"texts": TEXTS, "until": make.today() + timedelta(days=7), "at": make.now()} | values
    return merging.offer_merge(by or make.tove(), rows, given.pop("standing", rows[0]), **given)


def answered(merge: Merge, who: Actor, answer: Answer = Answer.YES) -> Merge:
    return merging.answer_merge(who, merge, answer=answer, at=make.now())


def merged(rows: list[Proposal]) -> Merge:
    """All authors have said yes."""
    merge = offered(rows)
    for person in sorted(merge.author_ids()):
        merge = answered(merge, Actor(person))
    return merge


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)
