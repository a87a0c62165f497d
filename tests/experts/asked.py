"""A proposal about which somebody from outside is asked, for the tests of each act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests import make

from deltagerbudget.criteria.models import Criterion
from deltagerbudget.experts.actions import ask_expert
from deltagerbudget.experts.models import Expert
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.rules import Verdict

PAGE = "/vurdering/ekstern/"
VALUES = {"verdict": Verdict.FEASIBLE, "price_ore": 3_200_000, "reason": "Jorden kan bære det."}
TYPED = {"verdict": "feasible", "reason": "Jorden kan bære det.", "price_ore": "32.000"}


def asked(proposal: Proposal | None = None, **values: Any) -> tuple[Expert, str]:
    """The question and the token of its link."""
    given = {"name": "Ellen Ekspert", "title": "træsagkyndig", "address": "ellen@example.dk"}
    given |= {"due_on": make.today() + timedelta(days=7)} | values
    row = proposal or make.submitted(make.process(), title="Drikkepost")
    return ask_expert(make.tove(), row, **given, at=make.now())


def finding(expert: Expert, answer: str, reason: str) -> dict[int, tuple[str, str]]:
    criterion = Criterion.objects.get(process=expert.proposal.process, code="land")
    return {criterion.pk: (answer, reason)}
