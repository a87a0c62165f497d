"""What is said about a proposal: a part of its page, and pages of their own for the rest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from deltagerbudget.acts.history import TALK
from deltagerbudget.acts.marks import public
from deltagerbudget.acts.models import EntryQuerySet
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.site.conditional import respond
from deltagerbudget.talk.reading import POINTS_SHOWN, SHOWN, columns, counts, names_of, state_words, threads

# A database's integer ends here.
_LARGEST = 2**31 - 1
# Lines of the history about the conversation; the conversation itself stands above it.
NEWEST = 6


def part(proposal: Proposal, at: datetime) -> dict[str, Any]:
    """For the proposal's page: the newest questions and the most agreed points. Asks for nothing where nothing is."""
    asked, said = proposal.question_count, proposal.point_count  # type: ignore[attr-defined]
    closed = state_words(proposal.process.phase_at(at))
    newest = proposal.questions.threads(first=0, most=SHOWN) if asked else []
    points = list(proposal.points.first_of_each_side(POINTS_SHOWN)) if said else []
    return {
        "talk_closed": closed,
        "talk_shows": bool(asked or said or not closed),
        "threads": threads(newest, names_of(proposal), is_open=not closed),
        "question_count": asked,
        "more_questions": asked > SHOWN,
        "columns": columns(points),
        "point_count": said,
        "more_points": said > len(points),
    }


def with_little_talk(entries: EntryQuerySet) -> EntryQuerySet:
    """All the rest, but of the conversation the last few lines only; in the same query."""
    is_talk = Case(When(act__in=TALK, then=Value(1)), default=Value(0))
    place = Window(RowNumber(), partition_by=[is_talk], order_by=[F("at").desc(), F("pk").desc()])
    most = Case(When(act__in=TALK, then=Value(NEWEST)), default=Value(_LARGEST))
    return entries.annotate(place=place, most=most).filter(place__lte=F("most"))


@public
@require_safe
def questions(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    page = _page(request)

    def build(at: datetime) -> dict[str, Any]:
        proposal = _proposal(slug, number)
        closed = state_words(proposal.process.phase_at(at))
        rows = proposal.questions.threads(first=(page - 1) * SHOWN, most=SHOWN)
        shown = threads(rows, names_of(proposal), is_open=not closed)
        return _paged(proposal, page, proposal.question_count, closed) | {"threads": shown}

    return respond(request, "site/questions.html", build, variant=f"side={page}")


@public
@require_safe
def points(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    page = _page(request)

    def build(at: datetime) -> dict[str, Any]:
        proposal = _proposal(slug, number)
        closed = state_words(proposal.process.phase_at(at))
        rows = proposal.points.most_agreed_first()[(page - 1) * SHOWN : page * SHOWN]
        return _paged(proposal, page, proposal.point_count, closed) | {"columns": columns(rows)}

    return respond(request, "site/points.html", build, variant=f"side={page}")


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("side", "1")
    if not asked.isdecimal() or len(asked) > 6 or int(asked) < 1:
        raise Http404
    return int(asked)


def _proposal(slug: str, number: int) -> Any:
    if number > _LARGEST:
        raise Http404
    shown = Proposal.objects.public().with_texts_of_author().annotate(**counts())
    return get_object_or_404(shown, Q(process__slug=slug), number=number)


def _paged(proposal: Proposal, page: int, count: int, closed: str) -> dict[str, Any]:
    pages = max(1, -(-count // SHOWN))
    if page > pages:
        raise Http404
    return {
        "proposal": proposal,
        "process": proposal.process,
        "talk_closed": closed,
        "count": count,
        "page": page,
        "pages": pages,
        "earlier": page - 1 if page > 1 else 0,
        "later": page + 1 if page < pages else 0,
        "last_updated": proposal.updated_at,
    }
