"""What the pages of proposals share: one's own, the dates, and why something cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.permit import is_time_for
from deltagerbudget.acts.refusals import NotNow, NotYours, Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, PhaseKind
from deltagerbudget.areas.models import Area
from deltagerbudget.processes.models import Process
from deltagerbudget.proposals import actions
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import TEXTS, Stage

UNPROCESSABLE = 422
CONFLICT = 409
GET_OR_POST = ["GET", "HEAD", "POST"]


def own(actor: Actor, pk: int) -> Proposal:
    return get_object_or_404(Proposal.objects.by_author(actor.person_id).with_texts_of_author(), pk=pk)


def refusal_of(check: Callable[..., Any], *args: Any, **kwargs: Any) -> Refusal | None:
    try:
        check(*args, **kwargs)
    except Refusal as refusal:
        return refusal
    return None


def closed(process: Process, at: datetime) -> Refusal | None:
    """Why nobody can begin a proposal now; None when anybody may try."""
    if is_time_for(Act.START_PROPOSAL, process.phase_at(at)):
        return None
    return NotNow(_("This cannot be done in the present phase. See the dates on the page of the deltagerbudget."))


def refused_to_begin(request: HttpRequest, process: Process, at: datetime) -> Refusal | None:
    """A visitor is asked who they are last; whoever has logged in is told before writing."""
    if not request.user.is_authenticated:
        return closed(process, at)
    return refusal_of(actions.check_may_start, actor_of(request), process, at=at)


def refused(
    request: HttpRequest, process: Process, refusal: Refusal, at: datetime, *, texts: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Why not, kindly and completely, and what one can do instead. What was written is shown, to be copied."""
    context = dates(process) | {
        "refusal": refusal,
        "areas": process.areas.all(),
        "contact_person": process.contact_person,
        "own": process.proposals.by_author(request.user.pk).exclude(stage=Stage.WITHDRAWN).order_by("pk"),
        "home": _home(request, process),
        "written": "\n\n".join(text for name in TEXTS if (text := str((texts or {}).get(name) or ""))),
        "at": at,
    }
    status = 403 if isinstance(refusal, NotYours) else CONFLICT
    return render(request, "proposals/refused.html", context, status=status)


def _home(request: HttpRequest, process: Process) -> Area | None:
    """Where the login says that this person lives, if it is somewhere else: without that nobody understands a no."""
    elsewhere = Area.objects.exclude(pk__in=process.area_ids)
    return elsewhere.filter(slug=getattr(request.user, "residence", "")).first()


def dates(process: Process) -> dict[str, Any]:
    return {
        "process": process,
        "ideas": process.span_of(PhaseKind.IDEAS),
        "support": process.span_of(PhaseKind.SUPPORT),
        "review": process.span_of(PhaseKind.REVIEW),
        "vote": process.span_of(PhaseKind.VOTE),
    }
