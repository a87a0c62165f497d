"""The booth: choose, check, hand in, see what is stored, leave. SECURITY: no view here knows a person or an account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.refusals import NotNow
from deltagerbudget.acts.vocabulary import PhaseKind
from deltagerbudget.ballots import canary, carried, casting, tally
from deltagerbudget.ballots.booth import (
    Visit,
    blocks,
    chosen,
    counter,
    in_booth,
    page,
    rows,
    shut_page,
    topic_limits,
    visit,
)
from deltagerbudget.ballots.helper import helper_of
from deltagerbudget.ballots.kiosk import kiosk_of
from deltagerbudget.ballots.models import VotingSession
from deltagerbudget.ballots.pending import seen_as
from deltagerbudget.ballots.rules import (
    Door,
    InvalidChoice,
    Sheet,
    filled_in,
    judged,
    left_ore,
    readable,
    refuse_withdrawn,
    without,
)
from deltagerbudget.identity.configure import provider
from deltagerbudget.surveys.cards import voters_asked
from deltagerbudget.surveys.models import Collection


@in_booth("GET", "HEAD", "POST")
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """The list with a box for each project. Anyone may look and fill in; sending it stores nothing on the server."""
    here = visit(request, slug)
    if not isinstance(here, Visit):
        return here
    ticket_at = carried.ticket_time(here.vote, request.POST.get("billet", ""))
    if here.door(ticket_at) is Door.CLOSED:
        return shut_page(here)
    if request.method == "POST":
        return _chosen(here, request.POST.getlist("valg"))
    if carried.kept(request, here.vote) is None and not carried.session_secret(request) and here.door() is Door.OPEN:
        tally.note(tally.Event.STARTED, at=here.at, vote_id=here.vote.pk)
    return _choose_page(here, _sheet_at_hand(here))


def _chosen(here: Visit, raw: Sequence[str]) -> HttpResponse:
    try:
        sheet = filled_in(raw, here.paper)
        refuse_withdrawn(sheet, here.paper, here.vote.withdrawn)
    except InvalidChoice as refusal:
        return _choose_page(here, readable(raw, here.paper), error=refusal.message, status=422)
    response = HttpResponseRedirect(here.url("check"))
    _keep(here, response, sheet)
    return response


def _choose_page(here: Visit, sheet: Sheet, *, error: str = "", status: int = 200) -> HttpResponse:
    order = carried.order_of(here.request)
    ticket_at = _ticket_at(here)
    gone = [line for line in chosen(here, sheet) if line.is_withdrawn] if here.vote.withdrawn else []
    sheet = without(sheet, here.vote.withdrawn)
    context = {
        "gone": gone,
        "rows": rows(here, sheet, order),
        "blocks": blocks(chosen(here, sheet)),
        "count": counter(here.paper, sheet),
        "topic_limits": topic_limits(here.paper),
        "error": error,
        "ticket": carried.ticket(here.vote, ticket_at) if ticket_at else "",
    }
    response = page(here, "choose", context, status=status)
    carried.remember_order(response, order)
    if error:
        _keep(here, response, sheet)
    return response


@in_booth("GET", "HEAD")
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The choices once more, and what is not used, said once."""
    here = visit(request, slug)
    if not isinstance(here, Visit):
        return here
    kept = carried.kept(request, here.vote)
    door = here.door()
    if door is Door.CLOSED:
        return shut_page(here)
    if kept is None or not _is_whole(here, kept.sheet):
        return HttpResponseRedirect(here.url("choose"))
    context = {
        **_shown(here, kept.sheet),
        "may_go_on": door in {Door.OPEN, Door.GRACE},
        "next_url": here.url("cast" if here.session() else "identify"),
    }
    return page(here, "check", context)


@in_booth("GET", "HEAD", "POST")
def cast(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand the ballot in, or change the one that lies there."""
    here = visit(request, slug)
    if not isinstance(here, Visit):
        return here
    ticket_at = carried.ticket_time(here.vote, request.POST.get("billet", ""))
    session = here.session()
    if here.door(ticket_at) not in {Door.OPEN, Door.GRACE}:
        return shut_page(here, was_cast=request.method == "POST")
    if session is None:
        return _identify_again(here)
    if request.method == "POST":
        return _cast(here, session)
    if helper_of(request) is not None and request.GET.get("alene") != "1":
        return page(here, "turn")
    kept = carried.kept(request, here.vote)
    if kept is None or not _is_whole(here, kept.sheet):
        lies_there = casting.stored_ballot(session)
        return HttpResponseRedirect(here.url("stored" if lies_there and not lies_there.is_hidden else "choose"))
    return _cast_page(here, session, kept.sheet)


def _cast(here: Visit, session: VotingSession) -> HttpResponse:
    posted = here.request.POST
    raw = posted.getlist("valg")
    canary.refuse_if_broken(here.vote)
    try:
        lies_there = casting.cast_ballot(
            session,
            raw=raw,
            idempotency_key=posted.get("noegle", ""),
            expected_version=_version(posted.get("version", "")),
            ticket_at=carried.ticket_time(here.vote, posted.get("billet", "")),
            at=here.at,
        )
    except InvalidChoice as refusal:
        return _choose_page(here, readable(raw, here.paper), error=refusal.message, status=422)
    except (casting.ChangedElsewhere, casting.PaperHandedOut) as refusal:
        return _cast_page(here, session, readable(raw, here.paper), error=refusal.message, status=409)
    except NotNow:
        return shut_page(here, was_cast=True)
    if lies_there.is_new:
        _count(here, session, lies_there.version)
    response = HttpResponseRedirect(here.url("stored"))
    carried.forget_choices(response)
    return response


def _count(here: Visit, session: VotingSession, version: int) -> None:
    event = tally.Event.CAST if version == 1 else tally.Event.CHANGED
    events = [event, *([tally.Event.HELPED] if helper_of(here.request) else [])]
    for each in events:
        tally.note(each, at=here.at, vote_id=here.vote.pk, channel=session.channel, station_id=session.station_id)


def _cast_page(
    here: Visit, session: VotingSession, sheet: Sheet, *, error: str = "", status: int = 200
) -> HttpResponse:
    lies_there = casting.stored_ballot(session)
    ticket_at = carried.ticket_time(here.vote, here.request.POST.get("billet", "")) or _ticket_at(here)
    context = {
        **_shown(here, sheet),
        "stored": chosen(here, lies_there.sheet) if lies_there else [],
        "is_change": lies_there is not None,
        "is_hidden": lies_there is not None and lies_there.is_hidden,
        "is_same": lies_there is not None and not lies_there.is_hidden and sheet == lies_there.sheet,
        "version": lies_there.version if lies_there else 0,
        "seen_as": seen_as(here.vote, session.pseudonym),
        "key": casting.new_key(session),
        "ticket": carried.ticket(here.vote, ticket_at) if ticket_at else "",
        "error": error,
    }
    return page(here, "cast", context, status=status)


@in_booth("GET", "HEAD")
def stored(request: HttpRequest, slug: str) -> HttpResponse:
    """What lies in the ballot box, read back and decrypted. SECURITY: shows no choice once the vote is closed."""
    here = visit(request, slug)
    if not isinstance(here, Visit):
        return here
    session = here.session()
    if here.door(here.vote.opens_at) is Door.CLOSED:
        return shut_page(here)
    if session is None:
        return HttpResponseRedirect(here.url("identify"))
    lies_there = casting.stored_ballot(session)
    if lies_there is None or lies_there.is_hidden:
        return HttpResponseRedirect(here.url("choose"))
    context = {
        **_shown(here, lies_there.sheet),
        "gone": [number for number in lies_there.sheet.numbers if number in here.vote.withdrawn],
        "seen_as": seen_as(here.vote, session.pseudonym),
        "may_change": here.vote.is_open(here.at),
        "count": here.process.span_of(PhaseKind.COUNT),
    }
    return page(here, "stored", context)


@in_booth("POST")
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Ends the voting session on the server, clears the browser, and ends the login at the login service."""
    return ended(request)


def ended(request: HttpRequest) -> HttpResponse:
    """The way out of every visit, also where a screen of a voting place begins anew by itself."""
    secret = carried.session_secret(request)
    if secret:
        casting.end_session(secret)
    farewell = reverse("ballots:left")
    address = provider().end_session(request.build_absolute_uri(farewell)) if secret else None
    response = HttpResponseRedirect(address or farewell)
    carried.forget_all(response, keeps_screen=kiosk_of(request) is not None)
    return response


@in_booth("GET", "HEAD")
def left(request: HttpRequest) -> HttpResponse:
    """The visit is over; only now a survey is offered, as a plain link that carries nothing of it."""
    context = {"way_out_text": _("Go to the front page"), "surveys": _surveys()}
    return render(request, "ballots/left.html", context)


def _surveys() -> list[Collection]:
    """SECURITY: of every vote, for nothing here knows any more which one it was. None when the database is away."""
    try:
        return voters_asked(now())
    except DatabaseError:
        return []


def _sheet_at_hand(here: Visit) -> Sheet:
    """The choices under way, or else what the voter has stored, to be changed."""
    kept = carried.kept(here.request, here.vote)
    if kept is not None:
        return kept.sheet
    session = here.session()
    lies_there = casting.stored_ballot(session) if session else None
    return lies_there.sheet if lies_there else Sheet()


def _shown(here: Visit, sheet: Sheet) -> dict[str, object]:
    lines = chosen(here, sheet)
    return {
        "lines": lines,
        "values": sheet.values(here.paper),
        "blocks": blocks(lines),
        "left_ore": left_ore(sheet.numbers, here.paper),
    }


def _identify_again(here: Visit) -> HttpResponse:
    """Not known, or known for too long: the choices go along to the login."""
    response = HttpResponseRedirect(here.url("identify"))
    if here.request.method == "POST":
        _keep(here, response, readable(here.request.POST.getlist("valg"), here.paper))
    return response


def _keep(here: Visit, response: HttpResponse, sheet: Sheet) -> None:
    carried.keep(response, here.vote, carried.Kept(sheet, _ticket_at(here)))


def _ticket_at(here: Visit) -> datetime | None:
    """When the ballot was handed out: now while the vote is open, else what the page or the cookie brings along."""
    if here.vote.is_open(here.at):
        return here.at
    return carried.ticket_time(here.vote, here.request.POST.get("billet", "")) or here.kept.ticket_at


def _is_whole(here: Visit, sheet: Sheet) -> bool:
    try:
        judged(sheet, here.paper)
        refuse_withdrawn(sheet, here.paper, here.vote.withdrawn)
    except InvalidChoice:
        return False
    return True


def _version(text: str) -> int:
    """What the page said lies there; anything else than a small number is no version at all."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else -1
