"""What the municipality has promised, with who answers for it and by when: the late first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.realisation.promises import owed
from deltagerbudget.realisation.rules import follow_up
from deltagerbudget.realisation.story import late_words

PAGE_SIZE = 50


@does(Act.PLAN_MILESTONE)
@never_cache
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    today, only_late = localdate(now()), request.GET.get("vis") == "forsinkede"
    every = owed(actor_of(request))
    late = [row for row in every if row.days_late(today)]
    page = Paginator(late if only_late else every, PAGE_SIZE).get_page(request.GET.get("side"))
    context = {
        "page": page,
        "rows": [(row, late_words(row.days_late(today))) for row in page.object_list],
        "count": len(every),
        "late": len(late),
        "only_late": only_late,
        "follow_up": [str(text) % numbers for text, numbers in follow_up()],
    }
    return render(request, "backoffice/promises.html", context)
