"""How a review is kept and finished, whoever writes it, and what of it goes into a decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.criteria.models import Criterion
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage, refuse_cpr
from deltagerbudget.review.card import Row, Voice, rows
from deltagerbudget.review.models import Decision, Finding, Review, Revision
from deltagerbudget.review.rules import Answer, Price, check_findings, check_review, check_spread

EDITABLE = frozenset(
    {
        "verdict",
        "reason",
        "price_ore",
        "price_low_ore",
        "price_high_ore",
        "price_basis",
        "running_cost_ore",
        "running_payer",
        "internal_note",
    }
)
# Answer and reason by the number of the criterion; an empty answer is none.
Findings = Mapping[int, tuple[str, str]]
NOTHING: Findings = MappingProxyType({})


def locked_review(review: Review) -> tuple[Review, Process]:
    locked = Review.objects.select_for_update(of=("self",)).select_related("proposal__process").get(pk=review.pk)
    if locked.finished_at is not None:
        raise NotPossible(_("This review is finished. The process owner can open it again by asking anew."))
    if locked.proposal.stage != Stage.SUBMITTED:
        raise NotPossible(_("This proposal is already decided, or was withdrawn."))
    return locked, locked.proposal.process


def keep(review: Review, values: Mapping[str, Any], findings: Findings, *, caseworker_id: int | None) -> None:
    """Write what there is so far. The review is locked."""
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    refuse_cpr({**values, **{f"finding {pk}": reason for pk, (_answer, reason) in findings.items()}})
    for name, value in values.items():
        setattr(review, name, value)
    check_spread(price_of(review))
    review.caseworker_id = caseworker_id
    review.save(update_fields=[*values, "caseworker"])
    if findings:
        _keep_findings(review, findings)


def finish(review: Review, *, at: datetime) -> None:
    check_review(review.verdict, reason=review.reason, price_ore=review.price_ore)
    said = review.findings.select_related("criterion").order_by("criterion__place")
    found = [(str(row.criterion), row.criterion.is_hard, row.answer, row.reason) for row in said]
    check_findings(found, review.verdict)
    review.finished_at = at
    review.save(update_fields=["finished_at"])


def price_of(review: Review) -> Price:
    return Price(
        review.price_ore,
        review.price_low_ore,
        review.price_high_ore,
        review.running_cost_ore,
        review.running_payer,
    )


def prices(spread: Price, *, is_priced: bool) -> dict[str, int | None]:
    """The amounts of a decision; what does not go on has no price."""
    if not is_priced:
        spread = Price(None, None, None, spread.running_ore, spread.payer)
    check_spread(spread)
    return {
        "price_ore": spread.likely_ore,
        "price_low_ore": spread.low_ore,
        "price_high_ore": spread.high_ore,
        "running_cost_ore": spread.running_ore,
    }


def card_of(proposal: Proposal) -> list[Row]:
    """What was said of each criterion, by those who have finished. One query."""
    return rows((_row(finding.criterion), _voice(finding)) for finding in Finding.objects.finished(proposal))


def _row(criterion: Criterion) -> Row:
    return {"text": criterion.text, "text_en": criterion.text_en, "is_hard": criterion.is_hard, "said": []}


def _voice(finding: Finding) -> Voice:
    return {"who": finding.review.public_name, "answer": finding.answer, "reason": finding.reason}


def _keep_findings(review: Review, findings: Findings) -> None:
    """SECURITY: only criteria of the review's own deltagerbudget are written."""
    known = set(Criterion.objects.filter(process=review.proposal.process_id).values_list("pk", flat=True))
    given = {pk: said for pk, said in findings.items() if pk in known and said[0]}
    review.findings.exclude(criterion__in=given).delete()
    made = [
        Finding(review=review, criterion_id=pk, answer=answer, reason=reason.strip())
        for pk, (answer, reason) in given.items()
    ]
    Finding.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["review", "criterion"], update_fields=["answer", "reason"]
    )


def drop_prepared(proposal: Proposal) -> None:
    decision = Decision.objects.filter(proposal=proposal).first()
    if decision is None:
        return
    pending = pending_approval(Act.APPROVE_REFUSAL, decision)
    if pending is not None:
        pending.delete()
    decision.delete()


def close_revision(asked: Revision, answer: Answer, words: str, at: datetime) -> None:
    asked.answer, asked.words, asked.answered_at = answer, words, at
    asked.save(update_fields=["answer", "words", "answered_at"])


def locked_process(process_id: int) -> Process:
    """First, before any of its proposals: the freeze and the release take it too."""
    return Process.objects.select_for_update(of=("self",)).get(pk=process_id)


def locked_proposal(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("process").get(pk=proposal.pk)


def locked_decision(decision: Decision) -> Decision:
    """A wish for a change may have taken it away since it was read."""
    found = Decision.objects.select_for_update(of=("self",)).filter(pk=decision.pk)
    locked = found.select_related("proposal__process").first()
    if locked is None or locked.is_of_old_text:
        raise NotPossible(_("The decision was changed after you read it. Read it again."))
    return locked


def processes_to_release(at: datetime) -> list[Process]:
    """Those whose announced minute has come, with proposals that wait for it."""
    due = Process.objects.opened().filter(decisions_at__lte=at, decisions_missed_at=None)
    return list(due.filter(proposals__stage=Stage.SUBMITTED).distinct().order_by("pk"))


def is_promise_kept(process: Process) -> bool:
    """Whether decisions came at the minute that was announced. What was hidden then may have come back since."""
    released = Decision.objects.filter(proposal__process=process, released_at__gte=process.decisions_at)
    return process.decisions_at is not None and released.exists()


def refuse_stranger(actor: Actor, review: Review) -> None:
    if review.department is None or not review.department.members.filter(pk=actor.person_id).exists():
        raise NotYours(_("This review belongs to another department."))
