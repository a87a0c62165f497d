"""What pages say of a conversation, as plain values: every text is resolved here, above the loop of the template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deltagerbudget.acts.permit import is_time_for
from deltagerbudget.acts.vocabulary import Act, Ground, PhaseKind, Role
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.talk.models import Answer, Point, Question, Thing, name_of
from deltagerbudget.talk.rules import Side, Voice
from deltagerbudget.ui.danish import when

# On the proposal's own page, and on each page of the rest.
SHOWN = 20
POINTS_SHOWN = 10
# The name of a thing in an address.
WORDS = {"question": "spoergsmaal", "answer": "svar", "point": "punkt", "proposal": "forslag"}


@dataclass(frozen=True)
class Line:
    """One thing that was said: by whom, when, and what stands instead of it where it is hidden."""

    pk: int
    who: str
    role: str
    text: str
    at: datetime
    hidden: str
    report_url: str
    is_municipality: bool = False
    agreed: int = 0
    agreed_words: str = ""


@dataclass(frozen=True)
class Thread:
    asked: Line
    answers: tuple[Line, ...]
    waits: str


@dataclass(frozen=True)
class Column:
    side: Side
    title: str
    lines: tuple[Line, ...]
    empty: str


def counts() -> dict[str, Any]:
    """How many questions and points a proposal has, for the query that reads it."""
    return {"question_count": _count(Question), "point_count": _count(Point)}


def _count(model: type[Question] | type[Point]) -> Any:
    rows = model._default_manager.filter(proposal=OuterRef("pk")).order_by().values("proposal")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def names_of(proposal: Proposal) -> dict[int, str]:
    """The authors' chosen names. Prefetch `authorships__person`."""
    return {authorship.person_id: authorship.shown_name for authorship in proposal.authorships.all()}


def threads(
    asked: Iterable[tuple[Question, Iterable[Answer]]],
    names: Mapping[int, str],
    *,
    is_open: bool,
    link: Callable[[Thing], str] | None = None,
) -> list[Thread]:
    """``link`` is where one says that a text is wrong: for residents to report it, for staff to hide it."""
    waits = _("No answer yet.") if is_open else _("It was not answered.")
    return [
        Thread(
            said(question, names, link),
            tuple(said(answer, names, link) for answer in answers),
            waits if question.answered_at is None and question.hidden_at is None else "",
        )
        for question, answers in asked
    ]


def said(row: Question | Answer, names: Mapping[int, str], link: Callable[[Thing], str] | None = None) -> Line:
    who, role = _speaker(row, names)
    url = (link or report_url)(row)
    return Line(row.pk, who, role, row.text, row.at, hidden_words(row), url, row.voice == Voice.MUNICIPALITY)


def _speaker(row: Question | Answer, names: Mapping[int, str]) -> tuple[str, str]:
    """LAW: a protected name is never shown. Nobody of the municipality is named: the contact stands on the page."""
    if row.voice == Voice.MUNICIPALITY:
        return _("The municipality"), str(Role(row.role).label)
    if row.voice == Voice.AUTHOR:
        return names.get(row.person_id) or _("A resident"), str(Voice.AUTHOR.label)
    is_named = isinstance(row, Question) and row.is_named and not row.person.is_protected
    # Of somebody who was deleted, no name is left.
    return (row.person.short_name if is_named else "") or _("A resident"), ""


def columns(points: Iterable[Point], link: Callable[[Thing], str] | None = None) -> list[Column]:
    """``points`` with how many agree, in their order."""
    rows = list(points)
    titles = {Side.FOR: _("What speaks for it"), Side.AGAINST: _("What speaks against it")}
    empty = _("Nobody has written anything here yet.")
    return [
        Column(
            side, titles[side], tuple(point_line(row, link or report_url) for row in rows if row.side == side), empty
        )
        for side in Side
    ]


def point_line(row: Point, link: Callable[[Thing], str]) -> Line:
    agreed = getattr(row, "agreed", 0)
    words = ngettext("%(n)s agrees", "%(n)s agree", agreed) % {"n": agreed} if agreed else ""
    return Line(row.pk, "", "", row.text, row.at, hidden_words(row), link(row), agreed=agreed, agreed_words=words)


def hidden_words(thing: Thing) -> str:
    if thing.hidden_at is None:
        return ""
    values = {"ground": Ground(thing.hidden_ground).label, "when": when(thing.hidden_at, get_language() or "da")}
    return _("Hidden by the municipality: %(ground)s (%(when)s).") % values


def report_url(thing: Thing) -> str:
    return reverse("talk:report", args=[WORDS[name_of(thing)], thing.pk])


def item_url(thing: Thing) -> str:
    """Where the municipality hides a text or leaves it."""
    return reverse("talk_staff:item", args=[WORDS[name_of(thing)], thing.pk])


def state_words(phase: PhaseKind | None) -> str:
    """Why nothing can be written now; empty while it can."""
    if is_time_for(Act.ASK_QUESTION, phase):
        return ""
    if phase == PhaseKind.VOTE:
        return _("While people vote, you can read along. Nothing new can be written.")
    return _("The conversation is over. You can still read it.")
