"""The page on which those who answer for a vote follow it. SECURITY: no choice, and nothing under 25 votes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.models import Vote
from deltagerbudget.processes.models import Process
from deltagerbudget.scrutiny import reading
from deltagerbudget.scrutiny.actions import is_broken
from deltagerbudget.scrutiny.models import Alarm
from deltagerbudget.ui.suppression import LEAST_VOTES


@does(Act.REPORT_INCIDENT)
@never_cache
@require_safe
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever may tell of a problem may look for one: owner, auditor and administrator."""
    process, at = _process(request, slug), now()
    vote = get_object_or_404(Vote, process=process)
    context = {"process": process, "vote": vote, "at": at, "least": LEAST_VOTES, "is_broken": is_broken(vote)}
    context["alarms"] = Alarm.objects.filter(vote=vote, raised_at__isnull=False).order_by("raised_at", "pk")
    if reading.voters(vote) >= LEAST_VOTES:
        context["tables"] = [
            table
            for table in (
                reading.per_hour(vote, at),
                reading.per_channel(vote, at),
                reading.per_station(vote, at),
                reading.helped(vote, at),
                reading.turnout(vote),
            )
            if table is not None and table.lines
        ]
    return render(request, "scrutiny/follow.html", context)


def _process(request: HttpRequest, slug: str) -> Process:
    actor = actor_of(request)
    process = get_object_or_404(Process.objects.visible_to(actor).with_phases(), slug=slug)
    if not may(Act.REPORT_INCIDENT, actor, area_ids=process.area_ids):
        raise Http404
    return process
