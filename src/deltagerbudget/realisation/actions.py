from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.models import Milestone, Realisation, Report
from deltagerbudget.results.models import ProjectResult


@transaction.atomic
def start_realisation(
    actor: Actor, proposal: Proposal, *, owner_title: str, carried_out_by: str, at: datetime
) -> Realisation:
    """Give a winner an owner: the one who starts it."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("process").get(pk=proposal.pk)
    process = proposal.process
    permit(Act.START_REALISATION, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    won = ProjectResult.objects.published().funded().filter(proposal=proposal).first()
    if won is None:
        raise NotPossible(_("Only a proposal that has won in a published result can be started."))
    if Realisation.objects.filter(proposal=proposal).exists():
        raise NotPossible(_("This project is already started."))
    if actor.person_id is None or not owner_title.strip() or not carried_out_by.strip():
        raise NotPossible(_("Write who answers for the project, and who carries it out."))
    realisation = Realisation.objects.create(
        process=process,
        proposal=proposal,
        owner_id=actor.person_id,
        owner_title=owner_title.strip(),
        carried_out_by=carried_out_by.strip(),
        price_ore=won.cost_ore,
        started_at=at,
    )
    record(Act.START_REALISATION, actor, realisation, at=at, process_id=process.pk, proposal=proposal.pk)
    return realisation


@transaction.atomic
def plan_milestone(actor: Actor, realisation: Realisation, *, title: str, due_on: date, at: datetime) -> Milestone:
    """Promise something by a date."""
    realisation = _locked(Act.PLAN_MILESTONE, actor, realisation, at)
    _refuse_finished(realisation)
    if not title.strip():
        raise NotPossible(_("Write what will be done."))
    _refuse_past(due_on, at)
    milestone = Milestone.objects.create(realisation=realisation, title=title.strip(), due_on=due_on)
    _record(Act.PLAN_MILESTONE, actor, realisation, at, milestone=milestone.pk)
    return milestone


@transaction.atomic
def move_milestone(actor: Actor, milestone: Milestone, *, due_on: date, reason: str, at: datetime) -> Milestone:
    """Give a promise a new date. The old one and the reason stay public."""
    realisation = _locked(Act.MOVE_MILESTONE, actor, milestone.realisation, at)
    milestone = _waiting(milestone)
    if not reason.strip():
        raise NotPossible(_("Write why the date is moved. Everyone who follows the project will read it."))
    if due_on == milestone.due_on:
        raise NotPossible(_("This is the date it has already. Choose another one."))
    _refuse_past(due_on, at)
    Report.objects.create(
        realisation=realisation,
        text=reason.strip(),
        at=at,
        milestone=milestone,
        moved_from=milestone.due_on,
        moved_to=due_on,
    )
    milestone.due_on = due_on
    milestone.save(update_fields=["due_on"])
    _record(Act.MOVE_MILESTONE, actor, realisation, at, milestone=milestone.pk)
    return milestone


@transaction.atomic
def reach_milestone(actor: Actor, milestone: Milestone, *, reached_on: date, at: datetime) -> Milestone:
    """The promise is kept."""
    realisation = _locked(Act.REACH_MILESTONE, actor, milestone.realisation, at)
    milestone = _waiting(milestone)
    _refuse_future(reached_on, at)
    milestone.reached_on = reached_on
    milestone.save(update_fields=["reached_on"])
    _record(Act.REACH_MILESTONE, actor, realisation, at, milestone=milestone.pk)
    return milestone


@transaction.atomic
def report_progress(actor: Actor, realisation: Realisation, *, text: str, at: datetime) -> Report:
    """Tell everyone what is happening, also after the end."""
    realisation = _locked(Act.REPORT_PROGRESS, actor, realisation, at)
    if not text.strip():
        raise NotPossible(_("Write a few words about what is happening."))
    report = Report.objects.create(realisation=realisation, text=text.strip(), at=at)
    _record(Act.REPORT_PROGRESS, actor, realisation, at, report=report.pk)
    return report


@transaction.atomic
def finish_realisation(actor: Actor, realisation: Realisation, *, finished_on: date, at: datetime) -> Realisation:
    """It stands there."""
    realisation = _locked(Act.FINISH_REALISATION, actor, realisation, at)
    _refuse_finished(realisation)
    if realisation.milestones.filter(reached_on=None).exists():
        raise NotPossible(_("A milestone is not reached yet. Mark it as reached, or move it."))
    _refuse_future(finished_on, at)
    realisation.finished_on = finished_on
    realisation.save(update_fields=["finished_on"])
    _record(Act.FINISH_REALISATION, actor, realisation, at)
    return realisation


def _locked(act: Act, actor: Actor, realisation: Realisation, at: datetime) -> Realisation:
    locked = Realisation.objects.select_for_update(of=("self",)).select_related("process").get(pk=realisation.pk)
    permit(act, actor, area_ids=locked.process.area_ids, phase=locked.process.phase_at(at))
    return locked


def _waiting(milestone: Milestone) -> Milestone:
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if milestone.reached_on is not None:
        raise NotPossible(_("This milestone is already reached."))
    return milestone


def _refuse_finished(realisation: Realisation) -> None:
    if realisation.finished_on is not None:
        raise NotPossible(_("This project is finished."))


def _refuse_past(due_on: date, at: datetime) -> None:
    if due_on < localdate(at):
        raise NotPossible(_("Nobody can promise something for a day that is past. Choose today or a later day."))


def _refuse_future(day: date, at: datetime) -> None:
    if day > localdate(at):
        raise NotPossible(_("This day has not come yet. Choose today or an earlier day."))


def _record(act: Act, actor: Actor, realisation: Realisation, at: datetime, **ids: int) -> None:
    record(act, actor, realisation, at=at, process_id=realisation.process_id, proposal=realisation.proposal_id, **ids)
