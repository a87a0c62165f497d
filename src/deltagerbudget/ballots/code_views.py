"""From a code in a letter to a voting session. SECURITY: reads no address, and writes down neither code nor use."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import carried, casting, code_rules, codes
from deltagerbudget.ballots.booth import Visit, in_booth, page, shut_page, visit
from deltagerbudget.ballots.code_rules import CODE_CHANNELS, SLOW, SLOW_UNTIL, Code, Mistyped
from deltagerbudget.ballots.models import SetAside, Vote
from deltagerbudget.ballots.rules import Door

# What people type is thirteen signs and hyphens; all else is read no further.
_MOST_TYPED = 60


@in_booth("GET", "HEAD", "POST")
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """A field for the code; the choices made before wait in the browser."""
    here = visit(request, slug)
    if not isinstance(here, Visit):
        return here
    if not here.vote.channels & CODE_CHANNELS:
        raise Http404
    if here.door() not in {Door.OPEN, Door.GRACE}:
        return shut_page(here)
    if request.method == "POST":
        return _tried(here, request.POST.get("kode", "")[:_MOST_TYPED])
    return _page(here)


def _tried(here: Visit, typed: str) -> HttpResponse:
    try:
        given = code_rules.read(typed)
    except Mistyped as refusal:
        return _page(here, typed, refusal.message)
    if codes.is_slow(here.vote, at=here.at) and not _has_waited(here, given):
        return _to_wait(here, typed, given)
    opened = codes.opened_by(here.vote, given, at=here.at)
    # Whoever was taken off the roll is told so here, and not by a ballot that nobody counts.
    if opened is None or SetAside.objects.filter(vote=here.vote, pseudonym=opened.pseudonym).exists():
        return _page(here, typed, _wrong_words())
    # SECURITY: a session that lay in this browser belongs to whoever voted before, on a shared machine to a stranger.
    casting.end_session(carried.session_secret(here.request))
    secret = casting.begin_session(
        here.vote,
        pseudonym=opened.pseudonym,
        area=opened.area,
        channel=Channel(opened.batch.channel),
        at=here.at,
    )
    response = HttpResponseRedirect(here.url("cast"))
    carried.remember_session(response, secret)
    return response


def _page(here: Visit, typed: str = "", error: str = "", *, ticket: str = "", status: int = 422) -> HttpResponse:
    context = {
        "typed": typed,
        "error": error,
        "ticket": ticket,
        "back_url": here.url("identify" if Channel.MITID in here.vote.channels else "choose"),
        "has_post": Channel.POSTAL in here.vote.channels,
        "has_choices": bool(here.kept.sheet.numbers),
        "is_slow": codes.is_slow(here.vote, at=here.at),
        "seconds": int(SLOW.total_seconds()),
    }
    return page(here, "code", context, status=status if error else 200)


def _to_wait(here: Visit, typed: str, given: Code) -> HttpResponse:
    """Nothing to see, to hear or to solve: only to wait, with a ticket that is good for this code and for one try."""
    said = [int(here.at.timestamp()), secrets.token_urlsafe(16)]
    response = _page(here, typed, _slow_words(), ticket=signing.dumps(said, salt=_salt(here.vote, given)), status=429)
    response["Retry-After"] = str(int(SLOW.total_seconds()))
    return response


def _has_waited(here: Visit, given: Code) -> bool:
    """SECURITY: a ticket for another code is none, nor one that comes too early, too late or a second time."""
    ticket = here.request.POST.get("vent", "")
    try:
        seconds, _nonce = signing.loads(ticket, salt=_salt(here.vote, given))
    except signing.BadSignature:
        return False
    waited = here.at - datetime.fromtimestamp(seconds, UTC)
    return SLOW <= waited <= SLOW_UNTIL and codes.use_up(ticket, at=here.at)


def _wrong_words() -> str:
    """SECURITY: the same words for a code that never was, is wrong, was replaced or rests."""
    return _(
        "This code does not open a ballot. Compare it with your letter. After ten wrong tries a code rests for a "
        "quarter of an hour. Call us if it does not help: you can get a new one."
    )


def _slow_words() -> str:
    return _(
        "Many wrong codes are being typed just now, so it goes a little slower for everyone. "
        "Your code is still in the field. Wait ten seconds, and press the button again."
    )


def _salt(vote: Vote, given: Code) -> str:
    return f"deltagerbudget.code-page.{vote.pk.hex}.{given.printed()}"
