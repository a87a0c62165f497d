from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import pending_approval, second
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.looks import look_at
from deltagerbudget.acts.models import Look
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, Looked, Purpose
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.proposals.rules import Stage, move, refuse_cpr
from deltagerbudget.review.models import Decision, Department, Review, sent_proposals, standing
from deltagerbudget.review.rules import Ruling, check_decision, check_release, check_review, missing

EDITABLE = frozenset({"verdict", "reason", "price_ore", "price_basis", "running_cost_ore", "internal_note"})


@transaction.atomic
def see_authors(actor: Actor, proposal: Proposal, *, purpose: Purpose, at: datetime) -> list[Look]:
    """Opens the authors' data to this person for a moment. Each author can read that it was done, and why."""
    process = proposal.process
    permit(Act.SEE_AUTHORS, actor, area_ids=process.area_ids)
    if not sent_proposals(actor).filter(pk=proposal.pk).exists():
        raise NotYours(_("Your department is not asked about this proposal."))
    ids = Authorship.objects.filter(proposal=proposal).order_by("pk").values_list("person_id", flat=True)
    return look_at(
        Act.SEE_AUTHORS,
        actor,
        Looked.AUTHOR,
        ids,
        target=proposal,
        process_id=process.pk,
        purpose=purpose,
        at=at,
    )


@transaction.atomic
def assign_review(actor: Actor, proposal: Proposal, department: Department, *, due_on: date, at: datetime) -> Review:
    """Ask a department; asking again sets a new date and opens a finished review."""
    proposal = _locked_proposal(proposal)
    process = proposal.process
    permit(Act.ASSIGN_REVIEW, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if proposal.stage != Stage.SUBMITTED:
        raise NotPossible(_("Only a proposal that is sent in and not decided can be reviewed."))
    review = Review.objects.select_for_update(of=("self",)).filter(proposal=proposal, department=department).first()
    if review is None:
        review = Review(proposal=proposal, department=department)
    elif review.finished_at is None and review.due_on == due_on:
        raise NotPossible(_("This department already has the proposal, with this date."))
    review.due_on, review.finished_at = due_on, None
    if review.pk is None:
        review.save()
    else:
        review.save(update_fields=["due_on", "finished_at"])
    record(Act.ASSIGN_REVIEW, actor, review, at=at, process_id=process.pk, proposal=proposal.pk)
    return review


@transaction.atomic
def write_review(actor: Actor, review: Review, *, values: Mapping[str, Any], at: datetime) -> Review:
    """Keep what the department has so far. Departments work side by side."""
    review, process = _locked_review(review)
    permit(Act.WRITE_REVIEW, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    _refuse_stranger(actor, review)
    _write(review, actor, values)
    record(Act.WRITE_REVIEW, actor, review, at=at, process_id=process.pk, proposal=review.proposal_id)
    return review


@transaction.atomic
def finish_review(actor: Actor, review: Review, *, values: Mapping[str, Any], at: datetime) -> Review:
    review, process = _locked_review(review)
    permit(Act.FINISH_REVIEW, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    _refuse_stranger(actor, review)
    _write(review, actor, values)
    check_review(review.verdict, reason=review.reason, price_ore=review.price_ore)
    review.finished_at = at
    review.save(update_fields=["finished_at"])
    record(Act.FINISH_REVIEW, actor, review, at=at, process_id=process.pk, proposal=review.proposal_id)
    return review


@transaction.atomic
def decide_proposal(
    actor: Actor,
    proposal: Proposal,
    *,
    ruling: Ruling,
    reason: str,
    price_ore: int | None,
    price_basis: str = "",
    running_cost_ore: int | None = None,
    at: datetime,
) -> Decision:
    """Prepare the decision. A refusal waits for a second person; nothing is public before the release."""
    proposal = _locked_proposal(proposal)
    process = proposal.process
    permit(Act.DECIDE_PROPOSAL, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if proposal.stage != Stage.SUBMITTED:
        raise NotPossible(_("This proposal is already decided, or was withdrawn."))
    check_decision(
        ruling,
        reason=reason,
        price_ore=price_ore,
        amount_ore=process.amount_ore,
        unfinished=proposal.reviews.open().count(),
    )
    refuse_cpr({"reason": reason, "price_basis": price_basis})
    price = price_ore if ruling == Ruling.ADMIT else None
    values: dict[str, Any] = {"ruling": ruling, "reason": reason, "price_ore": price, "price_basis": price_basis}
    values |= {"running_cost_ore": running_cost_ore, "decided_at": at, "approved_at": None}
    decision, _is_new = Decision.objects.update_or_create(proposal=proposal, defaults=values)
    if ruling == Ruling.REFUSE:
        _ask_second(actor, decision, at)
    record(Act.DECIDE_PROPOSAL, actor, proposal, at=at, process_id=process.pk, ruling=str(ruling))
    return decision


@transaction.atomic
def approve_refusal(actor: Actor, decision: Decision, *, at: datetime, digest: str | None = None) -> Decision:
    """The second person of a refusal; never the one who decided. ``digest`` is of the decision as it was read."""
    decision = Decision.objects.select_for_update(of=("self",)).select_related("proposal__process").get(pk=decision.pk)
    process = decision.proposal.process
    permit(Act.APPROVE_REFUSAL, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if not decision.waits_for_second or pending_approval(Act.APPROVE_REFUSAL, decision) is None:
        raise NotPossible(_("There is no refusal here that waits for a second person."))
    if digest not in {None, decision.digest} or not second(
        Act.APPROVE_REFUSAL, actor, decision, digest=decision.digest, at=at
    ):
        raise NotPossible(_("The decision was changed after you read it. Read it again."))
    decision.approved_at = at
    decision.save(update_fields=["approved_at"])
    record(Act.APPROVE_REFUSAL, actor, decision.proposal, at=at, process_id=process.pk)
    return decision


@transaction.atomic
def release_decisions(actor: Actor, process: Process, *, at: datetime) -> int:
    """Make all decisions of the process public at one minute. Returns how many."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    permit(Act.RELEASE_DECISIONS, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    waiting = Proposal.objects.select_for_update(of=("self",)).filter(process=process, stage=Stage.SUBMITTED)
    proposals = list(waiting.select_related("decision").prefetch_related("reviews").order_by("number"))
    check_release([missing(standing(proposal)) for proposal in proposals])
    for proposal in proposals:
        _release(actor, proposal, proposal.decision, at)
    record(Act.RELEASE_DECISIONS, actor, process, at=at, process_id=process.pk, count=len(proposals))
    return len(proposals)


def _release(actor: Actor, proposal: Proposal, decision: Decision, at: datetime) -> None:
    to = Stage.ADMITTED if decision.ruling == Ruling.ADMIT else Stage.REFUSED
    proposal.stage = move(proposal.stage, to)
    proposal.price_ore = decision.price_ore
    proposal.updated_at = at
    proposal.save(update_fields=["stage", "price_ore", "updated_at"])
    decision.released_at = at
    decision.save(update_fields=["released_at"])
    record(Act.RELEASE_DECISIONS, actor, proposal, at=at, process_id=proposal.process_id, ruling=decision.ruling)


def _ask_second(actor: Actor, decision: Decision, at: datetime) -> None:
    pending = pending_approval(Act.APPROVE_REFUSAL, decision)
    if pending is not None:
        # Deciding again is never the second person's yes: that is an act of its own.
        pending.delete()
    second(Act.APPROVE_REFUSAL, actor, decision, digest=decision.digest, at=at)


def _locked_proposal(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("process").get(pk=proposal.pk)


def _locked_review(review: Review) -> tuple[Review, Process]:
    locked = Review.objects.select_for_update(of=("self",)).select_related("proposal__process").get(pk=review.pk)
    if locked.finished_at is not None:
        raise NotPossible(_("This review is finished. The process owner can open it again by asking anew."))
    if locked.proposal.stage != Stage.SUBMITTED:
        raise NotPossible(_("This proposal is already decided, or was withdrawn."))
    return locked, locked.proposal.process


def _refuse_stranger(actor: Actor, review: Review) -> None:
    if not review.department.members.filter(pk=actor.person_id).exists():
        raise NotYours(_("This review belongs to another department."))


def _write(review: Review, actor: Actor, values: Mapping[str, Any]) -> None:
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    refuse_cpr(values)
    for name, value in values.items():
        setattr(review, name, value)
    review.caseworker_id = actor.person_id
    review.save(update_fields=[*values, "caseworker"])
