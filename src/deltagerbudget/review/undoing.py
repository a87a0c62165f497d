"""Acts that take back what staff did a moment ago, as long as nobody outside has read it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.review.keeping import drop_prepared
from deltagerbudget.review.models import Decision, Review


@transaction.atomic
def withdraw_decision(actor: Actor, proposal: Proposal, *, at: datetime) -> Proposal:
    """The proposal waits for a decision again, and a second person is no longer asked."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("process").get(pk=proposal.pk)
    process = proposal.process
    permit(Act.WITHDRAW_DECISION, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    decision = Decision.objects.select_for_update(of=("self",)).filter(proposal=proposal).first()
    if proposal.stage != Stage.SUBMITTED or decision is None:
        raise NotPossible(_("There is no decision here that can be taken back. What is published stands."))
    ruling = decision.ruling
    drop_prepared(proposal)
    record(Act.WITHDRAW_DECISION, actor, proposal, at=at, process_id=process.pk, ruling=ruling)
    return proposal


@transaction.atomic
def withdraw_review(actor: Actor, review: Review, *, at: datetime) -> Proposal:
    """The department is no longer asked. Only while it has written nothing: what is written is never lost."""
    locked = Review.objects.select_for_update(of=("self",)).filter(pk=review.pk)
    found = locked.select_related("proposal__process").first()
    if found is None:
        raise NotPossible(_("The department is not asked any more."))
    process = found.proposal.process
    permit(Act.WITHDRAW_REVIEW, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if found.proposal.stage != Stage.SUBMITTED:
        raise NotPossible(_("This proposal is already decided, or was withdrawn."))
    if found.is_begun:
        raise NotPossible(_("The department has begun to write, so the question stands. Call the department instead."))
    record(Act.WITHDRAW_REVIEW, actor, found, at=at, process_id=process.pk, proposal=found.proposal_id)
    found.delete()
    return found.proposal
