from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.criteria.models import Criterion
from deltagerbudget.experts.models import Expert
from deltagerbudget.experts.rules import check_asked, expires_at
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage, refuse_cpr
from deltagerbudget.review.keeping import NOTHING, Findings, finish, keep, locked_review
from deltagerbudget.review.models import Review
from deltagerbudget.staff.rules import plain_address
from deltagerbudget.staff.secrets import digest, new_token

PURPOSE = "expert"


def token_digest(token: str) -> str:
    """SECURITY: bound to its purpose, so that no other link of ours opens a review."""
    return digest(PURPOSE, token)


@transaction.atomic
def ask_expert(
    actor: Actor, proposal: Proposal, *, name: str, title: str, address: str, due_on: date, at: datetime
) -> tuple[Expert, str]:
    """The question and the token of its link, which is kept nowhere. Asking the address again ends the old link."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("process").get(pk=proposal.pk)
    process = proposal.process
    permit(Act.ASK_EXPERT, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if proposal.stage != Stage.SUBMITTED:
        raise NotPossible(_("Only a proposal that is sent in and not decided can be reviewed."))
    kept = plain_address(address)
    check_asked(address=kept, name=name, title=title, due_on=due_on, today=localdate(at))
    refuse_cpr({"name": name, "title": title})
    Criterion.objects.fixed(process)
    token = new_token()
    values: dict[str, Any] = {"name": name.strip(), "title": title.strip(), "digest": token_digest(token)}
    values |= {"asked_by_id": actor.person_id, "at": at, "expires_at": expires_at(due_on)}
    expert = _asked(proposal, kept, values, due_on)
    record(Act.ASK_EXPERT, actor, expert, at=at, process_id=process.pk, proposal=proposal.pk)
    return expert, token


@transaction.atomic
def withdraw_expert(actor: Actor, expert: Expert, *, at: datetime) -> Expert:
    """The link ends at once. What is finished stays as it is; what is half done goes."""
    expert, process = _locked(expert)
    permit(Act.WITHDRAW_EXPERT, actor, area_ids=process.area_ids)
    if expert.withdrawn_at is not None:
        raise NotPossible(_("This question is withdrawn already."))
    if expert.review is not None and expert.review.finished_at is not None:
        raise NotPossible(_("The answer is here already, so there is nothing to withdraw."))
    review, expert.review = expert.review, None
    expert.withdrawn_at = at
    expert.save(update_fields=["review", "withdrawn_at"])
    if review is not None:
        review.delete()
    record(Act.WITHDRAW_EXPERT, actor, expert, at=at, process_id=process.pk, proposal=expert.proposal_id)
    return expert


@transaction.atomic
def open_expert_link(actor: Actor, expert: Expert, token: str, *, at: datetime) -> Review:
    """Whoever holds the link reads the proposal. Each time is written down."""
    expert, process, review = _held(expert, token, at)
    permit(Act.OPEN_EXPERT_LINK, actor, phase=process.phase_at(at))
    record(Act.OPEN_EXPERT_LINK, actor, expert, at=at, process_id=process.pk, proposal=expert.proposal_id)
    return review


@transaction.atomic
def write_expert_review(
    actor: Actor, expert: Expert, token: str, *, values: Mapping[str, Any], findings: Findings = NOTHING, at: datetime
) -> Review:
    expert, process, review = _held(expert, token, at)
    permit(Act.WRITE_EXPERT_REVIEW, actor, phase=process.phase_at(at))
    keep(review, values, findings, caseworker_id=None)
    record(Act.WRITE_EXPERT_REVIEW, actor, expert, at=at, process_id=process.pk, proposal=expert.proposal_id)
    return review


@transaction.atomic
def finish_expert_review(
    actor: Actor, expert: Expert, token: str, *, values: Mapping[str, Any], findings: Findings = NOTHING, at: datetime
) -> Review:
    """Once: a finished review closes the link."""
    expert, process, review = _held(expert, token, at)
    permit(Act.FINISH_EXPERT_REVIEW, actor, phase=process.phase_at(at))
    keep(review, values, findings, caseworker_id=None)
    finish(review, at=at)
    record(Act.FINISH_EXPERT_REVIEW, actor, expert, at=at, process_id=process.pk, proposal=expert.proposal_id)
    return review


def usable(token: str, *, at: datetime) -> Expert | None:
    """Whose link this is, while it can be used."""
    found = Expert.objects.usable(at).filter(digest=token_digest(token))
    return found.select_related("review", "proposal__process").first()


def forget_experts(*, at: datetime) -> int:
    """LAW: GDPR art. 5(1)(e): an address that nobody needs any more goes."""
    return Expert.objects.with_address_to_forget(at).update(address="")


def _asked(proposal: Proposal, address: str, values: Mapping[str, Any], due_on: date) -> Expert:
    outside = f"{values['name']}, {values['title']}"
    expert = Expert.objects.filter(proposal=proposal, address=address, withdrawn_at=None).first()
    if expert is None or expert.review is None:
        review = Review.objects.create(proposal=proposal, outside=outside, due_on=due_on)
        return Expert.objects.create(proposal=proposal, review=review, address=address, **values)
    Review.objects.filter(pk=expert.review.pk).update(outside=outside, due_on=due_on, finished_at=None)
    for name, value in values.items():
        setattr(expert, name, value)
    expert.save(update_fields=list(values))
    return expert


def _locked(expert: Expert) -> tuple[Expert, Process]:
    locked = Expert.objects.select_for_update(of=("self",)).select_related("review", "proposal__process")
    found = locked.get(pk=expert.pk)
    return found, found.proposal.process


def _held(expert: Expert, token: str, at: datetime) -> tuple[Expert, Process, Review]:
    """SECURITY: the link is judged under the lock, by its token alone and not by a number in an address."""
    expert, process = _locked(expert)
    fits = Expert.objects.usable(at).filter(pk=expert.pk, digest=token_digest(token)).exists()
    if not fits or expert.review is None:
        raise NotPossible(_("This link cannot be used any more. Ask the person who sent it for a new one."))
    review, _process = locked_review(expert.review)
    return expert, process, review
