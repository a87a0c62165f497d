"""Following and stopping, with an account and without. Who follows what is shown to nobody else."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from deltagerbudget.accounts.models import Person
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import member, public
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.areas.models import Area
from deltagerbudget.notifications import actions, tokens
from deltagerbudget.notifications.forms import FollowForm, PaceForm
from deltagerbudget.notifications.limits import may_ask, may_write_to
from deltagerbudget.notifications.models import Follower, Following
from deltagerbudget.notifications.rules import OF_INITIATIVES, OVERVIEW, Pace
from deltagerbudget.notifications.things import WHOLE, Thing, find, thing_of
from deltagerbudget.processes.models import Process
from deltagerbudget.realisation.models import Initiative

GET_OR_POST = ["GET", "HEAD", "POST"]
CONFLICT, GONE, UNPROCESSABLE, TOO_MANY = 409, 410, 422, 429


def _thing(kind: str, slug: str, number: int | None) -> Thing:
    found = find(kind, slug, number)
    if found is None:
        raise Http404
    return found


@public
@never_cache
@require_http_methods(GET_OR_POST)
def follow(request: HttpRequest, kind: str, slug: str, number: int | None = None) -> HttpResponse:
    """Ask by e-mail, or go on to follow with an account."""
    thing = _thing(kind, slug, number)
    form = FollowForm(request.POST or None)
    if thing.is_monthly:
        del form.fields["pace"]
    if not form.is_bound or form.is_caught or not form.is_valid():
        # SECURITY: a machine is told nothing, neither that it was caught nor what was wrong.
        is_caught = form.is_bound and form.is_caught
        return redirect("notifications:asked") if is_caught else _form_page(request, thing, form)
    if not may_ask(request, at=now()):
        return _form_page(request, thing, form, status=TOO_MANY)
    email, pace = form.cleaned_data["email"], Pace(form.cleaned_data.get("pace", Pace.AT_ONCE))
    if may_write_to(email, at=now()):
        actions.ask_to_follow(email, thing, language=_language(), pace=pace, at=now())
    return redirect("notifications:asked")


def _form_page(request: HttpRequest, thing: Thing, form: FollowForm, status: int = 0) -> HttpResponse:
    context = {"thing": thing, "form": form, "is_too_many": status == TOO_MANY}
    return render(
        request, "notifications/follow.html", context, status=status or (UNPROCESSABLE if form.is_bound else 200)
    )


def _language() -> str:
    return (get_language() or "da")[:2]


@public
@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same words whether a mail was sent or not."""
    return render(request, "notifications/asked.html")


@public
@never_cache
@require_http_methods(GET_OR_POST)
def confirm(request: HttpRequest) -> HttpResponse:
    """SECURITY: mail scanners open every link, so only the button confirms."""
    token, at = request.GET.get(tokens.KEY, ""), now()
    values = tokens.read_confirm(token)
    act = actions.confirm_following if request.method == "POST" else actions.asked
    following = act(*values, at=at) if values else None
    if following is None:
        return render(request, "notifications/too_old.html", status=GONE)
    is_done = request.method == "POST" or following.confirmed_at is not None
    context = {"thing": thing_of(following), "is_done": is_done, "settings_url": tokens.stop_url(following.follower)}
    return render(request, "notifications/confirm.html", context)


@csrf_exempt
@public
@never_cache
@require_http_methods(GET_OR_POST)
def stop(request: HttpRequest) -> HttpResponse:
    """Without login. A mail program posts here by itself (RFC 8058), so no token of ours is asked for.

    SECURITY: the signed link is the key. Looking changes nothing.
    """
    values = tokens.read_stop(request.GET.get(tokens.KEY, ""))
    if values is None:
        return render(request, "notifications/too_old.html", status=GONE)
    pk, nonce, process_id = values
    follower = Follower.objects.filter(pk=pk, nonce=nonce).select_related("person").first()
    if follower is None:
        return render(request, "notifications/stopped.html")
    if request.method == "POST":
        return _changed(request, follower, process_id)
    process = Process.objects.opened().filter(pk=process_id).first()
    area = Area.objects.filter(pk=-process_id).first() if process_id < 0 else None
    context = _followed(follower) | {"process": process, "only": area.name if area else _title(process_id)}
    return render(request, "notifications/settings.html", context)


def _title(number: int) -> str:
    """Of what is neither a deltagerbudget nor an area; empty where it is none of these either."""
    if number == OVERVIEW:
        return Thing(WHOLE).title
    found = (
        Initiative.objects.published().filter(pk=number - OF_INITIATIVES).first() if number > OF_INITIATIVES else None
    )
    return found.title if found else ""


@public
@never_cache
@require_safe
def stopped(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/stopped.html")


@member
@never_cache
@require_http_methods(GET_OR_POST)
def follow_mine(request: HttpRequest, kind: str, slug: str, number: int | None = None) -> HttpResponse:
    """With an account: one button, and how often."""
    thing, person, at = _thing(kind, slug, number), _person(request), now()
    follower = Follower.objects.filter(person=person).first()
    pace = Pace(follower.pace) if follower else Pace.AT_ONCE
    form = PaceForm(request.POST if request.method == "POST" else None, initial={"pace": pace})
    if thing.is_monthly:
        del form.fields["pace"]
    refusal = None
    try:
        actions.check_may_follow(person, at=at)
        if form.is_bound and form.is_valid():
            actions.follow(person, thing, pace=Pace(form.cleaned_data.get("pace", pace)), at=at)
            return redirect("notifications:mine")
    except Refusal as error:
        refusal = error.message
    is_followed = Following.objects.filter(follower=follower, **thing.where).exists()
    context = {"thing": thing, "form": form, "refusal": refusal, "is_followed": bool(follower) and is_followed}
    context["needs_email"] = not person.email
    status = CONFLICT if refusal and form.is_bound else UNPROCESSABLE if form.is_bound else 200
    return render(request, "notifications/follow_mine.html", context, status=status)


@member
@never_cache
@require_http_methods(GET_OR_POST)
def mine(request: HttpRequest) -> HttpResponse:
    follower = Follower.objects.filter(person=_person(request)).select_related("person").first()
    if request.method == "POST" and follower is not None:
        return _changed(request, follower, 0, page="notifications:mine")
    if request.method == "POST":
        return redirect("notifications:mine")
    context = _followed(follower) if follower else {"followed": []}
    return render(request, "notifications/settings.html", context | {"is_mine": True})


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 - the mark has let in nobody else
    return request.user


def _followed(follower: Follower) -> dict[str, Any]:
    followed = [(row.pk, thing_of(row)) for row in Following.objects.filter(follower=follower).shown()]
    return {"followed": followed, "form": PaceForm(initial={"pace": follower.pace}), "address": follower.address}


def _changed(request: HttpRequest, follower: Follower, process_id: int, page: str = "") -> HttpResponse:
    """What the page's buttons do. Without one of them it is a mail program, which stops what the mail was about."""
    asked_for, chosen = request.POST.get("goer", ""), request.POST.get("foelger", "")
    form = PaceForm(request.POST)
    if asked_for == "tempo":
        if form.is_valid():
            actions.change_pace(follower, Pace(form.cleaned_data["pace"]), at=now())
        return redirect(page or request.get_full_path())
    if asked_for == "en":
        which = Q(pk=int(chosen)) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else Q(pk__in=())
        actions.stop_following(follower, which)
        return redirect(page or request.get_full_path())
    if asked_for not in {"alt", "stop", ""} or (page and asked_for != "alt"):
        return redirect(page or request.get_full_path())
    actions.stop_following(follower, actions.leads_to(0 if asked_for == "alt" else process_id))
    if asked_for:
        return redirect(page or "notifications:stopped")
    # RFC 8058: no redirect, because mail programs would follow it with another method.
    return render(request, "notifications/stopped.html")
