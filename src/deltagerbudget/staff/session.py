"""Where a login stands between its first step and its last. Nobody is logged in until all steps are done."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.request import STAFF_SESSION
from deltagerbudget.staff.factors import seen
from deltagerbudget.staff.models import Staff
from deltagerbudget.staff.secrets import new_token

BACKEND = "django.contrib.auth.backends.ModelBackend"
UNDER_WAY = "staff_door"
VALID = timedelta(minutes=15)


class Step(StrEnum):
    CODE = "code"
    FACTOR = "factor"


class How(StrEnum):
    MAIL = "mail"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True)
class UnderWay:
    """``person`` is None where the address is nobody's: the steps look the same and lead nowhere."""

    step: str
    person: int | None
    login: str
    until: float
    next: str
    how: str = How.MAIL
    digest: str = ""


def keep(request: HttpRequest, under_way: UnderWay) -> None:
    """SECURITY: a new key at each step, so that a session planted before is worth nothing after."""
    request.session.cycle_key()
    request.session[UNDER_WAY] = asdict(under_way)


def under_way(request: HttpRequest, step: Step, *, at: datetime) -> UnderWay | None:
    """What this step may go on from; None sends the person back to the beginning."""
    kept = request.session.get(UNDER_WAY)
    if not isinstance(kept, dict):
        return None
    found = UnderWay(**kept)
    return found if found.step == step and found.until > at.timestamp() else None


def person_of(found: UnderWay | None) -> Person | None:
    if found is None or found.person is None:
        return None
    return Person.objects.filter(pk=found.person, is_active=True, staff__isnull=False).first()


def second_step(request: HttpRequest, person: Person, *, how: str, wanted: str) -> HttpResponse:
    until = (now() + VALID).timestamp()
    keep(request, UnderWay(Step.FACTOR, person.pk, new_token(), until, wanted, how))
    return redirect("staff:factor" if person.factors.exists() else "staff:setup")


def forget(request: HttpRequest) -> None:
    request.session.pop(UNDER_WAY, None)


def let_in(request: HttpRequest, person: Person, *, how: str, at: datetime) -> None:
    """Both steps are done. What the session held of anyone before is gone."""
    request.session.flush()
    auth.login(request, person, backend=BACKEND)
    request.session[STAFF_SESSION] = {"how": how, "at": at.timestamp()}
    seen(person, localdate(at))


def is_fresh(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the login is new enough to change how one logs in."""
    mark = request.session.get(STAFF_SESSION)
    return mark is not None and at.timestamp() - mark["at"] < VALID.total_seconds()


def staff_of(address: str) -> Staff | None:
    return Staff.objects.open().select_related("person").filter(address=address).first()
