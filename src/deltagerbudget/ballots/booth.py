"""What every page of the booth starts from: the vote, who is in the booth, and what is shown of the frozen list."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial, wraps
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts import clock
from deltagerbudget.acts.marks import booth
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots import carried, casting, tally
from deltagerbudget.ballots.canary import BrokenBoxError
from deltagerbudget.ballots.keybox import KeyMissingError, UnreadableBallotError
from deltagerbudget.ballots.kiosk import kiosk_of
from deltagerbudget.ballots.models import Change, Project, Vote, VotingSession
from deltagerbudget.ballots.rules import Door, Paper, Sheet, door, left_ore, missing_ore, without
from deltagerbudget.processes.models import Process
from deltagerbudget.processes.regulation import topic_line
from deltagerbudget.ui.danish import kroner
from deltagerbudget.ui.signatures import Block
from deltagerbudget.ui.templatetags.ui import local

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


def in_booth(*methods: str) -> Callable[[View], View]:
    """A page of the booth: marked, never kept by a browser, and honest when database or keys do not answer."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except (DatabaseError, KeyMissingError, UnreadableBallotError, BrokenBoxError) as error:
                if request.method == "POST" and "noegle" in request.POST:
                    tally.note(tally.Event.FAILED, at=timezone.now(), slug=str(kwargs.get("slug", "")))
                if isinstance(error, BrokenBoxError):
                    log.critical("a ballot cannot be opened, so nobody can hand in: row %s", error)
                return unknown_page(request)

        return booth(never_cache(require_http_methods(methods)(guarded)))

    return wrap


def unknown_page(request: HttpRequest) -> HttpResponse:
    """SECURITY: asks no database. After a cast nobody can know the outcome; the same key makes trying again safe."""
    again = [(name, value) for name, values in request.POST.lists() for value in values if name in CAST_FIELDS]
    context = {"again": again if "noegle" in request.POST else [], "address": request.path}
    response = render(request, "ballots/unknown.html", context, status=503)
    response["Retry-After"] = "10"
    return response


# The pages on which nothing of this visit is stored yet.
UNFINISHED = frozenset({"choose", "check", "identify", "code"})
CAST_FIELDS = frozenset({"valg", "noegle", "version", "billet"})


@dataclass(frozen=True)
class Visit:
    """One request to the booth of one process. ``vote`` is None until it is frozen."""

    request: HttpRequest
    process: Process
    vote: Vote
    at: datetime

    @property
    def paper(self) -> Paper:
        return self.vote.paper

    @property
    def kept(self) -> carried.Kept:
        return carried.kept(self.request, self.vote) or carried.Kept()

    def door(self, ticket_at: datetime | None = None) -> Door:
        return door(self.vote.hours, at=self.at, ticket_at=ticket_at or self.kept.ticket_at)

    def session(self) -> VotingSession | None:
        secret = carried.session_secret(self.request)
        session = casting.session_of(secret, self.vote, at=self.at) if secret else None
        # SECURITY: what began at a screen goes on at a screen of that place, and ends when a stolen one is unbound.
        if session is not None and session.station_id is not None:
            screen = kiosk_of(self.request)
            return session if screen is not None and screen.station == session.station_id else None
        return session

    def url(self, page: str) -> str:
        return reverse(f"ballots:{page}", args=[self.process.slug])


# What the booth says of a deltagerbudget itself: all its rules are in the frozen vote.
_COLUMNS = ("slug", "title", "theme", *(f"vote__{column.name}" for column in Vote._meta.concrete_fields))


def visit(request: HttpRequest, slug: str) -> Visit | HttpResponse:
    """The visit, or the page that says why there is no booth yet."""
    opened = clock.read_along(Process.objects.opened().select_related("vote").only(*_COLUMNS))
    process: Process | None = next(iter(opened.filter(slug=slug)), None)
    if process is None:
        raise Http404
    at = clock.moment_of(process)
    vote: Vote | None = getattr(process, "vote", None)
    if vote is None:
        span = process.span_of(PhaseKind.VOTE)
        context = {"process": process, "span": span, "late": span is not None and span.starts_at <= at}
        return render(request, "ballots/unfrozen.html", _frame(process) | context)
    return Visit(request, process, vote, at)


def page(visit: Visit, name: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    way_out = {"way_out_text": _("Leave without voting")} if name in UNFINISHED else {}
    return page_of(visit, f"ballots/{name}.html", way_out | (context or {}), status=status)


def page_of(visit: Visit, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The same for a page of an app above this one."""
    frozen = visit.vote.frozen
    shared = {
        "process": visit.process,
        "vote": visit.vote,
        "at": visit.at,
        "amount_ore": frozen["amount_ore"],
        "min_age": frozen["vote_min_age"],
        "paper": visit.paper,
        "kind": kind_of(visit.paper),
        "is_early": visit.vote.closed_at is None and visit.at < visit.vote.opens_at,
        "contacts": list(visit.process.contacts.all()),
        "changes": changes_of(visit.vote),
    }
    return render(visit.request, template, _frame(visit.process) | shared | context, status=status)


def changes_of(vote: Vote | None) -> list[Change]:
    """What two persons changed of the vote in the open, the newest first; asks nothing where there is none."""
    return list(vote.changes.public()) if vote is not None and vote.changed_at is not None else []


def shut_page(visit: Visit, *, was_cast: bool = False) -> HttpResponse:
    """Before opening or after closing, with the dates."""
    closed_at = visit.vote.closed_at
    context = {"was_cast": was_cast, "closed_early": closed_at is not None and closed_at < visit.vote.closes_at}
    return page(visit, "shut", context, status=409 if was_cast else 200)


def _frame(process: Process) -> dict[str, Any]:
    return {
        "way_out_url": local(f"/deltagerbudgetter/{process.slug}/"),
        "way_out_text": _("Back to the deltagerbudget"),
    }


def kind_of(paper: Paper) -> str:
    """Which of the five ballots this is, for the templates."""
    return "knapsack" if paper.minds_money else str(paper.vote_type)


@dataclass(frozen=True)
class Option:
    """One of the points or places that a project can be given."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """A project on the ballot as the page shows it."""

    project: Project
    topic: str
    is_chosen: bool
    # "12.000 kr. too little left for this one", or empty when it fits.
    missing_words: str
    # Points or places to choose from, the empty one first; none where a project is only ticked.
    options: list[Option]
    # It has left the vote, and nobody can choose it any more.
    is_withdrawn: bool = False


def rows(visit: Visit, sheet: Sheet, order: int) -> list[Row]:
    """The whole frozen list in one of the sixteen orders."""
    projects = {project.number: project for project in visit.vote.projects.select_related("proposal")}
    gone = visit.vote.withdrawn
    found = rows_of(projects, visit.paper, without(sheet, gone), order)
    return [replace(row, is_withdrawn=row.project.number in gone) for row in found]


def rows_of(projects: Mapping[int, Project], paper: Paper, sheet: Sheet, order: int) -> list[Row]:
    """The same of projects that are at hand, frozen or made up."""
    marks = sheet.marks(paper)
    numbers = carried.in_order([(item.proposal.shuffle, number) for number, item in projects.items()], order)
    left, language = left_ore(sheet.numbers, paper), get_language() or "da"
    words = _("{amount} too little left for this one")
    names = _mark_names(paper) if paper.has_marks else []

    def short(number: int) -> str:
        missing = 0 if number in marks else missing_ore(projects[number].cost_ore, left)
        return words.format(amount=kroner(missing, language)) if missing else ""

    return [
        Row(
            projects[number],
            ", ".join(paper.projects[str(number)].categories),
            number in marks,
            short(number),
            _options(number, marks.get(number, 0), names),
        )
        for number in numbers
    ]


def _mark_names(paper: Paper) -> list[str]:
    """How the empty choice and every mark from 1 on is called."""
    marks = range(1, paper.most_mark + 1)
    if paper.is_ranking:
        return [_("No place"), *(_("{n}.").format(n=mark) for mark in marks)]
    return [_("No points"), *(ngettext("{n} point", "{n} points", mark).format(n=mark) for mark in marks)]


def _options(number: int, chosen_mark: int, names: Sequence[str]) -> list[Option]:
    return [Option(f"{number}:{mark}" if mark else "", name, mark == chosen_mark) for mark, name in enumerate(names)]


@dataclass(frozen=True)
class Line:
    """A project on the voter's own ballot, with its points or its place in words."""

    project: Project
    mark: str
    is_withdrawn: bool = False


def chosen(visit: Visit, sheet: Sheet) -> list[Line]:
    """In the order of the list, or of the voter in a ranking."""
    found = {project.number: project for project in visit.vote.projects.filter(number__in=sheet.numbers)}
    gone = visit.vote.withdrawn
    return [replace(line, is_withdrawn=line.project.number in gone) for line in lines_of(found, visit.paper, sheet)]


def lines_of(found: Mapping[int, Project], paper: Paper, sheet: Sheet) -> list[Line]:
    names = _mark_names(paper) if paper.has_marks else [""]
    return [
        Line(found[number], names[mark] if mark else "")
        for number, mark in sheet.marks(paper).items()
        if number in found
    ]


def blocks(lines: Sequence[Line]) -> list[Block]:
    return [Block(line.project.title, line.project.cost_ore) for line in lines]


@dataclass(frozen=True)
class Counter:
    """How much of a ballot is used: proposals, or points. `most` is 0 where there is no limit."""

    words: str
    most: int
    of: str
    free: str
    over: str


def counter(paper: Paper, sheet: Sheet) -> Counter:
    """For a ballot that does not mind the money; the page's script says the same while it is filled in."""
    if paper.vote_type.has_points:
        used, most = sum(sheet.points), paper.limits.most_sum or 0
        texts = _("{chosen} of {most} points given"), _("{chosen} points given"), _("{chosen} points, at most {most}")
    else:
        used, most = len(sheet.numbers), paper.limits.most or 0
        texts = _("{chosen} of {most} chosen"), _("{chosen} chosen"), _("{chosen} chosen, at most {most}")
    of, free, over = texts
    words = free if not most else of if used <= most else over
    return Counter(words.format(chosen=used, most=most), most, of, free, over)


def topic_limits(paper: Paper) -> list[str]:
    """What a ballot may hold of each topic, a sentence each."""
    return [topic_line(limit, partial(kroner, language=get_language() or "da")) for limit in paper.limits.per_category]
