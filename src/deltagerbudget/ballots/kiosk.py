"""A device that staff have made a screen of a voting place: one encrypted cookie says which. It holds no voter.

SECURITY: the cookie is worth something only while the row of the screen is bound: one that is stolen is unbound from
the staff's list, and opens nothing from then on.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from deltagerbudget.ballots.helper import helper_of
from deltagerbudget.ballots.models import Screen, Station
from deltagerbudget.identity.cookies import cookie_name, decrypt, encrypt

_NAME = "skaerm"
_BOOTH, _STAFF = ("/stem/", "/en/stem/"), ("/medarbejder/", "/en/medarbejder/")
_SEASON = 60 * 24 * 60 * 60
# LAW: WCAG 2.2.1: whoever is slow is asked first, and has at least twenty seconds to answer.
WARNING_SECONDS = 30


@dataclass(frozen=True)
class Kiosk:
    """Of which place this device is a screen."""

    screen: int
    station: int
    slug: str

    @property
    def idle(self) -> int:
        """Seconds without a touch until the screen begins anew."""
        return settings.KIOSK_IDLE_SECONDS

    @property
    def warn_after(self) -> int:
        return self.idle - WARNING_SECONDS

    @property
    def start_url(self) -> str:
        return reverse("polling:kiosk", args=[self.slug])

    @property
    def pause_url(self) -> str:
        return reverse("polling:pause", args=[self.slug])

    @property
    def reset_url(self) -> str:
        return reverse("polling:reset", args=[self.slug])


def kiosk_of(request: HttpRequest) -> Kiosk | None:
    """What this device is; None for everybody's own, of which no database is asked."""
    claimed = _claimed(request)
    return claimed if claimed and Screen.objects.bound().filter(pk=claimed.screen).exists() else None


def screen(request: HttpRequest) -> dict[str, object]:
    """For every template of the booth, its pages of errors among them; and for staff who use a screen themselves."""
    is_booth = request.path.startswith(_BOOTH)
    if not is_booth and not request.path.startswith(_STAFF):
        return {}
    try:
        kiosk = kiosk_of(request)
    except DatabaseError:
        kiosk = _claimed(request)
    return {"kiosk": kiosk, "helper": helper_of(request) if is_booth else None}


def _claimed(request: HttpRequest) -> Kiosk | None:
    """What the cookie says."""
    if cookie_name(_NAME) not in request.COOKIES:
        return None
    kept = decrypt(_NAME, request.COOKIES[cookie_name(_NAME)])
    return Kiosk(int(str(kept["screen"])), int(str(kept["station"])), str(kept["slug"])) if kept else None


def station_of(request: HttpRequest, process_id: int) -> Station | None:
    """The open place of this deltagerbudget whose screen this device is."""
    kiosk = kiosk_of(request)
    if kiosk is None:
        return None
    return Station.objects.filter(pk=kiosk.station, process_id=process_id, is_open=True).first()


def bind(response: HttpResponse, screen: Screen) -> None:
    payload = {"screen": screen.pk, "station": screen.station_id, "slug": screen.station.process.slug}
    _lay(response, encrypt(_NAME, payload, seconds=_SEASON), seconds=_SEASON)


def unbind(response: HttpResponse) -> None:
    _lay(response, "", seconds=0)


def end_staff_login(response: HttpResponse) -> None:
    """SECURITY: whoever of the staff logged in at a screen is out of it when the first page comes."""
    response.delete_cookie(settings.SESSION_COOKIE_NAME, path=settings.SESSION_COOKIE_PATH)


def _lay(response: HttpResponse, value: str, *, seconds: int) -> None:
    response.set_cookie(
        cookie_name(_NAME),
        value,
        max_age=seconds,
        expires=None if seconds else "Thu, 01 Jan 1970 00:00:00 GMT",
        path="/",
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )
