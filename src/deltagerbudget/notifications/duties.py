"""What the platform does by itself: the clock's acts, then the mails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localdate

from deltagerbudget.acts.actor import SYSTEM, Actor
from deltagerbudget.acts.looks import forget_looks
from deltagerbudget.acts.permit import is_time_for
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.actions import close_vote, due_votes, open_vote, processes_to_open
from deltagerbudget.ballots.pending import check_residence, votes_to_check
from deltagerbudget.behalf.actions import forget_contacts
from deltagerbudget.events.actions import events_to_remind, forget_bookings, remind_booked
from deltagerbudget.experts.actions import forget_experts
from deltagerbudget.notifications.actions import forget
from deltagerbudget.notifications.monthly import remind_monthly
from deltagerbudget.notifications.news import pack, read_news, remind
from deltagerbudget.notifications.outbox import read_journal, send_mails
from deltagerbudget.notifications.overview_post import write_monthly
from deltagerbudget.pictures.tidying import tidy_daily
from deltagerbudget.places.models import WaitingImport
from deltagerbudget.proposals.sketches import forget_sketches
from deltagerbudget.realisation import rules as promises
from deltagerbudget.realisation.models import Milestone
from deltagerbudget.realisation.post import ask_owner
from deltagerbudget.realisation.promising import asked_on, remind_milestone
from deltagerbudget.review.actions import release_announced, remind_review
from deltagerbudget.review.keeping import processes_to_release
from deltagerbudget.review.models import Review
from deltagerbudget.review.rules import due_reminders
from deltagerbudget.scrutiny.actions import due_alarms, raise_alarm
from deltagerbudget.staff.post import send_door_mails
from deltagerbudget.support.actions import close_support, processes_to_close
from deltagerbudget.surveys.actions import forget_texts
from deltagerbudget.together.merging import due_merges, settle
from deltagerbudget.together.models import Merge

log = logging.getLogger(__name__)


def run_clock(*, at: datetime) -> None:
    """Votes and decisions at their minute; what the authors of proposals were asked; who has booked."""
    for due, act in _DUTIES:
        for target in due(at):
            _attempt(act, target, at)


def _settle(_actor: Actor, merge: Merge, *, at: datetime) -> None:
    settle(merge, at=at)


# Which rows are due, and the act for each of them; in this order.
_DUTIES: tuple[tuple[Callable[[datetime], Iterable[Model]], Callable[..., object]], ...] = (
    (due_votes, close_vote),
    (votes_to_check, check_residence),
    (due_alarms, raise_alarm),
    (processes_to_close, close_support),
    (processes_to_release, release_announced),
    (processes_to_open, open_vote),
    (events_to_remind, remind_booked),
    (due_merges, _settle),
)


def remind_reviewers(*, at: datetime) -> None:
    """Departments that are asked hear of it before the day and after it; process owners when it is long over."""
    today = localdate(at)
    for review in Review.objects.due_soon(today):
        if not is_time_for(Act.REMIND_REVIEW, review.proposal.process.phase_at(at)):
            continue
        said = {reminder.kind for reminder in review.reminders.all() if reminder.due_on == review.due_on}
        for kind in due_reminders(review.due_on, today):
            if kind not in said:
                _attempt(partial(remind_review, kind=kind), review, at)


def remind_owners(*, at: datetime) -> None:
    """Who answers for a date is asked before it and when it has passed; others are told what nobody answers."""
    today = localdate(at)
    for milestone in Milestone.objects.due_soon(today):
        if not is_time_for(Act.REMIND_MILESTONE, milestone.realisation.phase_at(at)):
            continue
        said = {row.kind for row in milestone.reminders.all() if row.due_on == milestone.due_on}
        for kind in promises.due_reminders(milestone.due_on, today, asked_on=asked_on(milestone)):
            if kind not in said:
                _attempt(partial(_remind, kind=kind), milestone, at)


@transaction.atomic
def _remind(actor: Actor, milestone: Milestone, kind: promises.ReminderKind, *, at: datetime) -> None:
    reminder, is_new = remind_milestone(actor, milestone, kind, at=at)
    if is_new and kind in promises.ASKED:
        ask_owner(reminder, at=at)


def run_all(*, at: datetime) -> None:
    # First: somebody stands at the door and waits for a code.
    send_door_mails(at=at)
    run_clock(at=at)
    remind_reviewers(at=at)
    remind_owners(at=at)
    remind_monthly(at=at)
    read_journal(at=at)
    read_news(at=at)
    remind(at=at)
    pack(at=at)
    write_monthly(at=at)
    send_mails(at=at)
    forget(at=at)
    tidy_daily()
    forget_looks(at=at)
    forget_bookings(at=at)
    forget_experts(at=at)
    forget_contacts(at=at)
    forget_texts(at=at)
    WaitingImport.objects.abandoned(at).delete()
    forget_sketches(at=at)


def _attempt(act: Callable[..., object], target: Model, at: datetime) -> None:
    """One duty that cannot be done must not stop the others."""
    try:
        act(SYSTEM, target, at=at)
    except Refusal as refusal:
        name = getattr(act, "__name__", "a duty")
        log.warning("%s of %s was refused: %s", name, target.pk, type(refusal).__name__)
