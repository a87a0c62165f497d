"""The pages of the work queue: the list of proposals, the same as a file, and the release of the decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.clock import now
from deltagerbudget.acts.marks import does
from deltagerbudget.acts.permit import may
from deltagerbudget.acts.refusals import Refusal
from deltagerbudget.acts.request import actor_of
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.processes.models import Process
from deltagerbudget.review import actions, bulk, queue
from deltagerbudget.review.filters import COLUMNS, LACKS, NO_TOPIC, SORTS, STAGES, Asked, Choices, asked
from deltagerbudget.review.forms import MinuteForm
from deltagerbudget.review.models import led_by, sent_proposals
from deltagerbudget.review.rows import rows_of, sheet_of
from deltagerbudget.ui.sheets import TYPES, WRITERS, disposition

UNPROCESSABLE, CONFLICT = 422, 409


@does(Act.APPROVE_REFUSAL)
@never_cache
@require_safe
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, on_desk(actor_of(request), slug))


@does(Act.RELEASE_DECISIONS)
@require_POST
def release(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    process = get_object_or_404(led_by(actor).with_phases(), slug=slug)
    try:
        actions.release_decisions(actor, process, at=now())
    except Refusal as refusal:
        return _list(request, on_desk(actor, slug), refusal=refusal, status=CONFLICT)
    return redirect("review_staff:proposals", slug)


@does(Act.ANNOUNCE_DECISIONS)
@require_POST
def announce(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    process = get_object_or_404(led_by(actor).with_phases(), slug=slug)
    form, status = MinuteForm(request.POST), UNPROCESSABLE
    if form.is_valid():
        try:
            actions.announce_decisions(actor, process, minute=form.cleaned_data["minute"], at=now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
            status = CONFLICT
        else:
            return redirect("review_staff:proposals", slug)
    return _list(request, on_desk(actor, slug), form=form, status=status)


@does(Act.APPROVE_REFUSAL)
@never_cache
@require_safe
def proposals_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Exactly what the filter shows, all pages of it, in its order and columns. Of residents only public names."""
    if kind not in WRITERS:
        raise Http404
    actor = actor_of(request)
    process = on_desk(actor, slug)
    wanted = asked(request.GET, queue.choices(actor, process))
    rows = rows_of(queue.found(actor, process, wanted, today=localdate(now())), wanted.columns)
    body = WRITERS[kind]([sheet_of(rows, wanted.columns, title=_("Proposals"))])
    headers = {"Content-Disposition": disposition(f"{process.slug}-forslag-{localdate(now())}", kind)}
    return HttpResponse(body, content_type=TYPES[kind], headers=headers)


def on_desk(actor: Actor, slug: str) -> Process:
    """SECURITY: a caseworker finds what the own departments are asked about; who leads, all of the own areas."""
    seen = Exists(sent_proposals(actor).filter(process=OuterRef("pk"))) | Exists(
        led_by(actor).filter(pk=OuterRef("pk"))
    )
    return get_object_or_404(Process.objects.filter(seen).with_phases().prefetch_related("areas"), slug=slug)


def _list(
    request: HttpRequest,
    process: Process,
    *,
    refusal: Refusal | None = None,
    form: MinuteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, today = actor_of(request), localdate(now())
    choices = queue.choices(actor, process)
    wanted = asked(request.GET, choices)
    counts = queue.counted(actor, process, today=today)
    page = Paginator(queue.found(actor, process, wanted, today=today), queue.PAGE_SIZE).get_page(wanted.page)
    context = {
        "process": process,
        "asked": wanted,
        "counts": counts,
        "page": page,
        "rows": rows_of(page.object_list, wanted.columns),  # type: ignore[arg-type]
        "chips": _chips(counts, wanted),
        "fields": _fields(choices, wanted),
        "leads": may(Act.DECIDE_PROPOSAL, actor, area_ids=process.area_ids),
        "enters": may(Act.ENTER_RESIDENT, actor, area_ids=process.area_ids),
        "deeds": bulk.deeds_of(process),
        "refusal": refusal,
        **_release(actor, process, form),
        **_addresses(page, wanted),
    }
    return render(request, "review/proposals.html", context, status=status)


def _release(actor: Actor, process: Process, form: MinuteForm | None) -> dict[str, Any]:
    return {
        "form": form or MinuteForm(initial={"minute": process.decisions_at}),
        "may_announce": may(Act.ANNOUNCE_DECISIONS, actor, area_ids=process.area_ids),
        "is_promised": process.decisions_at is not None and process.decisions_missed_at is None,
        "may_release": may(Act.RELEASE_DECISIONS, actor, area_ids=process.area_ids),
    }


def _addresses(page: Page[Any], wanted: Asked) -> dict[str, Any]:
    return {
        "heads": _heads(wanted),
        "labels": COLUMNS,
        "columns": [(name, words, name in wanted.columns) for name, words in COLUMNS.items()],
        "query": wanted.query(page=1),
        "pairs": wanted.pairs(page=1),
        "without": Asked(sort=wanted.sort, is_down=wanted.is_down, columns=wanted.columns).query(),
        "earlier": wanted.query(page=page.number - 1) if page.has_previous() else "",
        "later": wanted.query(page=page.number + 1) if page.has_next() else "",
    }


@dataclass(frozen=True)
class Chip:
    """One question that is asked often, with how many there are."""

    label: str
    count: int
    query: str
    is_current: bool


def _chips(counts: queue.Counts, wanted: Asked) -> list[Chip]:
    """Each is a whole filter of its own; order and columns stay."""
    kept: dict[str, Any] = {"sort": wanted.sort, "is_down": wanted.is_down, "columns": wanted.columns}
    kinds: list[tuple[str, int, dict[str, Any]]] = [
        (_("All"), counts.total, {}),
        (_("Waits for me"), counts.mine, {"is_mine": True}),
        (_("Overdue"), counts.late, {"is_late": True}),
        (_("No price"), counts.unpriced, {"has_no_price": True}),
    ]
    kinds += [(str(kind.label), counts.lacks[kind], {"lack": name}) for name, kind in LACKS.items()]
    current = Asked(**kept, page=wanted.page)
    chips = []
    for label, count, values in kinds:
        chosen = Asked(**kept, **values)
        is_current = Asked(**kept, **values, page=current.page) == wanted
        if count or is_current or not values:
            chips.append(Chip(label, count, chosen.query(), is_current))
    return chips


@dataclass(frozen=True)
class Field:
    """A list to choose from in the filter."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


def _fields(choices: Choices, wanted: Asked) -> list[Field]:
    """Only where there is something to choose."""
    topics = {name: name for name in choices.topics} | ({NO_TOPIC: _("None yet")} if choices.topics else {})
    areas = choices.areas if len(choices.areas) > 1 else {}
    found = [
        _field("trin", _("Stage"), {name: str(stage.label) for name, stage in STAGES.items()}, wanted.stage),
        _field("mangler", _("What is missing"), _missing(), wanted.lack),
        _field("afdeling", _("Department"), choices.departments, wanted.department),
        _field("emne", _("Topic"), topics, wanted.topic),
        _field("omraade", _("Area"), areas, wanted.area),
    ]
    return [field for field in found if len(field.options) > 1] + [
        Field("sorter", _("Order"), [(name, str(words), name == wanted.sort) for name, words in SORTS.items()])
    ]


def _missing() -> dict[str, str]:
    return {name: str(kind.label) for name, kind in LACKS.items()}


def _field(name: str, label: str, among: Mapping[Any, str], current: object) -> Field:
    options = [("", _("All"), not current), *((str(key), words, key == current) for key, words in among.items())]
    return Field(name, label, options)


@dataclass(frozen=True)
class Head:
    """The head of a column; `query` leads to the list sorted by it."""

    label: str
    name: str
    query: str = ""
    # "ascending", "descending", or nothing.
    direction: str = ""


_SORTED_BY = {"frist": "frist", "pris": "pris"}


def _heads(wanted: Asked) -> list[Head]:
    first = [_head(_("Proposal"), "titel", "titel", wanted)]
    shown = [_head(str(COLUMNS[name]), name, _SORTED_BY.get(name, ""), wanted) for name in wanted.columns]
    return [*first, *shown, Head(_("Where it stands"), "stand")]


def _head(label: str, name: str, sort: str, wanted: Asked) -> Head:
    if not sort:
        return Head(label, name)
    is_current = wanted.sort == sort
    query = wanted.query(sort=sort, is_down=is_current and not wanted.is_down, page=1)
    return Head(label, name, query, ("descending" if wanted.is_down else "ascending") if is_current else "")
