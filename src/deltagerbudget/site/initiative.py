"""The page of one initiative: something concrete that a pool pays for without a vote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from deltagerbudget.acts.history import events
from deltagerbudget.acts.marks import public
from deltagerbudget.acts.models import Entry
from deltagerbudget.realisation.models import Initiative, Realisation
from deltagerbudget.realisation.story import badge_of, story_of
from deltagerbudget.site.conditional import respond


@public
@require_safe
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    def build(at: datetime) -> dict[str, Any]:
        shown = Realisation.objects.with_story().prefetch_related("initiative__areas")
        realisation = get_object_or_404(shown, initiative__slug=slug)
        found, today = realisation.initiative, localdate(at)
        assert found is not None  # noqa: S101 - it was found by it
        history = events(_entries(found).newest_first())
        return {
            "initiative": found,
            "areas": found.areas.all(),
            "badge": badge_of(realisation, today),
            "story": story_of(realisation, today),
            "pools": found.allocations.select_related("pool").order_by("at", "pk"),
            "events": history,
            "last_updated": max([found.updated_at, *(event.at for event in history)]),
        }

    return respond(request, "site/initiative.html", build)


def _entries(found: Initiative) -> Any:
    own = Q(target_type=found._meta.label_lower, target_id=str(found.pk))
    about = Q(target_type="realisation.realisation", detail__initiative=found.pk)
    return Entry.objects.filter(own | about)
