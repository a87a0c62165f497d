"""The page on which the same is done to several proposals: what will happen to each, one press, and what was done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes.models import Process
from deltagerbudget.review import bulk, queue
from deltagerbudget.review.bulk import MOST, Deed, Line
from deltagerbudget.review.filters import Asked, asked
from deltagerbudget.review.forms import AssignForm, PlainForm, paragraphs
from deltagerbudget.review.library import LibraryForm, inserted, is_inserting
from deltagerbudget.review.models import Department, led_by
from deltagerbudget.review.rows import rows_of

UNPROCESSABLE, CONFLICT = 422, 409


class AdmitForm(PlainForm):
    reason = paragraphs(
        gettext_lazy("Reason, the same for all of them"),
        gettext_lazy("In plain words, for everyone to read. The price and its basis come from the reviews."),
        3,
        required=True,
        missing=gettext_lazy("Write the reason in plain words. The author and everyone else will read it."),
    )


class RefuseForm(PlainForm):
    reason = paragraphs(
        gettext_lazy("Reason, the same for all of them"),
        gettext_lazy("In plain words, for everyone to read. Take only those proposals that it is true of."),
        4,
        required=True,
        missing=gettext_lazy("Write the reason in plain words. The author and everyone else will read it."),
    )


class TopicForm(PlainForm):
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"), error_messages={"required": gettext_lazy("Choose the topic.")}
    )

    def __init__(self, *args: Any, topics: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose a topic")), *((name, name) for name in topics)]
        self.fields["topic"].choices = choices  # type: ignore[attr-defined]


@does(Act.DECIDE_PROPOSAL)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, slug: str) -> HttpResponse:
    """Chosen in the list by ticks, or all that its filter shows; from here on each proposal stands by its number."""
    actor = actor_of(request)
    process = get_object_or_404(led_by(actor).with_phases().prefetch_related("areas"), slug=slug)
    if not may(Act.DECIDE_PROPOSAL, actor, area_ids=process.area_ids):
        raise Http404
    wanted = asked(request.GET, queue.choices(actor, process))
    deed = _deed(request, process)
    if deed is None:
        return _page(request, process, wanted)
    if request.method == "POST":
        return _press(request, process, wanted, deed)
    return _preview(request, process, wanted, deed)


def _deed(request: HttpRequest, process: Process) -> Deed | None:
    word = request.POST.get("goer") or request.GET.get("goer", "")
    return next((deed for deed in bulk.deeds_of(process) if deed == word), None)


def _preview(request: HttpRequest, process: Process, wanted: Asked, deed: Deed) -> HttpResponse:
    actor, at = actor_of(request), now()
    found = queue.found(actor, process, wanted, today=localdate(at))
    if request.GET.get("alle") != "1":
        found = _chosen(request, process, request.GET.getlist("valgt"))
    rows = list(bulk.loaded(found)[:MOST])
    done = rows_of(_chosen(request, process, request.GET.get("gjort", "").split(".")), ())
    lines = bulk.plan(deed, rows, {}, at=at)
    return _page(request, process, wanted, deed=deed, lines=lines, done=done, form=_form(deed, process))


def _press(request: HttpRequest, process: Process, wanted: Asked, deed: Deed) -> HttpResponse:
    """All done: a page of its own address, which can be loaded again. Otherwise what failed stays ticked."""
    actor, at = actor_of(request), now()
    rows = list(bulk.loaded(_chosen(request, process, request.POST.getlist("valgt"))))
    if is_inserting(request.POST):
        form = _form(deed, process, initial=inserted(request.POST))
        return _page(request, process, wanted, deed=deed, lines=bulk.plan(deed, rows, {}, at=at), form=form)
    form = _form(deed, process, request.POST)
    if not form.is_valid() or not rows:
        lines = bulk.plan(deed, rows, {}, at=at)
        shown: dict[str, Any] = {"form": form, "lines": lines, "nothing_chosen": not rows}
        return _page(request, process, wanted, deed=deed, status=UNPROCESSABLE, **shown)
    results = bulk.do(actor, deed, rows, form.cleaned_data, at=at)
    done = [line.proposal.pk for line in results if not line.obstacle]
    failed = [line for line in results if line.obstacle]
    if not failed:
        said = [("goer", deed.value), ("gjort", ".".join(map(str, done))), *wanted.pairs(page=1)]
        return redirect(f"{reverse('review_staff:together', args=[process.slug])}?{urlencode(said)}")
    shown = {"form": form, "failed": failed, "done": rows_of(_by_id(request, process, done), ())}
    return _page(request, process, wanted, deed=deed, status=CONFLICT, **shown)


def _form(
    deed: Deed, process: Process, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None
) -> forms.Form:
    if deed == Deed.ASK:
        return AssignForm(data, departments=Department.objects.order_by("name"), today=localdate(now()))
    if deed == Deed.TOPIC:
        return TopicForm(data, topics=process.categories)
    return (AdmitForm if deed == Deed.ADMIT else RefuseForm)(data, initial=initial)


def _chosen(request: HttpRequest, process: Process, given: list[str]) -> Any:
    known = [int(pk) for pk in given[: MOST * 2] if pk.isascii() and pk.isdigit() and len(pk) < 10]
    return _by_id(request, process, known[:MOST])


def _by_id(request: HttpRequest, process: Process, pks: list[int]) -> Any:
    """SECURITY: of all that is named only what this actor sees in this deltagerbudget."""
    rows = queue.desk(actor_of(request), process, today=localdate(now()))
    return rows.filter(pk__in=pks).order_by("number", "pk")


def _page(
    request: HttpRequest,
    process: Process,
    wanted: Asked,
    *,
    deed: Deed | None = None,
    lines: list[Line] | None = None,
    status: int = 200,
    **shown: Any,
) -> HttpResponse:
    query = wanted.query(page=1)
    address = reverse("review_staff:proposals", args=[process.slug])
    context = {
        "process": process,
        "deed": deed,
        "library": LibraryForm() if deed == Deed.REFUSE else None,
        "can": [line for line in lines or [] if not line.obstacle],
        "cannot": [line for line in lines or [] if line.obstacle],
        "query": query,
        "list_url": f"{address}?{query}" if query else address,
        "most": MOST,
        **shown,
    }
    return render(request, "review/together.html", context, status=status)
