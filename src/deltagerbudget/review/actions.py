from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import pending_approval, second
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.looks import look_at
from deltagerbudget.acts.models import Look
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotNow, NotPossible, NotYours, Refusal
from deltagerbudget.acts.vocabulary import Act, Looked, PhaseKind, Purpose
from deltagerbudget.criteria.models import Criterion
from deltagerbudget.processes.announced import appeal_until, check_announcement, check_time_to_appeal
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import edit_proposal, is_open_to_change
from deltagerbudget.proposals.models import Authorship, Proposal
from deltagerbudget.proposals.rules import Stage, move, refuse_cpr
from deltagerbudget.review.card import check_card
from deltagerbudget.review.keeping import (
    NOTHING,
    Findings,
    card_of,
    close_revision,
    drop_prepared,
    finish,
    is_promise_kept,
    keep,
    locked_decision,
    locked_process,
    locked_proposal,
    locked_review,
    prices,
    refuse_stranger,
)
from deltagerbudget.review.models import (
    Appeal,
    Decision,
    Department,
    Reminder,
    Review,
    Revision,
    sent_proposals,
    standing,
)
from deltagerbudget.review.rules import (
    Answer,
    AppealOutcome,
    Price,
    ReminderKind,
    Ruling,
    answer_due,
    check_appeal_answer,
    check_decision,
    check_heard,
    check_promise,
    check_quiet,
    check_release,
    check_revision,
    due_reminders,
    missing,
)
from deltagerbudget.support.actions import refuse_uncounted


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
    proposal = locked_proposal(proposal)
    process = proposal.process
    permit(Act.ASSIGN_REVIEW, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if proposal.stage != Stage.SUBMITTED:
        raise NotPossible(_("Only a proposal that is sent in and not decided can be reviewed."))
    review = Review.objects.select_for_update(of=("self",)).filter(proposal=proposal, department=department).first()
    if review is None:
        review = Review(proposal=proposal, department=department)
    elif review.finished_at is None and review.due_on == due_on:
        raise NotPossible(_("This department already has the proposal, with this date."))
    Criterion.objects.fixed(process)
    review.due_on, review.finished_at = due_on, None
    if review.pk is None:
        review.save()
    else:
        review.save(update_fields=["due_on", "finished_at"])
    record(Act.ASSIGN_REVIEW, actor, review, at=at, process_id=process.pk, proposal=proposal.pk)
    return review


@transaction.atomic
def write_review(
    actor: Actor, review: Review, *, values: Mapping[str, Any], findings: Findings = NOTHING, at: datetime
) -> Review:
    """Keep what the department has so far. Departments work side by side."""
    review, process = locked_review(review)
    permit(Act.WRITE_REVIEW, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    refuse_stranger(actor, review)
    keep(review, values, findings, caseworker_id=actor.person_id)
    record(Act.WRITE_REVIEW, actor, review, at=at, process_id=process.pk, proposal=review.proposal_id)
    return review


@transaction.atomic
def finish_review(
    actor: Actor, review: Review, *, values: Mapping[str, Any], findings: Findings = NOTHING, at: datetime
) -> Review:
    review, process = locked_review(review)
    permit(Act.FINISH_REVIEW, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    refuse_stranger(actor, review)
    keep(review, values, findings, caseworker_id=actor.person_id)
    finish(review, at=at)
    record(Act.FINISH_REVIEW, actor, review, at=at, process_id=process.pk, proposal=review.proposal_id)
    return review


@transaction.atomic
def remind_review(actor: Actor, review: Review, kind: ReminderKind, *, at: datetime) -> Reminder:
    """The clock says once of each date that an answer is due, late or long late."""
    review, process = locked_review(review)
    permit(Act.REMIND_REVIEW, actor, phase=process.phase_at(at))
    if kind not in due_reminders(review.due_on, localdate(at)):
        raise NotPossible(_("It is not the day for this reminder."))
    reminder, is_new = Reminder.objects.get_or_create(
        review=review, kind=kind, due_on=review.due_on, defaults={"at": at}
    )
    if is_new:
        record(
            Act.REMIND_REVIEW, actor, review, at=at, process_id=process.pk, proposal=review.proposal_id, kind=str(kind)
        )
    return reminder


@transaction.atomic
def decide_proposal(
    actor: Actor,
    proposal: Proposal,
    *,
    ruling: Ruling,
    reason: str,
    price_ore: int | None,
    price_basis: str = "",
    price_low_ore: int | None = None,
    price_high_ore: int | None = None,
    running_cost_ore: int | None = None,
    running_payer: str = "",
    at: datetime,
) -> Decision:
    """Prepare the decision. A refusal waits for a second person; nothing is public before the release."""
    proposal = locked_proposal(proposal)
    process = proposal.process
    permit(Act.DECIDE_PROPOSAL, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    refuse_uncounted(process)
    if proposal.stage != Stage.SUBMITTED:
        raise NotPossible(_("This proposal is already decided, or was withdrawn."))
    check_decision(
        ruling,
        reason=reason,
        price_ore=price_ore,
        amount_ore=process.amount_ore,
        unfinished=proposal.reviews.open().count(),
    )
    revisions = proposal.revisions.values_list("until", "answered_at")
    heard = [(until, answered_at is not None) for until, answered_at in revisions]
    check_quiet(heard, localdate(at))
    if ruling == Ruling.REFUSE:
        check_heard(heard)
    card = card_of(proposal)
    check_card(ruling, card)
    values: dict[str, Any] = {"ruling": ruling, "reason": reason, "price_basis": price_basis, "card": card}
    values |= {"running_payer": running_payer, "decided_at": at, "approved_at": None}
    refuse_cpr({"reason": reason, "price_basis": price_basis, "running_payer": running_payer})
    spread = Price(price_ore, price_low_ore, price_high_ore, running_cost_ore, running_payer)
    values |= prices(spread, is_priced=ruling == Ruling.ADMIT)
    decision, _is_new = Decision.objects.update_or_create(proposal=proposal, defaults=values)
    if ruling == Ruling.REFUSE:
        _ask_second(actor, decision, at)
    record(Act.DECIDE_PROPOSAL, actor, proposal, at=at, process_id=process.pk, ruling=str(ruling))
    return decision


@transaction.atomic
def ask_revision(
    actor: Actor, proposal: Proposal, *, wish: str, suggestion: str = "", until: date, at: datetime
) -> Revision:
    """Ask the authors for a change, with a text to take if they like. What was prepared for the old text falls."""
    proposal = locked_proposal(proposal)
    process = proposal.process
    permit(Act.ASK_REVISION, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if proposal.stage != Stage.SUBMITTED:
        raise NotPossible(_("This proposal is already decided, or was withdrawn."))
    check_revision(wish=wish, until=until, today=localdate(at))
    refuse_cpr({"wish": wish, "suggestion": suggestion})
    waiting = proposal.revisions.filter(answered_at=None).first()
    if waiting is not None and localdate(at) <= waiting.until:
        raise NotPossible(_("The authors are already asked for a change, and still have time."))
    if waiting is not None:
        close_revision(waiting, Answer.SILENT, "", at)
    asked = Revision.objects.create(
        proposal=proposal, wish=wish, suggestion=suggestion.strip(), until=until, asked_at=at
    )
    drop_prepared(proposal)
    proposal.revise_until = until
    proposal.save(update_fields=["revise_until"])
    record(Act.ASK_REVISION, actor, proposal, at=at, process_id=process.pk)
    return asked


@transaction.atomic
def answer_revision(actor: Actor, proposal: Proposal, *, answer: Answer, words: str = "", at: datetime) -> Revision:
    """One author answers for all: takes the municipality's text, says that it is changed, or keeps it as it is."""
    proposal = locked_proposal(proposal)
    process = proposal.process
    permit(Act.ANSWER_REVISION, actor, phase=process.phase_at(at), owner_ids=proposal.author_ids())
    asked = proposal.revisions.filter(answered_at=None).first()
    if proposal.stage != Stage.SUBMITTED or asked is None or not is_open_to_change(proposal, at):
        raise NotPossible(_("There is no wish for a change that waits for your answer."))
    refuse_cpr({"words": words})
    if answer == Answer.ACCEPTED and asked.suggestion:
        edit_proposal(actor, proposal, values={"what": asked.suggestion}, at=at)
    elif answer not in {Answer.CHANGED, Answer.KEPT}:
        raise NotPossible(_("Choose one of the answers."))
    close_revision(asked, answer, words, at)
    # By itself: the text may just have been written by another act.
    Proposal.objects.filter(pk=proposal.pk).update(revise_until=None)
    record(Act.ANSWER_REVISION, actor, proposal, at=at, process_id=process.pk, answer=str(answer))
    return asked


@transaction.atomic
def appeal_refusal(actor: Actor, proposal: Proposal, *, words: str, at: datetime) -> Appeal:
    """The authors ask for another pair of eyes. Once, and in time."""
    process = locked_process(proposal.process_id)
    proposal = locked_proposal(proposal)
    permit(Act.APPEAL_REFUSAL, actor, phase=process.phase_at(at), owner_ids=proposal.author_ids())
    if proposal.stage != Stage.REFUSED or proposal.appeal_until is None:
        raise NotPossible(_("There is no refusal here that can be appealed."))
    if process.frozen_at is not None or at > proposal.appeal_until:
        raise NotNow(_("The time for an appeal has passed. Call the contact person if you want to talk about it."))
    if not words.strip():
        raise NotPossible(_("Write what the municipality should look at again."))
    refuse_cpr({"words": words})
    vote = process.span_of(PhaseKind.VOTE)
    due_on = answer_due(at, vote.starts_at if vote else None)
    appeal = Appeal.objects.create(decision=proposal.decision, words=words, at=at, due_on=due_on)
    _move(proposal, Stage.APPEALED, at, appeal_until=None)
    record(Act.APPEAL_REFUSAL, actor, proposal, at=at, process_id=process.pk)
    return appeal


@transaction.atomic
def decide_appeal(
    actor: Actor,
    appeal: Appeal,
    *,
    outcome: AppealOutcome,
    answer: str,
    price_ore: int | None = None,
    price_basis: str = "",
    at: datetime,
) -> Appeal:
    """By somebody who took no part in the refusal. Public at once; what was decided first stays to be read."""
    proposal = locked_proposal(appeal.decision.proposal)
    process = proposal.process
    permit(Act.DECIDE_APPEAL, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if proposal.stage != Stage.APPEALED:
        raise NotPossible(_("There is no appeal here that waits for an answer."))
    if not Appeal.objects.decidable_by(actor).filter(pk=appeal.pk).exists():
        raise NotYours(_("An appeal is decided by somebody who took no part in the refusal. Ask a colleague."))
    check_appeal_answer(outcome, answer=answer, price_ore=price_ore, amount_ore=process.amount_ore)
    refuse_cpr({"answer": answer, "price_basis": price_basis})
    is_reversed = outcome == AppealOutcome.REVERSED
    appeal.outcome, appeal.answer, appeal.decided_at = outcome, answer, at
    appeal.price_ore, appeal.price_basis = (price_ore, price_basis) if is_reversed else (None, "")
    appeal.save(update_fields=["outcome", "answer", "decided_at", "price_ore", "price_basis"])
    to = Stage.ADMITTED if is_reversed else Stage.REFUSED
    _move(proposal, to, at, price_ore=appeal.price_ore)
    record(Act.DECIDE_APPEAL, actor, proposal, at=at, process_id=process.pk, outcome=str(outcome))
    return appeal


def _move(proposal: Proposal, to: Stage, at: datetime, **values: Any) -> None:
    for name, value in {"stage": move(proposal.stage, to), "updated_at": at, **values}.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["stage", "updated_at", *values])


@transaction.atomic
def approve_refusal(actor: Actor, decision: Decision, *, at: datetime, digest: str | None = None) -> Decision:
    """The second person of a refusal; never the one who decided. ``digest`` is of the decision as it was read."""
    decision = locked_decision(decision)
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
def announce_decisions(actor: Actor, process: Process, *, minute: datetime, at: datetime) -> Process:
    """Tell everyone the minute at which all decisions become public. A change of it is public history."""
    process = locked_process(process.pk)
    permit(Act.ANNOUNCE_DECISIONS, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    minute = minute.replace(second=0, microsecond=0)
    vote = process.span_of(PhaseKind.VOTE)
    review = process.span_of(PhaseKind.REVIEW)
    check_announcement(minute, at=at, review=review, vote_starts_at=vote.starts_at if vote else None)
    if process.frozen_at is not None:
        raise NotPossible(_("The vote is frozen, so there is nothing left to decide."))
    if process.decisions_at == minute and process.decisions_missed_at is None:
        raise NotPossible(_("This minute is announced already."))
    process.decisions_at, process.decisions_missed_at, process.updated_at = minute, None, at
    process.save(update_fields=["decisions_at", "decisions_missed_at", "updated_at"])
    record(Act.ANNOUNCE_DECISIONS, actor, process, at=at, process_id=process.pk, minute=int(minute.timestamp()))
    return process


@transaction.atomic
def release_announced(actor: Actor, process: Process, *, at: datetime) -> bool:
    """The clock's own duty: all decisions at their minute, or none; then everyone can read that it was not kept."""
    try:
        release_decisions(actor, process, at=at)
    except Refusal:
        process = locked_process(process.pk)
        if is_promise_kept(process):
            return False
        process.decisions_missed_at, process.updated_at = at, at
        process.save(update_fields=["decisions_missed_at", "updated_at"])
        record(Act.RELEASE_DECISIONS, actor, process, at=at, process_id=process.pk, outcome="not-ready")
        return False
    return True


@transaction.atomic
def release_decisions(actor: Actor, process: Process, *, at: datetime) -> int:
    """Make all decisions of the process public at one minute. Returns how many."""
    process = locked_process(process.pk)
    permit(Act.RELEASE_DECISIONS, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    check_promise(process.decisions_at, at=at, is_missed=process.decisions_missed_at is not None)
    waiting = Proposal.objects.select_for_update(of=("self",)).filter(process=process, stage=Stage.SUBMITTED)
    proposals = list(waiting.select_related("decision").prefetch_related("reviews").order_by("number"))
    check_release([missing(standing(proposal)) for proposal in proposals])
    vote = process.span_of(PhaseKind.VOTE)
    refusals = sum(proposal.decision.ruling == Ruling.REFUSE for proposal in proposals)
    check_time_to_appeal(refusals, at, vote.starts_at if vote else None)
    for proposal in proposals:
        _release(actor, proposal, proposal.decision, at)
    record(Act.RELEASE_DECISIONS, actor, process, at=at, process_id=process.pk, count=len(proposals))
    return len(proposals)


def _release(actor: Actor, proposal: Proposal, decision: Decision, at: datetime) -> None:
    to = Stage.ADMITTED if decision.ruling == Ruling.ADMIT else Stage.REFUSED
    last = appeal_until(at) if to == Stage.REFUSED else None
    _move(proposal, to, at, price_ore=decision.price_ore, appeal_until=last, revise_until=None)
    decision.released_at = at
    decision.save(update_fields=["released_at"])
    record(Act.RELEASE_DECISIONS, actor, proposal, at=at, process_id=proposal.process_id, ruling=decision.ruling)


def _ask_second(actor: Actor, decision: Decision, at: datetime) -> None:
    pending = pending_approval(Act.APPROVE_REFUSAL, decision)
    if pending is not None:
        # Deciding again is never the second person's yes: that is an act of its own.
        pending.delete()
    second(Act.APPROVE_REFUSAL, actor, decision, digest=decision.digest, at=at)
