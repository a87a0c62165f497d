"""The desk of a voting place. SECURITY: the number comes in by POST, becomes a pseudonym, and is forgotten.

What the page knows of the person afterwards lies encrypted in its own form, for this place, this member of staff and
ten minutes; nothing of it lies in a session, a log or an address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.refusals import NotPossible, Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act, Channel
from deltagerbudget.ballots import kiosk
from deltagerbudget.ballots.models import Screen, Station, Vote
from deltagerbudget.ballots.pending import asks_registry
from deltagerbudget.identity.cookies import decrypt, encrypt
from deltagerbudget.polling import actions, rules, serving
from deltagerbudget.polling.forms import NumberForm
from deltagerbudget.polling.rules import DESK_SECONDS, Standing
from deltagerbudget.polling.serving import Visitor
from deltagerbudget.processes.models import Process

UNPROCESSABLE, CONFLICT = 422, 409
_MINUTES = int(rules.CODE_LASTS.total_seconds() // 60)


@does(Act.CHECK_VOTER)
@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One number in, one answer out."""
    actor, at = actor_of(request), now()
    station = _station(actor, pk)
    if request.method != "POST":
        actions.check_shift(actor, station, at=at)
        return _page(request, station, _form(station))
    form = _form(station, request.POST)
    if not form.is_valid():
        return _page(request, station, form, status=UNPROCESSABLE)
    given = form.cleaned_data
    try:
        found = serving.check_voter(actor, station, number=given["number"], area=given.get("area", ""), at=at)
    except Refusal as refusal:
        return _page(request, station, _form(station), error=refusal.message, status=CONFLICT)
    return _found(request, station, found)


@does(Act.HAND_OUT_PAPER)
@never_cache
@require_POST
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("Hand the ballot on paper over. It counts, and nothing is taken online from this voter any more.")
    return _served(request, pk, serving.hand_out_paper, done)


@does(Act.TAKE_PAPER_BACK)
@never_cache
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("The ballot on paper is taken back. Tear it up. The voter can vote online again, or get another one.")
    return _served(request, pk, serving.take_paper_back, done)


@does(Act.ADMIT_AT_DESK)
@never_cache
@require_POST
def admit(request: HttpRequest, pk: int) -> HttpResponse:
    return _served(request, pk, serving.admit_at_desk, "")


def _served(request: HttpRequest, pk: int, act: Callable[..., str | None], done: str) -> HttpResponse:
    """Shown at once and not after a redirect: a code is kept nowhere, so no other page could show it."""
    actor, at = actor_of(request), now()
    station = _station(actor, pk)
    try:
        visitor = _opened(request.POST.get("hvem", ""), station, actor)
        code = act(actor, station, visitor, at=at)
    except Refusal as refusal:
        return _page(request, station, _form(station), error=refusal.message, status=CONFLICT)
    return _page(request, station, _form(station), done=done, code=rules.spaced(code) if code else "")


@does(Act.BIND_KIOSK)
@never_cache
@require_POST
def bind(request: HttpRequest, pk: int) -> HttpResponse:
    """SECURITY: the device is everybody's from now on, so the staff's login on it ends here."""
    actor = actor_of(request)
    station = _station(actor, pk)
    screen = actions.bind_kiosk(actor, station, at=now())
    logout(request)
    response = redirect("polling:kiosk", station.process.slug)
    kiosk.bind(response, screen)
    return response


@does(Act.UNBIND_KIOSK)
@never_cache
@require_POST
def unbind(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen in hand, or one that is lost: from the list on the page of the place or of its desk."""
    actor = actor_of(request)
    mine = Process.objects.held_by(actor, WHO[Act.UNBIND_KIOSK])
    found = get_object_or_404(Screen.objects.filter(station__process__in=mine.values("pk")), pk=pk)
    in_hand = kiosk.kiosk_of(request)
    actions.unbind_kiosk(actor, found, at=now())
    response = redirect("polling_staff:home")
    if in_hand is not None and in_hand.screen == found.pk:
        kiosk.unbind(response)
    return response


def _found(request: HttpRequest, station: Station, found: Visitor) -> HttpResponse:
    vote = Vote.objects.get(process=station.process_id)
    sealed = {"station": station.pk, "person": request.user.pk, "pseudonym": found.pseudonym, "area": found.area}
    sealed["standing"] = str(found.standing)
    context: dict[str, Any] = {
        "standing": str(found.standing),
        "by_card": found.by_card,
        "offer": rules.offer(found.standing, vote.channels),
        "sealed": encrypt("desk", sealed, seconds=DESK_SECONDS),
        "age_on": vote.eligibility().age_on,
        "min_age": vote.eligibility().min_age,
    }
    return _page(request, station, _form(station), **context)


def _opened(sealed: str, station: Station, actor: Actor) -> Visitor:
    """SECURITY: what was looked up here by this person, and not longer ago than ten minutes."""
    kept = decrypt("desk", sealed)
    if kept is None or kept["station"] != station.pk or kept["person"] != actor.person_id:
        raise NotPossible(_("It is too long since you looked the number up. Look it up again."))
    return Visitor(str(kept["pseudonym"]), str(kept["area"]), Standing(str(kept["standing"])))


def _page(
    request: HttpRequest, station: Station, form: NumberForm, *, error: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    vote = Vote.objects.filter(process=station.process_id).first()
    channels = vote.channels if vote else frozenset()
    shared = {
        "station": station,
        "process": station.process,
        "form": form,
        "error": error,
        "minutes": _MINUTES,
        "is_open": vote is not None and vote.is_open(now()),
        "has_desk": bool(channels & {Channel.DESK, Channel.PAPER}),
        "has_post": Channel.POSTAL in channels,
        "has_screen": Channel.KIOSK in channels,
        "in_hand": kiosk.kiosk_of(request),
        "screens": list(station.screens.bound()),
    }
    return render(request, "polling/staff/desk.html", shared | context, status=status)


def _form(station: Station, data: Any = None) -> NumberForm:
    """Where the vote has a roll, the roll knows where somebody lives; a register mostly does."""
    vote = Vote.objects.select_related("roll_loaded").filter(process=station.process_id).first()
    has_roll = hasattr(vote, "roll_loaded")
    areas = [] if has_roll else [(area.slug, area.name) for area in station.process.areas.all()]
    return NumberForm(data, areas=areas, asks_registry=vote is not None and asks_registry(vote) is not None)


def _station(actor: Actor, pk: int) -> Station:
    mine = Process.objects.held_by(actor, WHO[Act.CHECK_VOTER])
    return get_object_or_404(Station.objects.select_related("process").filter(process__in=mine.values("pk")), pk=pk)
