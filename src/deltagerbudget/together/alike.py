"""Which other proposals of the same deltagerbudget say much the same."""

from __future__ import annotations

from deltagerbudget.proposals.models import MOST_COMPARED, Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.proposals.similar import nearest

MOST = 5
# So much of a text is compared: its beginning says what it is about.
_BEGINNING = 200


def alike(proposal: Proposal) -> list[Proposal]:
    """Those that could become one with it, the likest first. One query."""
    others = Proposal.objects.public().filter(process=proposal.process_id, stage=Stage.SUBMITTED)
    rows = list(others.exclude(pk=proposal.pk).order_by("number")[:MOST_COMPARED])
    return [rows[place] for place, _likeness in nearest(_said(proposal), [_said(row) for row in rows], most=MOST)]


def _said(proposal: Proposal) -> str:
    return f"{proposal.title} {proposal.title} {proposal.what[:_BEGINNING]} {proposal.place}"
