"""Voting codes, for staff: how many there are, and the one time that they are printed.

SECURITY: shows no code, no pseudonym, and of no code whether it was used.
"""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import is_time_for, may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act, Channel
from deltagerbudget.areas.models import Area
from deltagerbudget.ballots import codes
from deltagerbudget.ballots.code_rules import CODE_CHANNELS, CodeState
from deltagerbudget.ballots.models import CodeBatch, Vote
from deltagerbudget.ballots.roll_views import in_memory
from deltagerbudget.letters import actions, audience, printed, runs
from deltagerbudget.letters.forms import CardsForm, FileOrderForm, ReissueForm
from deltagerbudget.letters.models import Letter, PrintRun
from deltagerbudget.letters.orders import MOST_LETTERS, Order, order_of_cards, order_of_file
from deltagerbudget.processes.models import Process
from deltagerbudget.ui.sheets import disposition

UNPROCESSABLE, CONFLICT = 422, 409


@does(Act.REISSUE_CODE)
@never_cache
@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _vote(request, slug, Act.REISSUE_CODE))


@in_memory
@does(Act.ISSUE_CODES)
@never_cache
@require_POST
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """SECURITY: the file is read in memory. What a second person asks for waits sealed until the worker has made it."""
    vote = _vote(request, slug, Act.ISSUE_CODES)
    is_cards = Channel.HANDOUT in vote.channels
    form = CardsForm(request.POST, areas=_areas(vote)) if is_cards else FileOrderForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, vote, order_form=form, status=UNPROCESSABLE)
    actor, kind = actor_of(request), "cards" if is_cards else form.cleaned_data["format"]
    try:
        order = _ordered(vote, form.cleaned_data)
        if actions.is_second(actor, vote, order):
            run = runs.begin(actor, vote, order, kind=kind, wall=timezone.now())
            return HttpResponseRedirect(_run_address(vote, run))
        actions.issue_codes(actor, vote, order=order, at=now())
    except Refusal as refusal:
        return _page(request, vote, error=refusal.message, order_form=form, status=CONFLICT)
    asked = {"bedt": len(order.receivers), "udeladt": order.left_out, "andre": order.not_meant}
    return HttpResponseRedirect(f"{_home(vote)}?{urlencode(asked)}")


@does(Act.ISSUE_CODES)
@never_cache
@require_safe
def run(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """How far the letters are. With scripts the page looks by itself, without them there is a button."""
    vote = _vote(request, slug, Act.ISSUE_CODES)
    found = get_object_or_404(vote.print_runs, pk=pk, person_id=actor_of(request).person_id)
    return render(request, "letters/run.html", {"process": vote.process, "vote": vote, "run": found})


@does(Act.ISSUE_CODES)
@never_cache
@require_POST
def fetch(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """SECURITY: once, for whoever asked for them: the answer is the only place where the codes ever stand in clear."""
    vote = _vote(request, slug, Act.ISSUE_CODES)
    found = get_object_or_404(vote.print_runs, pk=pk, person_id=actor_of(request).person_id)
    content = runs.fetch(found, wall=timezone.now())
    if content is None:
        return HttpResponseRedirect(_run_address(vote, found))
    return _file(content, found.kind, vote)


@does(Act.REISSUE_CODE)
@never_cache
@require_POST
def reissue(request: HttpRequest, slug: str) -> HttpResponse:
    vote, form = _vote(request, slug, Act.REISSUE_CODE), ReissueForm(request.POST)
    if not form.is_valid():
        return _page(request, vote, reissue_form=form, status=UNPROCESSABLE)
    try:
        issued = actions.reissue_code(
            actor_of(request), vote, number=form.cleaned_data["number"], lines=form.address(), at=now()
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, vote, reissue_form=form, status=CONFLICT)
    if issued is None:
        return HttpResponseRedirect(_home(vote))
    is_large = form.cleaned_data["is_large"]
    return _file(printed.letters(vote, issued.letters, at=now(), is_large=is_large), "pdf", vote)


@does(Act.VOID_CODES)
@never_cache
@require_POST
def void(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    vote = _vote(request, slug, Act.VOID_CODES)
    batch = get_object_or_404(CodeBatch.objects.select_related("vote"), pk=pk, vote=vote)
    try:
        actions.void_codes(actor_of(request), batch, at=now())
    except Refusal as refusal:
        return _page(request, vote, error=refusal.message, status=CONFLICT)
    return HttpResponseRedirect(_home(vote))


def _ordered(vote: Vote, said: dict[str, Any]) -> Order:
    actions.refuse_closed(vote)
    if "file" in said:
        return order_of_file(vote, said["file"].read())
    return order_of_cards(vote, count=said["count"], area=said["area"])


def _page(request: HttpRequest, vote: Vote, *, error: str = "", status: int = 200, **forms: Any) -> HttpResponse:
    actor, at = actor_of(request), now()
    states = {state: Count("codes", filter=Q(codes__state=state)) for state in CodeState.values}
    batches = list(vote.code_batches.annotate(**states).order_by("-issued_at", "-pk"))
    is_cards = Channel.HANDOUT in vote.channels
    may_issue = may(Act.ISSUE_CODES, actor, area_ids=vote.process.area_ids)
    asked = pending_approval(Act.ISSUE_CODES, vote)
    context = {
        "process": vote.process,
        "vote": vote,
        "at": at,
        "rows": [(batch, *_voiding(batch, actor.person_id)) for batch in batches],
        "is_cards": is_cards,
        "is_time": vote.closed_at is None and is_time_for(Act.ISSUE_CODES, vote.process.phase_at(at)),
        "may_issue": may_issue,
        "has_letter": is_cards or _letter(vote) is not None,
        "asked": asked,
        "is_mine": asked is not None and asked.first_id == actor.person_id,
        "asked_for": _figure(request, "bedt"),
        "left_out": _figure(request, "udeladt"),
        "not_meant": _figure(request, "andre"),
        **_receivers(vote),
        "is_slow": codes.is_slow(vote, at=at),
        "most": MOST_LETTERS,
        "error": error,
        "order_form": CardsForm(areas=_areas(vote)) if is_cards else FileOrderForm(),
        "reissue_form": ReissueForm(),
        "run": vote.print_runs.held().filter(person_id=cast(int, actor.person_id)).order_by("begun_at").last(),
        "renewing": pending_approval(Act.REISSUE_CODE, vote),
        **forms,
    }
    return render(request, "letters/codes.html", context, status=status)


def _voiding(batch: CodeBatch, person_id: int | None) -> tuple[str, str]:
    """What the batch waits for, if I cannot help it, and what the button says."""
    asked = pending_approval(Act.VOID_CODES, batch)
    if asked is None:
        return "", _("Ask to make void")
    return (_("Waits for a second person"), "") if asked.first_id == person_id else ("", _("Confirm: make void"))


def _file(content: bytes, kind: str, vote: Vote) -> HttpResponse:
    content_type, ending, word = printed.KINDS[kind]
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = disposition(f"{word}-{vote.process.slug}", ending)
    return response


def _run_address(vote: Vote, run: PrintRun) -> str:
    return reverse("paper_staff:run", args=[vote.process.slug, run.pk])


def _vote(request: HttpRequest, slug: str, act: Act) -> Vote:
    """The vote, for those who may make its codes; hidden from all others, and where it has none."""
    actor = actor_of(request)
    process = get_object_or_404(Process.objects.visible_to(actor).with_phases().prefetch_related("areas"), slug=slug)
    if not may(act, actor, area_ids=process.area_ids):
        raise Http404
    vote = get_object_or_404(Vote, process=process)
    if not vote.channels & CODE_CHANNELS:
        raise Http404
    vote.process = process
    return vote


def _letter(vote: Vote) -> Letter | None:
    return Letter.objects.approved().filter(process=vote.process, occasion="vote").first()


def _receivers(vote: Vote) -> dict[str, str]:
    """Who gets a letter with a code, and how many that would be."""
    letter = _letter(vote) if Channel.LETTER in vote.channels else None
    if letter is None:
        return {}
    return {"goes_to": audience.told(letter, vote.process), "receivers": audience.how_many(letter, vote.process)}


def _areas(vote: Vote) -> list[tuple[str, str]]:
    return list(Area.objects.filter(slug__in=vote.frozen["areas"]).order_by("sort_key").values_list("slug", "name"))


def _home(vote: Vote) -> str:
    return reverse("paper_staff:codes", args=[vote.process.slug])


def _figure(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
