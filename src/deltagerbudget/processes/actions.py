from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes import rules
from deltagerbudget.processes.models import Allocation, Contact, Phase, Process, Tick

# What the set-up form may write; everything else is written by acts of its own.
EDITABLE = frozenset(
    {
        "title",
        "theme",
        "challenge",
        "amount_ore",
        "mandate_body",
        "mandate_on",
        "mandate_text",
        "criteria",
        "propose_min_age",
        "vote_min_age",
        "age_on",
        "proposals_per_person",
        "ballot_type",
        "min_choices",
        "max_choices",
        "count_rule",
        "threshold_votes",
        "all_fit",
        "tie_chain",
        "leftover",
    }
)


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
    permit(Act.CREATE_PROCESS, actor, area_ids=[area.pk for area in areas])
    if Process.objects.filter(slug=slug).exists():
        raise NotPossible(_("There is already a deltagerbudget with this address. Choose another title."))
    process = Process.objects.create(slug=slug, updated_at=at, **_editable(values), **origin)
    process.areas.set(areas)
    record(Act.CREATE_PROCESS, actor, process, at=at, process_id=process.pk)
    return process


@transaction.atomic
def edit_process(actor: Actor, process: Process, *, values: Mapping[str, Any], at: datetime) -> Process:
    process = _locked(process)
    permit(Act.EDIT_PROCESS, actor, area_ids=process.area_ids)
    _refuse_frozen(process)
    written = _editable(values)
    for name, value in written.items():
        setattr(process, name, value)
    process.updated_at = at
    process.save(update_fields=[*written, "updated_at"])
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
def schedule_phases(actor: Actor, process: Process, *, spans: Sequence[rules.Span], at: datetime) -> Process:
    """Replace the phases. Overlaps, gaps and a wrong order are refused with the reason."""
    process = _locked(process)
    permit(Act.SCHEDULE_PHASES, actor, area_ids=process.area_ids)
    _refuse_frozen(process)
    ordered = sorted(spans, key=lambda span: span.starts_at)
    problems = rules.schedule_problems(ordered)
    if problems:
        raise NotPossible(" ".join(problems))
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
    pool = Pool.objects.select_for_update(of=("self",)).get(pk=pool.pk)
    permit(Act.ALLOCATE_MONEY, actor, area_ids=process.area_ids)
    allocated = int(pool.allocations.aggregate(total=Sum("amount_ore"))["total"] or 0)
    if allocated + amount_ore > pool.appropriated_ore(through=at.year):
        raise NotPossible(_("There is not enough left in the pool. Choose a smaller amount or another pool."))
    allocation = Allocation.objects.create(process=process, pool=pool, amount_ore=amount_ore, at=at)
    record(Act.ALLOCATE_MONEY, actor, process, at=at, process_id=process.pk, pool=pool.pk, amount_ore=amount_ore)
    return allocation


@transaction.atomic
def tick_checklist(actor: Actor, process: Process, point: rules.Point, *, at: datetime) -> Tick:
    process = _locked(process)
    permit(Act.TICK_CHECKLIST, actor, area_ids=process.area_ids)
    if point in rules.SEEN_POINTS or actor.person_id is None:
        raise NotPossible(_("This point is ticked by itself when it is done."))
    tick, is_new = Tick.objects.get_or_create(
        process=process, point=point, defaults={"person_id": actor.person_id, "at": at}
    )
    if is_new:
        record(Act.TICK_CHECKLIST, actor, process, at=at, process_id=process.pk, point=str(point))
    return tick


@transaction.atomic
def open_process(actor: Actor, process: Process, *, at: datetime) -> Process:
    """Show the deltagerbudget to everyone. The checklist is the gate."""
    process = _locked(process)
    permit(Act.OPEN_PROCESS, actor, area_ids=process.area_ids)
    if process.opened_at is not None:
        raise NotPossible(_("This deltagerbudget is already open."))
    ticked = {rules.Point(point) for point in process.ticks.values_list("point", flat=True)}
    missing = rules.missing_points(process.seen_points(), ticked)
    if missing:
        points = "; ".join(str(point.label) for point in missing)
        raise NotPossible(_("The checklist is not done yet. Missing: %(points)s.") % {"points": points})
    process.opened_at = at
    process.updated_at = at
    process.save(update_fields=["opened_at", "updated_at"])
    record(Act.OPEN_PROCESS, actor, process, at=at, process_id=process.pk)
    return process


def _locked(process: Process) -> Process:
    return Process.objects.select_for_update(of=("self",)).get(pk=process.pk)


def _refuse_frozen(process: Process) -> None:
    if process.frozen_at is not None:
        raise NotPossible(_("The vote is frozen, so rules, dates, texts and amount can no longer be changed."))


def _editable(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    return dict(values)
