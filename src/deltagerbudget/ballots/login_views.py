"""From choices to a voting session: the way to the login service and back. Of the person only a pseudonym remains."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.utils.translation import get_language, override

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.vocabulary import Channel, Tie
from deltagerbudget.ballots import carried, casting, tally
from deltagerbudget.ballots.admission import NotEligibleError, admit
from deltagerbudget.ballots.booth import Visit, in_booth, page, shut_page, visit
from deltagerbudget.ballots.code_rules import CODE_CHANNELS
from deltagerbudget.ballots.kiosk import kiosk_of, station_of
from deltagerbudget.ballots.models import Roll
from deltagerbudget.ballots.rules import Door
from deltagerbudget.identity import cookies
from deltagerbudget.identity.configure import provider
from deltagerbudget.identity.errors import IdentityError
from deltagerbudget.identity.pages import refused_page
from deltagerbudget.identity.provider import Identity, Pending
from deltagerbudget.processes.rules import Ineligible

LAYOUT = "ui/booth.html"
SERVICE_FAULT = 503


@in_booth("GET", "HEAD", "POST")
def identify(request: HttpRequest, slug: str) -> HttpResponse:
    """Says who may vote; pressing the button leads to the login service."""
    here = visit(request, slug)
    if not isinstance(here, Visit):
        return here
    if here.door() not in {Door.OPEN, Door.GRACE}:
        return shut_page(here)
    has_login, has_code = Channel.MITID in here.vote.channels, bool(here.vote.channels & CODE_CHANNELS)
    takes_desk_code = Channel.DESK in here.vote.channels and kiosk_of(request) is not None
    if has_code and not has_login and not takes_desk_code:
        return HttpResponseRedirect(here.url("code"))
    if request.method == "POST" and has_login:
        return _start(here)
    context = {
        "has_login": has_login,
        "has_code": has_code,
        "has_post": Channel.POSTAL in here.vote.channels,
        "areas": [area.name for area in here.process.areas.all()],
        "age_on": here.vote.eligibility().age_on,
        "roll": Roll.objects.filter(vote=here.vote).first(),
        "other_ties": _other_ties(here),
        "has_choices": bool(here.kept.sheet.numbers),
        **_places(here),
        "takes_desk_code": takes_desk_code,
    }
    return page(here, "identify", context)


def _places(here: Visit) -> dict[str, object]:
    """Where one can come instead."""
    ways = here.vote.channels
    has_places = bool({Channel.DESK, Channel.PAPER, Channel.KIOSK} & ways)
    return {
        "stations": list(here.process.stations.filter(is_open=True).order_by("name")) if has_places else [],
        "has_paper": Channel.PAPER in ways,
        "shows_id": bool({Channel.DESK, Channel.PAPER} & ways),
    }


def _start(here: Visit) -> HttpResponse:
    try:
        url, pending = provider().start(
            here.request.build_absolute_uri(_callback_path()),
            purpose=carried.LOGIN,
            next=here.url("cast"),
            ref_kind=here.vote.ref_kind,
            language=get_language() or "da",
        )
    except IdentityError as error:
        _note_fault(error, here.process.slug)
        return refused_page(here.request, error, again=here.url("identify"), layout=LAYOUT)
    response = HttpResponseRedirect(url)
    cookies.remember(response, pending)
    return response


@in_booth("GET")
def callback(request: HttpRequest) -> HttpResponse:
    """One address for every vote and language. A login under way is answered once, whatever the outcome."""
    try:
        pending = cookies.recall(request, carried.LOGIN)
    except IdentityError as error:
        response = refused_page(request, error, again="/", layout=LAYOUT)
    else:
        with override("en" if pending.next.startswith("/en/") else "da"):
            response = _answered(request, pending)
    cookies.forget(response, carried.LOGIN)
    return response


def _answered(request: HttpRequest, pending: Pending) -> HttpResponse:
    slug = str(resolve(pending.next).kwargs["slug"])
    try:
        identity = provider().finish(pending, request.GET.dict())
    except IdentityError as error:
        _note_fault(error, slug)
        again = reverse("ballots:identify", args=[slug])
        return refused_page(request, error, again=again, layout=LAYOUT)
    tally.note(tally.Event.LOGIN_UP, at=now(), slug=slug)
    return _admit(request, identity, slug)


def _note_fault(error: IdentityError, slug: str) -> None:
    """Counted where the service is to blame, not the one who logs in. No person: the outage rule asks how often."""
    if error.status == SERVICE_FAULT:
        tally.note(tally.Event.LOGIN_DOWN, at=now(), slug=slug)


def _admit(request: HttpRequest, identity: Identity, slug: str) -> HttpResponse:
    here = visit(request, slug)
    if not isinstance(here, Visit):
        return here
    if here.door() not in {Door.OPEN, Door.GRACE}:
        return shut_page(here)
    station = station_of(request, here.process.pk)
    try:
        secret = admit(
            here.vote,
            person_ref=identity.person_ref,
            birth_date=identity.birth_date,
            area=identity.area,
            channel=Channel.KIOSK if station else Channel.MITID,
            station=station,
            at=here.at,
        )
    except NotEligibleError as refusal:
        return _refused(here, refusal.reason)
    # SECURITY: a session that lay in this browser belongs to whoever voted before, on a shared machine to a stranger.
    casting.end_session(carried.session_secret(request))
    response = HttpResponseRedirect(here.url("cast"))
    carried.remember_session(response, secret)
    return response


def _refused(here: Visit, reason: Ineligible) -> HttpResponse:
    context = {
        "code": reason.code,
        "message": reason.message,
        "areas": [area.name for area in here.process.areas.all()],
        "other_ties": _other_ties(here),
        "age_on": here.vote.eligibility().age_on,
    }
    return page(here, "ineligible", context, status=403)


def _callback_path() -> str:
    """The login service knows one address of ours, in whatever language the voter reads."""
    with override("da"):
        return reverse("ballots:callback")


def _other_ties(here: Visit) -> list[str]:
    """What gives the right to vote to somebody who lives elsewhere, in words."""
    return [str(tie.label) for tie in Tie if tie in here.vote.ties and tie is not Tie.LIVES]
