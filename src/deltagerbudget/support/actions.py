from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import is_time_for, permit
from deltagerbudget.acts.refusals import NotNow, NotPossible
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.actions import eligible
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage, move
from deltagerbudget.support.models import Lift, Support, with_supporters
from deltagerbudget.support.rules import check_can_be_supported, check_reason, is_enough


def check_may_support(actor: Actor, proposal: Proposal, *, at: datetime) -> None:
    """Raise a Refusal unless the actor may support it now: asked before the button is shown, and by the act."""
    permit(Act.SUPPORT_PROPOSAL, actor, phase=proposal.process.phase_at(at))
    check_can_be_supported(proposal.stage, actor.person_id, proposal.author_ids())
    eligible(actor, proposal.process, "support")


@transaction.atomic
def support_proposal(actor: Actor, proposal: Proposal, *, at: datetime) -> Support:
    """Once a person and proposal; asked twice, it is there once. A joint proposal is one proposal."""
    proposal = _locked(proposal)
    check_may_support(actor, proposal, at=at)
    given = Support.objects.of_joint(proposal).by(actor.person_id).order_by("pk").first()
    if given is None:
        given = Support.objects.create(proposal=proposal, person_id=_person_id(actor), at=at)
        record(Act.SUPPORT_PROPOSAL, actor, proposal, at=at, process_id=proposal.process_id)
    return given


@transaction.atomic
def withdraw_support(actor: Actor, proposal: Proposal, *, at: datetime) -> None:
    proposal = _locked(proposal)
    permit(Act.WITHDRAW_SUPPORT, actor, phase=proposal.process.phase_at(at))
    deleted, _by_model = Support.objects.of_joint(proposal).by(actor.person_id).delete()
    if deleted:
        record(Act.WITHDRAW_SUPPORT, actor, proposal, at=at, process_id=proposal.process_id)


@transaction.atomic
def close_support(actor: Actor, process: Process, *, at: datetime) -> Process:
    """Count once, when the round is over: what has too few supporters does not go on to the review."""
    process = _locked_process(process)
    permit(Act.CLOSE_SUPPORT, actor, phase=process.phase_at(at))
    if process.span_of(PhaseKind.SUPPORT) is None:
        raise NotPossible(_("This deltagerbudget has no support round."))
    if process.support_closed_at is not None:
        raise NotPossible(_("The support round is closed already."))
    # First the locks, then the numbers: a support that is being given is counted.
    sent = Proposal.objects.filter(process=process, stage=Stage.SUBMITTED).order_by("number")
    list(sent.select_for_update(of=("self",)))
    lost = sum(not _judged(actor, proposal, process, at) for proposal in with_supporters(sent))
    process.support_closed_at = at
    process.save(update_fields=["support_closed_at"])
    record(Act.CLOSE_SUPPORT, actor, process, at=at, process_id=process.pk, unsupported=lost)
    return process


def _judged(actor: Actor, proposal: Proposal, process: Process, at: datetime) -> bool:
    """Whether it goes on to the review."""
    number, needed = cast(int, vars(proposal)["supporters"]), process.support_needed
    goes_on = is_enough(number, needed)
    if not goes_on:
        proposal.stage, proposal.updated_at = move(proposal.stage, Stage.UNSUPPORTED), at
        proposal.save(update_fields=["stage", "updated_at"])
    said = {"supporters": number, "needed": needed, "outcome": "enough" if goes_on else "too-few"}
    record(Act.CLOSE_SUPPORT, actor, proposal, at=at, process_id=process.pk, **said)
    return goes_on


@transaction.atomic
def lift_proposal(actor: Actor, proposal: Proposal, *, reason: str, at: datetime) -> Lift:
    """Take it up again with a reason that everyone reads, for example because few live there."""
    # First its process, as a freeze does: what is on its way to a ballot now is not added to meanwhile.
    process = _locked_process(proposal.process)
    proposal = _locked(proposal)
    permit(Act.LIFT_PROPOSAL, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if process.frozen_at is not None:
        raise NotPossible(_("The vote is frozen, so nothing more can be added to it."))
    if proposal.stage != Stage.UNSUPPORTED:
        raise NotPossible(_("Only a proposal that did not get enough support can be taken up again."))
    said = check_reason(reason)
    proposal.stage, proposal.updated_at = move(proposal.stage, Stage.SUBMITTED), at
    proposal.save(update_fields=["stage", "updated_at"])
    lift = Lift.objects.create(proposal=proposal, person_id=_person_id(actor), reason=said, at=at)
    record(Act.LIFT_PROPOSAL, actor, proposal, at=at, process_id=process.pk)
    return lift


def refuse_uncounted(process: Process) -> None:
    """Raise NotNow between the end of a round and its count, which the clock does within seconds."""
    if process.span_of(PhaseKind.SUPPORT) is not None and process.support_closed_at is None:
        raise NotNow(_("The support round is just being counted. Try again in a minute."))


def processes_to_close(at: datetime) -> list[Process]:
    """Those whose support round is over and not counted yet."""
    over = Process.objects.opened().filter(phases__kind=PhaseKind.SUPPORT, phases__ends_at__lte=at)
    waiting = over.filter(support_closed_at=None, frozen_at=None).with_phases().order_by("pk")
    return [process for process in waiting if is_time_for(Act.CLOSE_SUPPORT, process.phase_at(at))]


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("process").get(pk=proposal.pk)


def _locked_process(process: Process) -> Process:
    return Process.objects.select_for_update(of=("self",)).get(pk=process.pk)


def _person_id(actor: Actor) -> int:
    """permit() lets nobody through who is not a person."""
    return cast(int, actor.person_id)
