"""The demonstration's clock: forward to the next thing that happens in one process."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.models import ClockOffset
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.ballots.models import Vote
from deltagerbudget.ballots.rules import GRACE
from deltagerbudget.demo.build import at_hour
from deltagerbudget.notifications.duties import run_all
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.realisation.models import Milestone


def next_moment(process: Process, at: datetime) -> datetime | None:
    """The next start of a phase, closing of the vote, end of days given to authors, or morning after a promise."""
    moments = [span.starts_at for span in process.spans]
    if process.decisions_at is not None:
        moments.append(process.decisions_at)
    for vote in Vote.objects.filter(process=process, closed_at=None):
        moments.append(vote.closes_at + GRACE)
    moments += [proposal.appeal_until for proposal in process.proposals.all() if proposal.appeal_until is not None]
    for proposal in process.proposals.filter(stage=Stage.SUBMITTED):
        if proposal.revise_until is not None:
            moments.append(at_hour(proposal.revise_until + timedelta(days=1), 8))
    promises = Milestone.objects.filter(realisation__process=process, reached_on=None)
    moments += [at_hour(due_on + timedelta(days=1), 8) for due_on in promises.values_list("due_on", flat=True)]
    return min((moment for moment in moments if moment > at), default=None)


@transaction.atomic
def go_to_next(process: Process) -> datetime | None:
    """Move the one clock of the whole demonstration forward, and do what falls due on the way."""
    if not settings.DEMO:
        raise NotPossible(_("The clock can only be moved in a demonstration."))
    ClockOffset.objects.get_or_create(pk=1)
    row = ClockOffset.objects.select_for_update().get(pk=1)
    moment = next_moment(process, now())
    if moment is None:
        return None
    # A minute beyond, so that the page already shows what has begun.
    row.seconds += int((moment - now()).total_seconds()) + 60
    row.save(update_fields=["seconds"])
    run_all(at=now())
    return moment
