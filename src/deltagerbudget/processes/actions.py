from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record, role_of
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible, NotYours
from deltagerbudget.acts.vocabulary import Act, PhaseKind, Tie
from deltagerbudget.areas.models import Area
from deltagerbudget.pictures.keeping import Illustration, drop, store_document, store_picture
from deltagerbudget.pictures.models import Document
from deltagerbudget.pools.actions import lock_pool, refuse_beyond
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes import own_fields, parts, rules, terms
from deltagerbudget.processes.announced import check_moved
from deltagerbudget.processes.channels import channel_problems
from deltagerbudget.processes.fields import ALWAYS_EDITABLE, EDITABLE
from deltagerbudget.processes.models import Allocation, Contact, OwnField, Phase, Process, Tick
from deltagerbudget.processes.residence import tie_problems
from deltagerbudget.ui.search import search_text

MOST_DOCUMENTS = 12


@transaction.atomic
def create_process(
    actor: Actor,
    *,
    slug: str,
    areas: Sequence[Area],
    values: Mapping[str, Any],
    at: datetime,
    **origin: Any,
) -> Process:
    """A new deltagerbudget in preparation. ``origin``: is_example, is_imported, source, story."""
    permit_areas(Act.CREATE_PROCESS, actor, areas)
    written = _editable(values)
    _refuse_impossible(Process(**written))
    process = stored(slug, areas, written, at=at, **origin)
    record(Act.CREATE_PROCESS, actor, process, at=at, process_id=process.pk)
    return process


def permit_areas(act: Act, actor: Actor, areas: Sequence[Area]) -> None:
    """Each area by itself: a role in one gives no say over the others."""
    if not areas:
        raise NotPossible(_("Choose at least one area."))
    for area in areas:
        permit(act, actor, area_ids=[area.pk])


def stored(slug: str, areas: Sequence[Area], written: Mapping[str, Any], *, at: datetime, **origin: Any) -> Process:
    """The row and its areas. Not an act by itself."""
    keys = {"search_text": search_text(written["title"], written["challenge"])}
    try:
        with transaction.atomic():
            process = Process.objects.create(slug=slug, updated_at=at, **written, **keys, **origin)
    except IntegrityError as error:
        raise NotPossible(_("There is already a deltagerbudget with this address. Choose another one.")) from error
    process.areas.set(areas)
    return process


@transaction.atomic
def edit_process(actor: Actor, process: Process, *, values: Mapping[str, Any], at: datetime) -> Process:
    process = _locked(process)
    permit(Act.EDIT_PROCESS, actor, area_ids=process.area_ids)
    written = _editable(values)
    if not written.keys() <= ALWAYS_EDITABLE:
        _refuse_frozen(process)
    if process.opened_at is not None and written.get("amount_ore", 0) > process.allocated_ore():
        raise NotPossible(_("The deltagerbudget is open. Set more money aside before you raise the amount."))
    if written.get("support_needed", process.support_needed) != process.support_needed:
        _refuse_support_begun(process, at)
    for name, value in written.items():
        setattr(process, name, value)
    _refuse_impossible(process)
    if "age_on" in written:
        _refuse(rules.age_problems(process.age_on, process.spans))
    process.search_text = search_text(process.title, process.challenge)
    process.updated_at = at
    process.save(update_fields=[*written, "search_text", "updated_at"])
    record(Act.EDIT_PROCESS, actor, process, at=at, process_id=process.pk)
    return process


@transaction.atomic
def set_contacts(actor: Actor, process: Process, *, contacts: Sequence[Mapping[str, str]], at: datetime) -> Process:
    """Replace the contacts. They may change at any time: people move on."""
    process = _locked(process)
    permit(Act.EDIT_PROCESS, actor, area_ids=process.area_ids)
    process.contacts.all().delete()
    Contact.objects.bulk_create([Contact(process=process, **contact) for contact in contacts])
    process.updated_at = at
    process.save(update_fields=["updated_at"])
    record(Act.EDIT_PROCESS, actor, process, at=at, process_id=process.pk)
    return process


@transaction.atomic
def illustrate_process(actor: Actor, process: Process, *, given: Illustration | None, at: datetime) -> Process:
    """A picture instead of the one before; None for the drawn one. At any time: it says nothing about the rules."""
    process = _locked(process)
    permit(Act.ILLUSTRATE_PROCESS, actor, area_ids=process.area_ids)
    if given is not None and not given.alt.strip():
        raise NotPossible(_("Write what one sees on the picture, for those who cannot see it."))
    before = process.picture
    process.picture = store_picture(given, at=at) if given is not None else None
    process.updated_at = at
    process.save(update_fields=["picture", "updated_at"])
    if before is not None and before != process.picture:
        drop(before)
    record(Act.ILLUSTRATE_PROCESS, actor, process, at=at, process_id=process.pk)
    return process


@transaction.atomic
def add_document(actor: Actor, process: Process, *, title: str, data: bytes, at: datetime) -> Document:
    """``data`` is a PDF that was looked through. It stands beside the text of the page."""
    process = _locked(process)
    permit(Act.ADD_DOCUMENT, actor, area_ids=process.area_ids)
    if not title.strip():
        raise NotPossible(_("Write what the document is called."))
    if process.documents.count() >= MOST_DOCUMENTS:
        raise NotPossible(_("There are enough documents. Remove one to add another."))
    document = store_document(data, title=title, at=at)
    process.documents.add(document)
    record(Act.ADD_DOCUMENT, actor, process, at=at, process_id=process.pk, document=document.pk)
    return document


@transaction.atomic
def remove_document(actor: Actor, process: Process, document: Document, *, at: datetime) -> None:
    process = _locked(process)
    permit(Act.REMOVE_DOCUMENT, actor, area_ids=process.area_ids)
    found = process.documents.filter(pk=document.pk).first()
    if found is None:
        raise NotPossible(_("This document is not there any more."))
    drop(found)
    record(Act.REMOVE_DOCUMENT, actor, process, at=at, process_id=process.pk, document=document.pk)


@transaction.atomic
def schedule_phases(actor: Actor, process: Process, *, spans: Sequence[rules.Span], at: datetime) -> Process:
    """Replace the phases. Overlaps, gaps and a wrong order are refused with the reason."""
    process = _locked(process)
    permit(Act.SCHEDULE_PHASES, actor, area_ids=process.area_ids)
    _refuse_frozen(process)
    ordered = sorted(spans, key=lambda span: span.starts_at)
    _refuse(rules.schedule_problems(ordered))
    check_moved(ordered, process.decisions_at, at=at)
    is_open, is_closed = process.opened_at is not None, process.support_closed_at is not None
    _refuse(rules.support_problems(process.spans, ordered, at=at, is_open=is_open, is_closed=is_closed))
    process.phases.all().delete()
    Phase.objects.bulk_create(
        [
            Phase(process=process, kind=span.kind, name=span.name, starts_at=span.starts_at, ends_at=span.ends_at)
            for span in ordered
        ]
    )
    process.updated_at = at
    process.save(update_fields=["updated_at"])
    record(Act.SCHEDULE_PHASES, actor, process, at=at, process_id=process.pk)
    return Process.objects.get(pk=process.pk)


@transaction.atomic
def allocate_money(actor: Actor, process: Process, pool: Pool, *, amount_ore: int, at: datetime) -> Allocation:
    """Set money aside; never more than the pool has been given. A negative amount takes back."""
    pool = lock_pool(pool)
    permit(Act.ALLOCATE_MONEY, actor, area_ids=process.area_ids)
    if amount_ore == 0:
        raise NotPossible(_("Write an amount other than 0."))
    refuse_beyond(pool, amount_ore, at)
    if amount_ore < 0:
        _check_take_back(process, pool, amount_ore)
    allocation = Allocation.objects.create(process=process, pool=pool, amount_ore=amount_ore, at=at)
    record(Act.ALLOCATE_MONEY, actor, process, at=at, process_id=process.pk, pool=pool.pk, amount_ore=amount_ore)
    return allocation


@transaction.atomic
def tick_checklist(actor: Actor, process: Process, point: rules.Point, *, at: datetime) -> Tick:
    process = _locked(process)
    permit(Act.TICK_CHECKLIST, actor, area_ids=process.area_ids)
    if point in rules.SEEN_POINTS or actor.person_id is None:
        raise NotPossible(_("This point is ticked by itself when it is done."))
    if not rules.may_tick(point, actor.roles(process.area_ids)):
        raise NotYours(_("You answer for the point of the local council. The process owner ticks the others."))
    values = {"person_id": actor.person_id, "role": role_of(Act.TICK_CHECKLIST, actor), "at": at}
    tick, is_new = Tick.objects.get_or_create(process=process, point=point, undone_at=None, defaults=values)
    if is_new:
        record(Act.TICK_CHECKLIST, actor, process, at=at, process_id=process.pk, point=str(point))
    return tick


@transaction.atomic
def open_process(actor: Actor, process: Process, *, at: datetime) -> Process:
    """Show the deltagerbudget to everyone. The sum of the parts is the gate."""
    process = _locked(process)
    permit(Act.OPEN_PROCESS, actor, area_ids=process.area_ids)
    if process.opened_at is not None:
        raise NotPossible(_("This deltagerbudget is already open."))
    missing = parts.gate(process)
    if missing:
        named = " ".join(f"{lack.part.title}: {' '.join(lack.texts)}" for lack in missing)
        raise NotPossible(_("It cannot open yet. %(missing)s") % {"missing": named})
    process.opened_at = at
    process.updated_at = at
    process.save(update_fields=["opened_at", "updated_at"])
    record(Act.OPEN_PROCESS, actor, process, at=at, process_id=process.pk)
    return process


def _locked(process: Process) -> Process:
    return Process.objects.select_for_update(of=("self",)).get(pk=process.pk)


def _check_take_back(process: Process, pool: Pool, amount_ore: int) -> None:
    """What residents were promised only goes back as a return, when the votes are in and the winners have theirs."""
    given = process.allocations.filter(pool=pool).aggregate(total=Sum("amount_ore"))["total"] or 0
    if given + amount_ore < 0:
        raise NotPossible(_("You cannot take back more than the deltagerbudget was given from this pool."))
    process = _locked(process)
    if process.opened_at is not None and process.allocated_ore() + amount_ore < process.amount_ore:
        raise NotPossible(_("Residents have been promised this amount. What the winners do not use comes back later."))


def _refuse_frozen(process: Process) -> None:
    if process.frozen_at is not None:
        raise NotPossible(_("The vote is frozen, so rules, dates, texts and amount can no longer be changed."))


def _refuse_support_begun(process: Process, at: datetime) -> None:
    span = process.span_of(PhaseKind.SUPPORT)
    if process.support_closed_at is not None or (span is not None and span.starts_at <= at):
        raise NotPossible(_("The support round has begun, so the number of supporters that is needed stands."))


def _refuse_impossible(process: Process) -> None:
    """What is only missing may wait as long as nobody else sees it."""
    _refuse(terms.impossible(process) if process.opened_at is None else terms.problems(process))
    _refuse(channel_problems(process.ways) + tie_problems([Tie(word) for word in process.ties], process.ways))


def _refuse(problems: Sequence[str]) -> None:
    if problems:
        raise NotPossible(" ".join(problems))


def _editable(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    own_fields.check_helps(values.get("helps", {}))
    return dict(values)


@transaction.atomic
def edit_fields(
    actor: Actor, process: Process, field: OwnField | None, *, values: Mapping[str, Any], at: datetime
) -> OwnField:
    """One question of its own: a new one, or other words for one that is there. An answer keeps its meaning."""
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    permit(Act.EDIT_FIELDS, actor, area_ids=process.area_ids)
    if process.frozen_at is not None:
        raise NotPossible(_("The vote is frozen, so the questions can no longer be changed."))
    given = dict(values)
    own_fields.check_field(given)
    is_hidden = given.pop("is_hidden")
    if field is None:
        own_fields.refuse_too_many(process.own_fields.count())
        field = OwnField(process=process)
    else:
        field = process.own_fields.get(pk=field.pk)
        if field.answers.exists():
            own_fields.refuse_changed_kind(field, given["kind"], given["choices"])
            own_fields.refuse_opened(field.is_public, given["is_public"])
    for name, value in given.items():
        setattr(field, name, value)
    field.hidden_at = (field.hidden_at or at) if is_hidden else None
    field.save()
    record(Act.EDIT_FIELDS, actor, process, at=at, process_id=process.pk, field=field.pk)
    return field
