"""Changes of a frozen vote, as staff make them: one person writes, another reads the very same and confirms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import is_time_for
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots import changes
from deltagerbudget.ballots.change_forms import ExtendForm, IncidentForm, SettleForm, WithdrawForm
from deltagerbudget.ballots.changes import confirmed, digest_of, words_of
from deltagerbudget.ballots.models import Change, Vote
from deltagerbudget.ballots.outages import away
from deltagerbudget.ballots.pending import waiting_ballots
from deltagerbudget.ballots.rules import Away, end_after_outage
from deltagerbudget.ballots.staff_views import Waiting, process_of, waiting_for
from deltagerbudget.processes.models import Process

Form = WithdrawForm | ExtendForm | IncidentForm | SettleForm


@dataclass(frozen=True)
class Section:
    """One kind of change on the page: what waits for its second person, and the form to ask for another."""

    act: Act
    address: str
    form: Form | None
    asked: Change | None
    waiting: Waiting | None
    digest: str
    error: str = ""


@does(Act.REPORT_INCIDENT)
@never_cache
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that can still be changed, who has asked for what, and what was changed."""
    return _page(request, *_found(request, slug))


@does(Act.WITHDRAW_PROJECT)
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    process, vote = _found(request, slug)
    form = WithdrawForm(request.POST, vote=vote)

    def do(change: Change | None) -> None:
        number = change.number if change else form.cleaned_data["number"]
        words = words_of(change) if change else form.words()
        changes.withdraw_project(actor_of(request), vote, number=number or 0, words=words, at=now())

    return _answer(request, process, vote, Act.WITHDRAW_PROJECT, form, do)


@does(Act.EXTEND_VOTE)
@require_POST
def extend(request: HttpRequest, slug: str) -> HttpResponse:
    process, vote = _found(request, slug)
    form = ExtendForm(request.POST)

    def do(change: Change | None) -> None:
        closes_at = (change.closes_at if change else None) or form.cleaned_data["closes_at"]
        words = words_of(change) if change else form.words()
        changes.extend_vote(actor_of(request), vote, closes_at=closes_at, words=words, at=now())

    return _answer(request, process, vote, Act.EXTEND_VOTE, form, do)


@does(Act.REPORT_INCIDENT)
@require_POST
def incident(request: HttpRequest, slug: str) -> HttpResponse:
    return _by_words(request, slug, Act.REPORT_INCIDENT, IncidentForm(request.POST), changes.report_incident)


@does(Act.SETTLE_PENDING)
@require_POST
def settle(request: HttpRequest, slug: str) -> HttpResponse:
    return _by_words(request, slug, Act.SETTLE_PENDING, SettleForm(request.POST), changes.settle_pending)


def _by_words(
    request: HttpRequest, slug: str, act: Act, form: IncidentForm | SettleForm, do: Callable[..., object]
) -> HttpResponse:
    """What takes nothing but a reason."""
    process, vote = _found(request, slug)

    def said(change: Change | None) -> None:
        do(actor_of(request), vote, words=words_of(change) if change else form.words(), at=now())

    return _answer(request, process, vote, act, form, said)


def _answer(
    request: HttpRequest, process: Process, vote: Vote, act: Act, form: Form, do: Callable[[Change | None], None]
) -> HttpResponse:
    """A second person sends the digest of what was on the screen, a first one the form."""
    seen = request.POST.get("seen", "")
    if not seen and not form.is_valid():
        return _page(request, process, vote, broken={act: form}, status=422)
    try:
        do(_seen(vote, act, seen) if seen else None)
    except Refusal as refusal:
        if seen:
            return _page(request, process, vote, errors={act: refusal.message}, status=409)
        form.add_error(None, refusal.message)
        return _page(request, process, vote, broken={act: form}, status=409)
    return HttpResponseRedirect(reverse("ballots_staff:changes", args=[process.slug]))


def _seen(vote: Vote, act: Act, digest: str) -> Change:
    asked = vote.changes.asked().filter(act=act).first()
    confirmed(asked, digest)
    assert asked is not None  # noqa: S101 - confirmed() has refused it
    return asked


def _page(
    request: HttpRequest,
    process: Process,
    vote: Vote,
    *,
    broken: dict[Act, Form] | None = None,
    errors: dict[Act, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    at, person_id = now(), actor_of(request).person_id
    forms: dict[Act, tuple[str, Form]] = {
        Act.EXTEND_VOTE: ("extend", ExtendForm(initial=_proposed(vote))),
        Act.REPORT_INCIDENT: ("incident", IncidentForm()),
        Act.WITHDRAW_PROJECT: ("withdraw", WithdrawForm(vote=vote)),
    }
    waiting = waiting_ballots(vote) if vote.closed_at is not None else 0
    if waiting or Act.SETTLE_PENDING in (broken or {}) or Act.SETTLE_PENDING in (errors or {}):
        forms = {Act.SETTLE_PENDING: ("settle", SettleForm())} | forms
    asked = {Act(change.act): change for change in vote.changes.asked().filter(station=None)}
    sections = [
        Section(
            act=act,
            address=reverse(f"ballots_staff:{name}", args=[process.slug]),
            form=(broken or {}).get(act, form) if _can(act, process, vote, at) else None,
            asked=asked.get(act),
            waiting=waiting_for(act, vote, person_id),
            digest=digest_of(asked[act]) if act in asked else "",
            error=(errors or {}).get(act, ""),
        )
        for act, (name, form) in forms.items()
    ]
    context = {"process": process, "vote": vote, "at": at, "sections": sections, "changes": vote.changes.public()}
    context |= {"waiting_ballots": waiting}
    found = away(vote)
    if found.counts and vote.closed_at is None:
        context |= {"away": found, "away_minutes": _minutes(found.site), "login_minutes": _minutes(found.login)}
    return render(request, "ballots/staff_changes.html", context, status=status)


def _can(act: Act, process: Process, vote: Vote, at: Any) -> bool:
    if act is Act.SETTLE_PENDING:
        return vote.register_until is not None and at >= vote.register_until
    if act is not Act.REPORT_INCIDENT and (vote.closed_at is not None or at >= vote.closes_at):
        return False
    return is_time_for(act, process.phase_at(at))


def _proposed(vote: Vote) -> dict[str, Any]:
    """What the outage rule asks for, with the words ready; else the end as it is, to be made later."""
    found = away(vote)
    closes_at = end_after_outage(vote.closes_at, found.counts)
    if closes_at is None:
        return {"closes_at": vote.closes_at}
    initial: dict[str, Any] = {"closes_at": closes_at}
    for language in ("da", "en"):
        with override(language):
            initial[f"reason_{language}"] = _reason(found)
    return initial


def _reason(found: Away) -> str:
    if found.site_counts:
        words = _(
            "The site did not answer for %(minutes)s minutes within the last day of the vote. That is why the "
            "vote ends later. What was handed in lies safe, and everyone can still vote and change their vote."
        )
        return words % {"minutes": _minutes(found.site)}
    words = _(
        "For %(minutes)s minutes within the last day of the vote nobody could log in, because the login service did "
        "not answer. That is why the vote ends later. What was handed in lies safe."
    )
    return words % {"minutes": _minutes(found.login)}


def _minutes(time: timedelta) -> int:
    return int(time.total_seconds()) // 60


def _found(request: HttpRequest, slug: str) -> tuple[Process, Vote]:
    process = process_of(request, slug)
    return process, get_object_or_404(Vote, process=process)
