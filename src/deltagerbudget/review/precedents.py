"""Earlier decisions on proposals that say much the same: beside what is judged now, so that like is treated alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import MOST_COMPARED, Proposal
from deltagerbudget.proposals.similar import nearest
from deltagerbudget.review.models import Decision
from deltagerbudget.review.rules import AppealOutcome, Ruling, Verdict

MOST = 5
# Of so many the five are taken; likeness counts a quarter more in the same area.
_LOOKED_AT = 20
_NEARER = 1.25
# So much of a text is compared: its beginning says what it is about.
_BEGINNING = 200
# From here on two proposals are so alike that different answers want a reason. See tests/review/test_precedents.py.
_ALIKE = 0.3


@dataclass(frozen=True)
class Precedent:
    """One earlier decision. ``ruling`` is the one that stands, also after an appeal."""

    proposal: Proposal
    decision: Decision
    ruling: Ruling
    price_ore: int | None
    likeness: float

    @property
    def is_admitted(self) -> bool:
        return self.ruling == Ruling.ADMIT

    @property
    def reason(self) -> str:
        appeal = getattr(self.decision, "appeal", None)
        return appeal.answer if appeal is not None and appeal.decided_at else self.decision.reason


def precedents(proposal: Proposal) -> list[Precedent]:
    """The most alike that are decided and public; those of its own areas come before others as like. Two queries.

    LAW: equal treatment binds the whole municipality, so the other areas are compared as well. ``proposal`` comes with
    its process; while an appeal waits, the refusal stands.
    """
    here = Process.areas.through.objects.filter(
        process=OuterRef("proposal__process"), area__in=proposal.process.area_ids
    )
    found = Decision.objects.released().filter(proposal__process__opened_at__isnull=False).exclude(proposal=proposal)
    found = found.select_related("proposal__process", "appeal").annotate(is_here=Exists(here))
    rows = list(found.order_by("-released_at", "-pk")[:MOST_COMPARED])
    alike = nearest(_said(proposal), [_said(row.proposal) for row in rows], most=_LOOKED_AT)
    ranked = sorted(alike, key=lambda pair: -pair[1] * (_NEARER if rows[pair[0]].is_here else 1))
    return [_precedent(rows[place], likeness) for place, likeness in ranked[:MOST]]


def contradicts(found: Sequence[Precedent], ruling: Ruling | Verdict | str) -> Precedent | None:
    """The nearest of them, when it is very like and was answered otherwise than this ruling or verdict."""
    nearest_one = max(found, key=lambda near: near.likeness, default=None)
    if nearest_one is None or nearest_one.likeness < _ALIKE:
        return None
    meant: dict[str, bool] = {
        Ruling.ADMIT: True,
        Verdict.FEASIBLE: True,
        Ruling.REFUSE: False,
        Verdict.INFEASIBLE: False,
    }
    is_admitted = meant.get(ruling)
    return nearest_one if is_admitted is not None and is_admitted != nearest_one.is_admitted else None


def _precedent(decision: Decision, likeness: float) -> Precedent:
    appeal = getattr(decision, "appeal", None)
    is_reversed = appeal is not None and appeal.outcome == AppealOutcome.REVERSED
    ruling = Ruling.ADMIT if is_reversed else Ruling(decision.ruling)
    price = appeal.price_ore if appeal is not None and is_reversed else decision.price_ore
    return Precedent(decision.proposal, decision, ruling, price, likeness)


def _said(proposal: Proposal) -> str:
    return f"{proposal.title} {proposal.title} {proposal.what[:_BEGINNING]} {proposal.place}"
