from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import public
from deltagerbudget.areas.models import Area
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.board import WORDS, cards, chosen, winners
from deltagerbudget.realisation.rules import Station, follow_up

PAGE = 48


@public
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Where every winner stands today."""
    today = localdate(now())
    every = winners(today)
    won = [winner for winner in every if isinstance(winner.about, Proposal)]
    area, station = request.GET.get("omraade", ""), request.GET.get("status", "")
    found = chosen(every, area=area, station=station)
    page = Paginator(found, PAGE).get_page(request.GET.get("side"))
    with_winners = set().union(*(winner.areas for winner in every))
    context = {
        "cards": cards(page.object_list, today),
        "page": page,
        "found": len(found),
        "total": len(every),
        "late": sum(winner.station is Station.LATE for winner in every),
        "finished": sum(winner.station is Station.FINISHED for winner in every),
        "won": len(won),
        "money_ore": sum(winner.price_ore for winner in won if winner.currency == "DKK"),
        "areas": [row for row in Area.objects.in_order() if row.slug in with_winners],
        "stations": [(word, station_.label) for station_, word in WORDS.items()],
        "area": area,
        "station": station,
        "follow_up": [str(text) % numbers for text, numbers in follow_up()],
    }
    return render(request, "realisation/board.html", context)
