"""The staff's page of ballots by post. SECURITY: shows no choice and no code of a ballot once it is entered.

It lies where the desk lies, so it has no line in the access log: a line would say when which ballot was handed in.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import NotPossible, Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act, Channel
from deltagerbudget.ballots.change_forms import MissingForm
from deltagerbudget.ballots.changes import confirmed, digest_of
from deltagerbudget.ballots.models import Vote, VotingCode
from deltagerbudget.ballots.staff_views import waiting_for
from deltagerbudget.identity.cookies import decrypt, encrypt
from deltagerbudget.polling import post as acts
from deltagerbudget.polling.forms import ReceivedForm
from deltagerbudget.polling.post_models import Fate
from deltagerbudget.polling.post_sums import post_sums_of
from deltagerbudget.polling.reading import ToCheck
from deltagerbudget.polling.rules import DESK_SECONDS
from deltagerbudget.processes.models import Process

UNPROCESSABLE, CONFLICT = 422, 409
_MOST_CODE = 60


@does(Act.ENTER_FORM)
@never_cache
@sensitive_post_parameters("kode")
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """One ballot in, and the pile that it goes on."""
    actor, vote = _found(request, slug)
    if request.method != "POST":
        return _page(request, vote)
    typed, kept = request.POST.get("valg", ""), {"typed": request.POST.get("valg", "")}
    try:
        code = _code(request, vote, actor)
        kept["sealed"] = encrypt("brev", {"code": str(code.pk), "person": actor.person_id}, seconds=DESK_SECONDS)
        has_seen = bool(request.POST.get("set"))
        end = acts.enter_form(actor, vote, code, typed=typed, has_seen=has_seen, at=now())
    except ToCheck as refusal:
        words = " ".join(refusal.words.values())
        return _page(request, vote, error=words, asks_again=bool(typed.strip()), status=UNPROCESSABLE, **kept)
    except Refusal as refusal:
        return _page(request, vote, error=refusal.message, status=CONFLICT, **kept)
    return _page(request, vote, end=end, fate=Fate(end).label if end in Fate.values else "")


@does(Act.RECEIVE_FORMS)
@never_cache
@require_POST
def receive(request: HttpRequest, slug: str) -> HttpResponse:
    actor, vote = _found(request, slug)
    form = ReceivedForm(request.POST)
    if not form.is_valid():
        return _page(request, vote, received_form=form, status=UNPROCESSABLE)
    try:
        acts.receive_forms(actor, vote, count=form.cleaned_data["count"], at=now())
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, vote, received_form=form, status=CONFLICT)
    return redirect("polling_staff:post", slug)


@does(Act.SET_ASIDE_FORM)
@never_cache
@require_POST
def aside(request: HttpRequest, slug: str) -> HttpResponse:
    actor, vote = _found(request, slug)
    try:
        acts.set_aside_form(actor, vote, at=now())
    except Refusal as refusal:
        return _page(request, vote, error=refusal.message, status=CONFLICT)
    return _page(request, vote, end=Fate.CODE.value, fate=Fate.CODE.label)


@does(Act.FINISH_POST)
@never_cache
@require_POST
def finish(request: HttpRequest, slug: str) -> HttpResponse:
    """A second person sends the digest of the reason that was on the screen, a first one the reason."""
    actor, vote = _found(request, slug)
    seen, form = request.POST.get("seen", ""), MissingForm(request.POST)
    needs_reason = not post_sums_of(vote).is_even and not seen
    if needs_reason and not form.is_valid():
        return _page(request, vote, missing_form=form, status=UNPROCESSABLE)
    asked = vote.changes.asked().filter(act=Act.FINISH_POST).first()
    try:
        words = confirmed(asked, seen) if seen else form.words() if needs_reason else None
        acts.finish_post(actor, vote, words=words, at=now())
    except Refusal as refusal:
        return _page(request, vote, error=refusal.message, status=CONFLICT)
    return redirect("polling_staff:post", slug)


def _page(request: HttpRequest, vote: Vote, *, error: str = "", status: int = 200, **context: Any) -> HttpResponse:
    actor, areas = actor_of(request), vote.process.area_ids
    asked = vote.changes.asked().filter(act=Act.FINISH_POST).first()
    shared = {
        "process": vote.process,
        "vote": vote,
        "error": error,
        "sums": post_sums_of(vote),
        "is_open": vote.is_open(now()),
        "is_early": vote.closed_at is None and now() < vote.opens_at,
        "is_ranking": vote.paper.is_ranking,
        "has_points": vote.paper.vote_type.has_points,
        "may_serve": may(Act.CHECK_VOTER, actor, area_ids=areas),
        "received_form": ReceivedForm(),
        "missing_form": MissingForm(),
        "may_finish": vote.closed_at is not None
        and vote.post_counted_at is None
        and may(Act.FINISH_POST, actor, area_ids=areas),
        "asked": asked,
        "waiting": waiting_for(Act.FINISH_POST, vote, actor.person_id) if asked else None,
        "digest": digest_of(asked) if asked else "",
    }
    return render(request, "polling/staff/post.html", shared | context, status=status)


def _code(request: HttpRequest, vote: Vote, actor: Actor) -> VotingCode:
    """As it was typed now or a moment ago. SECURITY: what was typed is never shown again, but sealed for its typist."""
    typed = request.POST.get("kode", "").strip()
    if typed or not request.POST.get("brev"):
        return acts.code_of(vote, typed[:_MOST_CODE])
    kept = decrypt("brev", request.POST["brev"])
    found = VotingCode.objects.filter(vote=vote, pk=str(kept["code"])).first() if kept else None
    if kept is None or found is None or kept["person"] != actor.person_id:
        raise NotPossible(acts.TYPE_AGAIN)
    return found


def _found(request: HttpRequest, slug: str) -> tuple[Actor, Vote]:
    actor = actor_of(request)
    mine = Process.objects.held_by(actor, WHO[Act.ENTER_FORM]).with_phases()
    process = get_object_or_404(mine, slug=slug)
    vote = get_object_or_404(Vote, process=process)
    vote.process = process
    if Channel.POSTAL not in vote.channels:
        raise Http404
    return actor, vote
