"""A deltagerbudget in review with one proposal of each kind; the number says which."""

from __future__ import annotations

from datetime import timedelta

from tests import make

from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import Sorted, sort_proposals, withdraw_proposal
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.review.actions import ask_revision, assign_review

TITLES = ("Ålborg", "Bænk", "Cykelsti", "Drikkepost", "Engen", "Fodboldmål", "Grill", "Hegn")


def asked_for(proposal: Proposal, days: int, department: str = "Teknik og Miljø") -> None:
    due_on = make.today() + timedelta(days=days)
    assign_review(make.tove(), proposal, make.department(department), due_on=due_on, at=make.now())


def one_of_each_kind() -> Process:
    """1 nobody is asked, 2 overdue, 3 due, 4 reviewed, 5 decided, 6 refused by one, 7 withdrawn, 8 being heard."""
    made = make.process(categories=["Leg", "Natur"])
    sent = [make.submitted(made, author=make.author(n), title=title) for n, title in enumerate(TITLES)]
    sort_proposals(make.tove(), made, given={2: Sorted("Leg"), 3: Sorted("Natur")}, at=make.now())
    withdraw_proposal(make.author(6), sent[6], at=make.now())
    made = make.shift_to(made, PhaseKind.REVIEW)
    asked_for(sent[1], -3)
    asked_for(sent[2], 5, "Kultur")
    make.reviewed(sent[3], price_ore=3_200_000)
    make.decided(make.reviewed(sent[4], price_ore=100), price_ore=2_000_000)
    make.refused(sent[5])
    ask_revision(make.tove(), sent[7], wish="Flyt det.", until=make.today() + timedelta(days=7), at=make.now())
    return Process.objects.get(pk=made.pk)
