"""The staff's pages of residents without an account: who they are, how to reach them, and to write for one of them."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.kept import drop_typed, drop_typed_of_others
from deltagerbudget.acts.looks import look_at, look_at_list
from deltagerbudget.acts.marks import does, ends_assistance
from deltagerbudget.acts.permit import is_time_for
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_for, actor_of
from deltagerbudget.acts.tables import WHO
from deltagerbudget.acts.vocabulary import Act, Looked
from deltagerbudget.behalf import actions, desk, session
from deltagerbudget.behalf.forms import EnterForm
from deltagerbudget.behalf.models import Assisted
from deltagerbudget.behalf.rules import LASTS
from deltagerbudget.identity.nexturl import safe_next
from deltagerbudget.pictures import storage
from deltagerbudget.processes.models import Process, ProcessQuerySet

UNPROCESSABLE, CONFLICT = 422, 409
GET_OR_POST = ["GET", "HEAD", "POST"]
_MINUTES = int(LASTS.total_seconds() // 60)


@does(Act.ENTER_RESIDENT)
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The deltagerbudgetter in which one may write for others."""
    actor, at = actor_of(request), now()
    mine = Count("assisted", filter=Q(assisted__in=Assisted.objects.seen_by(actor).values("pk")), distinct=True)
    rows = [
        (
            process,
            process.span_at(at),
            desk.on_list(process.number),
            is_time_for(Act.ENTER_RESIDENT, process.phase_at(at)),
        )
        for process in _open_to(actor).with_phases().annotate(number=mine).order_by("-opened_at", "-pk")
    ]
    return render(request, "behalf/home.html", {"rows": rows, "minutes": _MINUTES})


@does(Act.ENTER_RESIDENT)
@never_cache
@require_safe
def residents(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process = _process(actor, slug)
    rows = desk.rows_of(Assisted.objects.seen_by(actor).filter(process=process).with_page().in_order(), at)
    if rows:
        act, what, pk = Act.ENTER_RESIDENT, Looked.ASSISTED, process.pk
        look_at_list(act, actor, what, count=len(rows), at=at, target=process, process_id=pk)
    may_write = is_time_for(Act.BEGIN_ASSISTANCE, process.phase_at(at))
    context = {"process": process, "rows": rows, "may_write": may_write, "minutes": _MINUTES}
    return render(request, "behalf/residents.html", context)


@does(Act.ENTER_RESIDENT)
@never_cache
@require_http_methods(GET_OR_POST)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    actor, at = actor_of(request), now()
    process, status = _process(actor, slug), 200
    is_sent = request.method == "POST"
    form = EnterForm(request.POST if is_sent else None, request.FILES if is_sent else None, at=at)
    if is_sent:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                assisted = actions.enter_resident(actor, process, given=form.entered(), at=at)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = CONFLICT
            else:
                return redirect("behalf_staff:resident", assisted.pk)
    may_enter = is_time_for(Act.ENTER_RESIDENT, process.phase_at(at))
    context = {"process": process, "form": form, "may_enter": may_enter}
    return render(request, "behalf/new.html", context, status=status)


@does(Act.ENTER_RESIDENT)
@never_cache
@require_safe
def resident(request: HttpRequest, pk: int) -> HttpResponse:
    """SECURITY: shows how to reach the resident, so each showing is written down."""
    actor, at = actor_of(request), now()
    assisted = _assisted(actor, pk)
    _looked(actor, assisted)
    row = desk.rows_of([assisted], at)[0]
    context = {
        "assisted": assisted,
        "process": assisted.process,
        "proposals": row.proposals,
        "waits": row.waits,
        "why_not": desk.why_not(actor, assisted, at),
        "cannot_propose": desk.cannot_propose(assisted) and assisted.erased_at is None,
        "done": desk.done_for(assisted),
        "minutes": _MINUTES,
    }
    return render(request, "behalf/resident.html", context)


@does(Act.ENTER_RESIDENT)
@never_cache
@require_safe
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """SECURITY: never shown in the site's own pages: it is fetched, has no type but its own, and nothing in it runs."""
    actor = actor_of(request)
    assisted = _assisted(actor, pk)
    path, kind, ending = None, "application/pdf", "pdf"
    if assisted.document is not None:
        path = storage.document_path(assisted.document.name)
    elif assisted.picture is not None:
        widest = max(assisted.picture.widths)
        path, kind, ending = storage.picture_path(assisted.picture.name, widest), "image/webp", "webp"
    data = storage.read(path) if path else None
    if data is None:
        raise Http404
    _looked(actor, assisted)
    headers = {
        "Content-Disposition": content_disposition_header(True, f"scan-{assisted.pk}.{ending}") or "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=kind, headers=headers)


@does(Act.BEGIN_ASSISTANCE)
@never_cache
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    actor, at = actor_of(request), now()
    assisted = _assisted(actor, pk)
    until = actions.begin_assistance(actor, assisted, at=at)
    drop_typed_of_others(request, assisted.pk)
    session.keep(request, assisted, until)
    return redirect(safe_next(request.POST.get("next"), "") or _beginning(assisted))


@ends_assistance
@does(Act.END_ASSISTANCE)
@never_cache
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Back to the staff's own pages. Over already, or never begun: nothing to write down."""
    found: session.Assistance | None = getattr(request, "assistance", None)
    session.forget(request)
    drop_typed(request)
    if found is None:
        return redirect("behalf_staff:home")
    actions.end_assistance(actor_for(found.through.person_id), found.assisted, at=now())
    return redirect("behalf_staff:resident", found.assisted.pk)


def _open_to(actor: Actor) -> ProcessQuerySet:
    mine = Process.objects.held_by(actor, WHO[Act.ENTER_RESIDENT]).filter(story="", is_imported=False)
    return mine.filter(opened_at__isnull=False)


def _process(actor: Actor, slug: str) -> Process:
    return get_object_or_404(_open_to(actor).with_phases(), slug=slug)


def _assisted(actor: Actor, pk: int) -> Assisted:
    return get_object_or_404(Assisted.objects.seen_by(actor).with_page(), pk=pk)


def _looked(actor: Actor, assisted: Assisted) -> None:
    act, subject, pk = Act.ENTER_RESIDENT, [assisted.person_id], assisted.process_id
    look_at(act, actor, Looked.ASSISTED, subject, at=now(), target=assisted, process_id=pk)


def _beginning(assisted: Assisted) -> str:
    """To a first proposal; or to those that there are."""
    has_written = assisted.person.authorships.exists()
    is_open = is_time_for(Act.START_PROPOSAL, assisted.process.phase_at(now()))
    if has_written or not is_open:
        return reverse("site:my_page")
    return reverse("proposals:new", args=[assisted.process.slug])
