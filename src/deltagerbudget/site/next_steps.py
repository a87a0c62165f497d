"""What can become of a proposal that did not win: again, with other money, or with those who liked it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from deltagerbudget.acts.marks import public
from deltagerbudget.events.models import Event
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.again import open_near
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.models import Initiative
from deltagerbudget.site.conditional import respond
from deltagerbudget.site.now import published_result
from deltagerbudget.surveys.cards import others_asked

_LARGEST = 2_147_483_647
SHOWN = 5


@public
@require_safe
def next_steps(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    def build(at: datetime) -> dict[str, Any]:
        rows = Proposal.objects.public().select_related("process__vote__result", "project_result")
        rows = rows.defer("process__vote__config", "process__vote__result__pb", "process__vote__result__outcome")
        found = get_object_or_404(rows, process__slug=slug, number=min(number, _LARGEST))
        result = getattr(found, "project_result", None)
        if result is None or result.is_funded or published_result(found.process) is None:
            raise Http404
        process = found.process
        areas = list(process.areas.select_related("council").order_by("sort_key"))
        here = [area.pk for area in areas]
        return {
            "proposal": found,
            "process": process,
            "areas": areas,
            "open": open_near(process, at),
            "initiatives": Initiative.objects.published().filter(areas__in=here).distinct().order_by("title")[:SHOWN],
            "pools": _pools(here),
            "events": Event.objects.public().next_to(at).of_process(process)[:SHOWN],
            "survey": others_asked(process, at),
            "last_updated": found.updated_at,
        }

    return respond(request, "site/next_steps.html", build)


def _pools(areas: list[int]) -> Any:
    """Those that have given or kept money for something here."""
    processes = Process.objects.opened().filter(areas__in=areas)
    given = Q(allocations__process__in=processes) | Q(set_asides__area__in=areas)
    given |= Q(initiative_allocations__initiative__areas__in=areas)
    return Pool.objects.filter(given).distinct().order_by("name")
