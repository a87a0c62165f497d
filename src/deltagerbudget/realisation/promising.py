"""The acts round a promise: its money is released and planned, the clock asks, the owner answers, or two stop it."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import pending_approval, second
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pictures.keeping import drop
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.actions import (
    answered,
    locked,
    recorded,
    refuse_beyond_price,
    refuse_ended,
    waiting,
)
from deltagerbudget.realisation.models import Milestone, MilestoneReminder, Realisation, Release, Report
from deltagerbudget.realisation.rules import ReminderKind, due_reminders
from deltagerbudget.results.models import ProjectResult

MOST_WORDS = 1000


@transaction.atomic
def remind_milestone(
    actor: Actor, milestone: Milestone, kind: ReminderKind, *, at: datetime
) -> tuple[MilestoneReminder, bool]:
    """The clock says once of each date that it comes, has passed, or is unanswered. True: this was the first time."""
    realisation = locked(Act.REMIND_MILESTONE, actor, milestone.realisation, at)
    refuse_ended(realisation)
    milestone = waiting(milestone)
    if kind not in due_reminders(milestone.due_on, localdate(at), asked_on=asked_on(milestone)):
        raise NotPossible(_("It is not the day for this reminder."))
    reminder, is_new = MilestoneReminder.objects.get_or_create(
        milestone=milestone, kind=kind, due_on=milestone.due_on, defaults={"at": at}
    )
    if is_new:
        recorded(Act.REMIND_MILESTONE, actor, realisation, at, milestone=milestone.pk, reminder=reminder.pk)
    return reminder, is_new


@transaction.atomic
def confirm_milestone(actor: Actor, milestone: Milestone, *, text: str = "", at: datetime) -> Report:
    """The date holds; a sentence may stand beside it. Not once the date has passed: then it is late, or done."""
    realisation = locked(Act.CONFIRM_MILESTONE, actor, milestone.realisation, at)
    refuse_ended(realisation)
    milestone = waiting(milestone)
    if milestone.due_on < localdate(at):
        raise NotPossible(_("The date has passed. Say that it is done, or give a new date and the reason."))
    report = Report.objects.create(realisation=realisation, text=text.strip(), at=at, milestone=milestone)
    answered(milestone, at=at)
    recorded(Act.CONFIRM_MILESTONE, actor, realisation, at, milestone=milestone.pk)
    return report


@transaction.atomic
def record_release(
    actor: Actor, process: Process, *, body: str, decided_on: date, minutes: str = "", at: datetime
) -> Release:
    """LAW: the vote advises, and the money is released by the body that may: who, when, and where it is written."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    permit(Act.RECORD_RELEASE, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    if not ProjectResult.objects.published().funded().filter(proposal__process=process).exists():
        raise NotPossible(_("The result is not published yet. Its money can be released after that."))
    if not body.strip():
        raise NotPossible(_("Write which body released the money, for example the city council."))
    if decided_on > localdate(at):
        raise NotPossible(_("This day has not come yet. Choose today or an earlier day."))
    release = Release.objects.create(process=process, body=body.strip(), decided_on=decided_on, minutes=minutes, at=at)
    record(Act.RECORD_RELEASE, actor, process, at=at, process_id=process.pk)
    return release


@transaction.atomic
def plan_payment(actor: Actor, milestone: Milestone, *, amount_ore: int | None, at: datetime) -> Milestone:
    """What is paid when the milestone is reached; None takes it out of the plan. Never more than the price in all."""
    realisation = locked(Act.PLAN_PAYMENT, actor, milestone.realisation, at)
    refuse_ended(realisation)
    milestone = waiting(milestone)
    refuse_beyond_price(realisation, amount_ore, without=milestone)
    milestone.pays_ore = amount_ore or None
    milestone.save(update_fields=["pays_ore"])
    recorded(Act.PLAN_PAYMENT, actor, realisation, at, milestone=milestone.pk)
    return milestone


@transaction.atomic
def stop_realisation(actor: Actor, realisation: Realisation, *, reason: str, at: datetime) -> bool:
    """Two persons ask for it with the same reason. True once it is stopped: what was not paid is free again."""
    realisation = locked(Act.STOP_REALISATION, actor, realisation, at)
    refuse_ended(realisation)
    reason = reason.strip().replace("\r\n", "\n")
    if not reason:
        raise NotPossible(_("Write why the project is stopped. Everyone will read it."))
    if realisation.stop_reason != reason:
        realisation.stop_reason = reason
        realisation.save(update_fields=["stop_reason"])
    for milestone in realisation.milestones.all():
        answered(milestone, at=at)
    if not second(Act.STOP_REALISATION, actor, realisation, digest=sha256(reason.encode()).hexdigest(), at=at):
        return False
    realisation.stopped_on = localdate(at)
    realisation.save(update_fields=["stopped_on"])
    recorded(Act.STOP_REALISATION, actor, realisation, at)
    return True


@transaction.atomic
def decline_stop(actor: Actor, realisation: Realisation, *, at: datetime) -> Realisation:
    """The first person takes the request back, or another says no: nothing was public, and the promises stand.

    What its owner answered by asking is asked again by the clock.
    """
    realisation = locked(Act.DECLINE_STOP, actor, realisation, at)
    refuse_ended(realisation)
    asked = pending_approval(Act.STOP_REALISATION, realisation)
    if asked is None:
        raise NotPossible(_("Nobody asks to have this project stopped."))
    reminders = MilestoneReminder.objects.filter(milestone__realisation=realisation, answered_at=asked.first_at)
    reminders.update(answered_at=None)
    recorded(Act.DECLINE_STOP, actor, realisation, at, taken_back=int(asked.first_id == actor.person_id))
    asked.delete()
    realisation.stop_reason = ""
    realisation.save(update_fields=["stop_reason"])
    return realisation


@transaction.atomic
def remove_report_picture(actor: Actor, report: Report, *, at: datetime) -> Report:
    """The words stay as they were told."""
    realisation = locked(Act.REMOVE_REPORT_PICTURE, actor, report.realisation, at)
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.picture is None:
        raise NotPossible(_("This picture is not there any more."))
    picture, report.picture = report.picture, None
    report.save(update_fields=["picture"])
    drop(picture)
    recorded(Act.REMOVE_REPORT_PICTURE, actor, realisation, at, report=report.pk)
    return report


def asked_on(milestone: Milestone) -> date | None:
    """When the owner was asked about this date after it had passed, while nobody has answered. Prefetch reminders."""
    for row in milestone.reminders.all():
        if row.kind == ReminderKind.PASSED and row.due_on == milestone.due_on and row.answered_at is None:
            return localdate(row.at)
    return None
