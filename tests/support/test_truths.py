"""Truths of a support round that no constraint can keep."""

from __future__ import annotations

import pytest
from tests import make
from tests.support import rounds

from deltagerbudget.operate.truths import breaches
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.support.actions import lift_proposal

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return list(breaches(at=make.now()))


def test_it_works() -> None:
    rounds.over(rounds.process())
    assert found() == []


def test_each_breach_is_named() -> None:
    made = rounds.process()
    row = rounds.rows(made)[0]
    rounds.over(made)
    Process.objects.filter(pk=made.pk).update(support_closed_at=None)
    [said] = found()
    assert "no support round was counted" in said
    Process.objects.filter(pk=made.pk).update(support_closed_at=make.now())
    lift_proposal(make.tove(), rounds.fresh(row), reason="Få bor der.", at=make.now())
    Proposal.objects.filter(pk=row.pk).update(stage="unsupported")
    [said] = found()
    assert "taken up again" in said
