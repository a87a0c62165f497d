"""The screen of a voting place: its first page, the code from the desk, and the way back to the first page.

SECURITY: these pages are there on a device that staff have bound, and on no other. They know no person.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from deltagerbudget.acts.vocabulary import Channel
from deltagerbudget.ballots import carried, casting
from deltagerbudget.ballots.booth import Visit, in_booth, page_of, visit
from deltagerbudget.ballots.kiosk import Kiosk, end_staff_login, kiosk_of
from deltagerbudget.ballots.models import Station
from deltagerbudget.ballots.rules import Door
from deltagerbudget.ballots.views import ended
from deltagerbudget.polling import serving
from deltagerbudget.polling.rules import CODE_LASTS

_MINUTES = int(CODE_LASTS.total_seconds() // 60)


@in_booth("GET", "HEAD")
def kiosk(request: HttpRequest, slug: str) -> HttpResponse:
    """What the next voter meets. Whatever lay in this browser is gone from here on."""
    screen = _screen(request, slug)
    if carried.session_secret(request):
        return HttpResponseRedirect(screen.reset_url)
    here = visit(request, slug)
    if not isinstance(here, Visit):
        return here
    context: dict[str, object] = {
        "station": _station(screen),
        "is_open": here.vote.is_open(here.at),
        "ways": here.vote.channels,
    }
    response = _page(here, "polling/kiosk.html", context)
    carried.forget_all(response, keeps_screen=True)
    end_staff_login(response)
    return response


@in_booth("GET", "HEAD", "POST")
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """The code from the desk opens a ballot, once."""
    screen = _screen(request, slug)
    here = visit(request, slug)
    if not isinstance(here, Visit) or Channel.DESK not in here.vote.channels:
        raise Http404
    if here.door() not in {Door.OPEN, Door.GRACE}:
        return HttpResponseRedirect(screen.start_url)
    if request.method != "POST":
        return _page(here, "polling/code.html", {})
    found = serving.used(request.POST.get("kode", ""), screen.station, at=here.at)
    if found is None:
        error = _(
            "The code is not right, or it is used or too old. Look at it again, or ask at the desk for a new one."
        )
        return _page(here, "polling/code.html", {"error": error}, status=422)
    # SECURITY: a session that lay in this browser belongs to whoever stood here before.
    casting.end_session(carried.session_secret(request))
    who = {"pseudonym": found.pseudonym, "area": found.area}
    secret = casting.begin_session(here.vote, **who, channel=Channel.DESK, station=found.station, at=here.at)
    response = HttpResponseRedirect(here.url("cast"))
    carried.remember_session(response, secret)
    return response


@in_booth("GET", "HEAD")
def pause(request: HttpRequest, slug: str) -> HttpResponse:
    """Without JavaScript: asks whether somebody is there, and begins anew if nobody answers."""
    _screen(request, slug)
    here = visit(request, slug)
    return _page(here, "polling/pause.html", {}) if isinstance(here, Visit) else here


@in_booth("GET", "HEAD")
def reset(request: HttpRequest, slug: str) -> HttpResponse:
    """Nobody is there, or somebody stops: out of the session, and out of the login service."""
    screen = _screen(request, slug)
    response = ended(request)
    if not carried.session_secret(request):
        response["Location"] = screen.start_url
    end_staff_login(response)
    return response


def _screen(request: HttpRequest, slug: str) -> Kiosk:
    """What this device is; there is no such page on any other."""
    screen = kiosk_of(request)
    if screen is None or screen.slug != slug:
        raise Http404
    return screen


def _station(screen: Kiosk) -> Station | None:
    return Station.objects.filter(pk=screen.station, process__slug=screen.slug, is_open=True).first()


def _page(here: Visit, template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    return page_of(here, template, context | {"minutes": _MINUTES}, status=status)
