from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does, member
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.backoffice import council
from deltagerbudget.backoffice.waiting import groups_of, tasks_of
from deltagerbudget.processes.models import Process, ProcessQuerySet

PAGE_SIZE = 50


@member
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For staff of any role. Everyone sees what their own roles let them do; a local council begins in its area."""
    actor = actor_of(request)
    if not actor.is_staff:
        raise PermissionDenied
    if council.is_partner_alone(actor):
        return council.home(request, actor)
    at = now()
    tasks = tasks_of(actor, at)
    page = Paginator(tasks, PAGE_SIZE).get_page(request.GET.get("side"))
    context = {"page": page, "groups": groups_of(tasks, list(page.object_list), at), "count": len(tasks)}
    return render(request, "backoffice/home.html", context)


@does(Act.FREEZE_VOTE)
@never_cache
@require_safe
def votes(request: HttpRequest) -> HttpResponse:
    """The way to the vote and the result of each deltagerbudget."""
    rows = [(process, process.phase_at(now())) for process in _mine(Act.FREEZE_VOTE, actor_of(request)).with_phases()]
    shown = [(process, phase.label if phase else "") for process, phase in rows]
    return render(request, "backoffice/votes.html", {"rows": shown})


@does(Act.REPORT_PROGRESS)
@never_cache
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The way to the projects of each deltagerbudget that has a result."""
    decided = _mine(Act.REPORT_PROGRESS, actor_of(request)).filter(vote__published_at__isnull=False)
    may_evaluate = actor_of(request).holds(*WHO[Act.RECORD_EFFORT])
    return render(request, "backoffice/projects.html", {"rows": decided, "may_evaluate": may_evaluate})


def _mine(act: Act, actor: Actor) -> ProcessQuerySet:
    shown = Process.objects.open_to(act, actor).filter(opened_at__isnull=False, story="", is_imported=False)
    return shown.order_by("-opened_at", "-pk")
