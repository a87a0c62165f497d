"""The staff's pages of ballots on paper. SECURITY: nobody sees a choice here before the vote is closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import pending_approval
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.ballots.change_forms import MissingForm
from deltagerbudget.ballots.changes import confirmed, digest_of
from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.ballots.staff_views import waiting_for
from deltagerbudget.polling import batches
from deltagerbudget.polling.batch_models import Batch, Recheck
from deltagerbudget.polling.forms import BatchForm
from deltagerbudget.polling.protocol import protocol
from deltagerbudget.polling.reading import ToCheck
from deltagerbudget.polling.sums import sums_of
from deltagerbudget.processes.models import Process

UNPROCESSABLE, CONFLICT = 422, 409


@does(Act.APPROVE_BATCH)
@never_cache
@require_safe
def papers(request: HttpRequest, slug: str) -> HttpResponse:
    """The places of a deltagerbudget at which paper was handed out."""
    actor = actor_of(request)
    process = get_object_or_404(Process.objects.held_by(actor, WHO[Act.APPROVE_BATCH]).with_phases(), slug=slug)
    may_sample = may(Act.RECHECK_SAMPLE, actor, area_ids=process.area_ids)
    context = {
        "process": process,
        "stations": list(process.stations.order_by("name")),
        "may_sample": may_sample,
        # Before it there is no vote whose paper could be counted.
        "is_frozen": Vote.objects.filter(process=process).exists(),
    }
    return render(request, "polling/staff/papers.html", context)


@does(Act.APPROVE_BATCH)
@never_cache
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The protocol of a place: numbers, batches, and lines to sign. It prints."""
    return _paper_page(request, _station(actor_of(request), pk), BatchForm())


@does(Act.REGISTER_BATCH)
@never_cache
@require_POST
def register(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    station, form = _station(actor, pk), BatchForm(request.POST)
    if not form.is_valid():
        return _paper_page(request, station, form, status=UNPROCESSABLE)
    given = form.cleaned_data
    try:
        made = batches.register_batch(actor, station, count=given["sheets"], scan_sha256=given["scan"], at=at)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _paper_page(request, station, form, status=CONFLICT)
    return redirect("polling_staff:batch", made.pk)


@does(Act.FINISH_PAPER)
@never_cache
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person sends the digest of the reason that was on the screen, a first one the reason."""
    actor = actor_of(request)
    station = _station(actor, pk)
    seen, form = request.POST.get("seen", ""), MissingForm(request.POST)
    needs_reason = not sums_of(station).is_even and not seen
    if needs_reason and not form.is_valid():
        return _paper_page(request, station, BatchForm(), missing_form=form, status=UNPROCESSABLE)
    try:
        words = confirmed(station.changes.asked().first(), seen) if seen else form.words() if needs_reason else None
        batches.finish_paper(actor, station, words=words, at=now())
    except Refusal as refusal:
        kept = form if needs_reason else None
        return _paper_page(request, station, BatchForm(), missing_form=kept, error=refusal.message, status=CONFLICT)
    return redirect("polling_staff:count", station.pk)


@does(Act.APPROVE_BATCH)
@never_cache
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a batch has come to, and what the two differ on once both are done."""
    return _batch_page(request, _batch(actor_of(request), pk))


@does(Act.ENTER_SHEETS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """A field for each sheet. Nothing of the other person's work is on this page."""
    actor, at = actor_of(request), now()
    found = _batch(actor, pk)
    if request.method != "POST":
        return _enter_page(request, found, [""] * found.sheets, {})
    typed = request.POST.getlist("ark")
    try:
        batches.enter_sheets(actor, found, typed=typed, has_seen=bool(request.POST.get("set")), at=at)
    except ToCheck as refusal:
        return _enter_page(request, found, typed, refusal.words, error=str(refusal.message), status=UNPROCESSABLE)
    except Refusal as refusal:
        return _enter_page(request, found, typed, {}, error=refusal.message, status=CONFLICT)
    return redirect("polling_staff:batch", found.pk)


@does(Act.SETTLE_SHEET)
@never_cache
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    found, posted = _batch(actor, pk), request.POST
    serial = int(posted["nr"]) if posted.get("nr", "").isascii() and posted.get("nr", "").isdigit() else 0
    typed, has_seen = posted.get("ark", ""), bool(posted.get("set"))
    try:
        batches.settle_sheet(actor, found, serial, typed=typed, has_seen=has_seen, at=at)
    except ToCheck as refusal:
        words = {"serial": serial, "typed": typed, "words": " ".join(refusal.words.values())}
        return _batch_page(request, found, settling=words, error=str(refusal.message), status=UNPROCESSABLE)
    except Refusal as refusal:
        return _batch_page(request, found, error=refusal.message, status=CONFLICT)
    return redirect("polling_staff:batch", found.pk)


@does(Act.APPROVE_BATCH)
@never_cache
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    found = _batch(actor, pk)
    try:
        batches.approve_batch(actor, found, at=now())
    except Refusal as refusal:
        return _batch_page(request, found, error=refusal.message, status=CONFLICT)
    return redirect("polling_staff:batch", found.pk)


@does(Act.REJECT_BATCH)
@never_cache
@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    found = _batch(actor, pk)
    try:
        batches.reject_batch(actor, found, at=now())
    except Refusal as refusal:
        return _batch_page(request, found, error=refusal.message, status=CONFLICT)
    return redirect("polling_staff:count", found.station_id)


@does(Act.RECHECK_SAMPLE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheets drawn by lot, with what was counted of each."""
    actor, at = actor_of(request), now()
    process = get_object_or_404(Process.objects.held_by(actor, WHO[Act.RECHECK_SAMPLE]).with_phases(), slug=slug)
    vote = get_object_or_404(Vote.objects.select_related("process"), process=process)
    error, status = "", 200
    if request.method == "POST":
        try:
            batches.recheck_sample(actor, vote, at=at)
            return redirect("polling_staff:sample", slug)
        except Refusal as refusal:
            error, status = refusal.message, CONFLICT
    drawn = Recheck.objects.filter(batch__station__process=process).select_related("batch__station")
    rows = drawn.order_by("batch__station__name", "batch__number", "serial")
    counted = {batch: batches.final(vote, batch) for batch in {row.batch for row in rows}}
    shown = [(row, counted[row.batch][row.serial]) for row in rows]
    context = {"process": process, "rows": shown, "error": error}
    return render(request, "polling/staff/sample.html", context, status=status)


@does(Act.NOTE_RECHECK)
@never_cache
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    mine = Process.objects.held_by(actor, WHO[Act.NOTE_RECHECK])
    rows = Recheck.objects.select_related("batch__station__process")
    found = get_object_or_404(rows.filter(batch__station__process__in=mine.values("pk")), pk=pk)
    batches.note_recheck(actor, found, agrees=request.POST.get("svar") == "ens", at=now())
    return redirect("polling_staff:sample", found.batch.station.process.slug)


def _paper_page(
    request: HttpRequest,
    station: Station,
    form: BatchForm,
    *,
    missing_form: MissingForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    vote = get_object_or_404(Vote, process=station.process_id)
    actor, areas = actor_of(request), station.process.area_ids
    is_closed = vote.closed_at is not None
    asked = station.changes.asked().first()
    context = {
        "station": station,
        "process": station.process,
        "vote": vote,
        "form": form,
        "error": error,
        "is_closed": is_closed,
        "protocol": protocol(vote, station) if is_closed else None,
        "missing_form": missing_form or MissingForm(),
        "blank_is_invalid": bool(vote.paper.limits.least),
        "asked": asked,
        "waiting": waiting_for(Act.FINISH_PAPER, station, actor.person_id) if asked else None,
        "digest": digest_of(asked) if asked else "",
        "signed": station.changes.public().first(),
        "may_register": is_closed and not station.paper_counted_at and may(Act.REGISTER_BATCH, actor, area_ids=areas),
        "may_finish": is_closed and not station.paper_counted_at and may(Act.FINISH_PAPER, actor, area_ids=areas),
        "may_sample": may(Act.RECHECK_SAMPLE, actor, area_ids=areas),
        "at": now(),
    }
    return render(request, "polling/staff/paper.html", context, status=status)


def _enter_page(
    request: HttpRequest,
    found: Batch,
    typed: list[str],
    words: Mapping[int, str],
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = [(serial, text, words.get(serial, "")) for serial, text in enumerate(typed[: found.sheets], start=1)]
    vote = Vote.objects.get(process=found.station.process_id)
    context = {"batch": found, "rows": rows, "error": error, "faults": len(words), "is_ranking": vote.paper.is_ranking}
    context["has_points"] = vote.paper.vote_type.has_points
    return render(request, "polling/staff/enter.html", context, status=status)


def _batch_page(
    request: HttpRequest,
    found: Batch,
    *,
    settling: dict[str, Any] | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    actor, areas = actor_of(request), found.station.process.area_ids
    vote = Vote.objects.select_related("process").get(process=found.station.process_id)
    differing = batches.differences(vote, found)
    waiting = pending_approval(Act.APPROVE_BATCH, found)
    has_entered = actor.person_id in {found.first_by_id, found.second_by_id}
    context = {
        "batch": found,
        "station": found.station,
        "process": found.station.process,
        "error": error,
        "settling": settling,
        "differing": [(serial, one.text, other.text) for serial, (one, other) in differing.items()],
        "may_enter": found.is_open
        and not found.is_entered
        and not has_entered
        and may(Act.ENTER_SHEETS, actor, area_ids=areas),
        "may_settle": found.is_open and not has_entered,
        "can_approve": found.is_open and found.is_entered and not differing,
        "is_mine": waiting is not None and waiting.first_id == actor.person_id,
        "waiting": waiting,
        "worked": actor.person_id in found.worked_on_by,
        "invalid": [(serial, one.text) for serial, one in batches.final(vote, found).items() if one.fault]
        if found.is_entered
        else [],
    }
    return render(request, "polling/staff/batch.html", context, status=status)


def _station(actor: Actor, pk: int) -> Station:
    mine = Process.objects.held_by(actor, WHO[Act.APPROVE_BATCH])
    return get_object_or_404(Station.objects.select_related("process").filter(process__in=mine.values("pk")), pk=pk)


def _batch(actor: Actor, pk: int) -> Batch:
    mine = Process.objects.held_by(actor, WHO[Act.APPROVE_BATCH])
    return get_object_or_404(Batch.objects.with_people().filter(station__process__in=mine.values("pk")), pk=pk)
