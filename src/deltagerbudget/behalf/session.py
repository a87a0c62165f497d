"""For whom a member of staff writes, and until when. Kept in the session of that login, and nowhere else."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from deltagerbudget.acts.actor import Actor, Through
from deltagerbudget.acts.journal import role_of
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of_session
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.behalf.actions import check_may_assist
from deltagerbudget.behalf.models import Assisted

_KEY = "assistance"


@dataclass(frozen=True)
class Kept:
    """``session`` is the key of the session in which it began: with a new key it is worth nothing."""

    assisted: int
    until: float
    session: str


@dataclass(frozen=True)
class Assistance:
    assisted: Assisted
    until: datetime
    through: Through


def keep(request: HttpRequest, assisted: Assisted, until: datetime) -> None:
    """SECURITY: a new key of the session and a new token of its forms.

    A form that was opened before is not taken any more, so nothing is written in the name of another resident.
    """
    request.session.cycle_key()
    kept = Kept(assisted.pk, until.timestamp(), request.session.session_key or "")
    request.session[_KEY] = asdict(kept)
    rotate_token(request)


def forget(request: HttpRequest) -> None:
    if request.session.pop(_KEY, None) is not None:
        rotate_token(request)


def has_begun(request: HttpRequest) -> bool:
    return _KEY in request.session


def assisted_of(request: HttpRequest) -> int | None:
    """Whom it was for, also when it is over."""
    found = request.session.get(_KEY)
    return int(found["assisted"]) if found else None


def running(request: HttpRequest, person_id: int, *, at: datetime) -> Assistance | None:
    """What goes on now, asked anew at every request. None: the time is over, or somebody has taken the right away."""
    kept = Kept(**request.session[_KEY])
    if kept.session != request.session.session_key or kept.until <= at.timestamp():
        return None
    assisted = Assisted.objects.with_page().filter(pk=kept.assisted).first()
    if assisted is None:
        return None
    staff = actor_of_session(request, person_id)
    try:
        check_may_assist(staff, assisted, at=at)
    except Refusal:
        return None
    return Assistance(assisted, datetime.fromtimestamp(kept.until, UTC), _through(staff, assisted))


def _through(staff: Actor, assisted: Assisted) -> Through:
    here = Actor(staff.person_id, frozenset((role, None) for role in staff.roles(assisted.process.area_ids)))
    return Through(staff.person_id or 0, role_of(Act.BEGIN_ASSISTANCE, here), assisted.process_id)
