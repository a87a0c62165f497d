from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from deltagerbudget.acts.history import events
from deltagerbudget.acts.marks import public
from deltagerbudget.acts.models import Entry
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.rules import MIN_PUBLISHED_BALLOTS
from deltagerbudget.ledger import canonical
from deltagerbudget.results.figures import figures
from deltagerbudget.results.models import Result
from deltagerbudget.results.statement import can_be_told
from deltagerbudget.results.table import table_of
from deltagerbudget.results.turnout import turnout_of

# What led to the result. Later acts do not change its page.
HISTORY = (
    Act.FREEZE_VOTE,
    Act.DRAW_LOT,
    Act.CLOSE_VOTE,
    Act.CLOSE_VOTE_EARLY,
    Act.WITHDRAW_PROJECT,
    Act.EXTEND_VOTE,
    Act.REPORT_INCIDENT,
    Act.SETTLE_PENDING,
    Act.COUNT_VOTES,
    Act.PUBLISH_RESULT,
    Act.IMPORT_ELECTION,
)


@public
@require_safe
def result(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The published result with why for each project. Nothing on it depends on the clock or on who looks."""
    shown = get_object_or_404(Result.objects.published().for_page(), vote__process__slug=slug)
    process = shown.vote.process
    history = Entry.objects.of_process(process.pk).filter(act__in=HISTORY, at__lte=shown.published_at)
    context = {
        "process": process,
        "contact_person": process.contact_person,
        "result": shown,
        "table": table_of(
            shown.explained, shown.vote.frozen, lambda number: reverse("site:proposal", args=[slug, number])
        ),
        "figures": figures(shown.explained, with_voters=shown.has_pb),
        "turnout": turnout_of(shown.vote),
        "has_statement": can_be_told(shown.explained),
        "least": MIN_PUBLISHED_BALLOTS,
        "events": events(history.newest_first()),
        "last_updated": shown.published_at,
    }
    return _same_every_time(request, render(request, "results/result.html", context), shown.published_at)


@public
@require_safe
def pb(request: HttpRequest, slug: str) -> HttpResponseBase:
    shown = get_object_or_404(Result.objects.published().exclude(pb=""), vote__process__slug=slug)
    return _same_every_time(request, _file(shown.pb, "text/plain", f"{slug}.pb"), shown.published_at)


@public
@require_safe
def json(request: HttpRequest, slug: str) -> HttpResponseBase:
    shown = get_object_or_404(Result.objects.published().defer("pb"), vote__process__slug=slug)
    return _same_every_time(request, _file(shown.outcome, "application/json", f"{slug}.json"), shown.published_at)


@public
@require_safe
def turnout(request: HttpRequest, slug: str) -> HttpResponseBase:
    """How many of those on the roll have voted, by area and age, where they are not too few."""
    known = Result.objects.published().for_page().filter(vote__roll_loaded__turnout__isnull=False)
    shown = get_object_or_404(known, vote__process__slug=slug)
    text = canonical.dumps(shown.vote.roll_loaded.turnout).decode()
    return _same_every_time(request, _file(text, "application/json", f"{slug}-deltagelse.json"), shown.published_at)


def _file(text: str, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers=headers)


def _same_every_time(request: HttpRequest, response: HttpResponse, at: datetime | None) -> HttpResponseBase:
    set_response_etag(response)
    if at is not None:
        response["Last-Modified"] = http_date(at.timestamp())
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer or response
