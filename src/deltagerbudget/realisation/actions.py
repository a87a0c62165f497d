from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.approvals import second
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.pictures.keeping import Illustration, store_picture
from deltagerbudget.pools.actions import lock_pool, refuse_beyond
from deltagerbudget.pools.models import Pool
from deltagerbudget.processes.models import Allocation, Process
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.realisation.models import Initiative, InitiativeAllocation, Milestone, Payment, Realisation, Report
from deltagerbudget.realisation.purse import purse_of
from deltagerbudget.realisation.rules import Deliverer, Moment, months_after
from deltagerbudget.results.models import ProjectResult

EDITABLE = frozenset({"title", "theme", "place", "lon", "lat", "story"})
Source = TypeVar("Source", bound=Process | Initiative)


@transaction.atomic
def start_realisation(
    actor: Actor,
    proposal: Proposal,
    *,
    owner_title: str,
    carried_out_by: str,
    delivered_by: Deliverer | str = Deliverer.MUNICIPALITY,
    at: datetime,
) -> Realisation:
    """Give a winner an owner: the one who starts it."""
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("process").get(pk=proposal.pk)
    process = proposal.process
    permit(Act.START_REALISATION, actor, area_ids=process.area_ids, phase=process.phase_at(at))
    won = ProjectResult.objects.published().funded().filter(proposal=proposal).select_related("result").first()
    if won is None or won.result.published_at is None:
        raise NotPossible(_("Only a proposal that has won in a published result can be started."))
    if Realisation.objects.filter(proposal=proposal).exists():
        raise NotPossible(_("This project is already started."))
    if actor.person_id is None or not owner_title.strip() or not carried_out_by.strip():
        raise NotPossible(_("Write who answers for the project, and who carries it out."))
    release = process.releases.first()
    if release is None:
        raise NotPossible(_("Write first which body released the money, and when."))
    realisation = Realisation.objects.create(
        process=process,
        release=release,
        delivered_by=delivered_by,
        proposal=proposal,
        owner_id=actor.person_id,
        owner_title=owner_title.strip(),
        carried_out_by=carried_out_by.strip(),
        price_ore=won.granted_ore,
        started_at=at,
        finish_by=months_after(localdate(won.result.published_at), process.finish_within_months),
    )
    record(Act.START_REALISATION, actor, realisation, at=at, process_id=process.pk, proposal=proposal.pk)
    return realisation


@transaction.atomic
def plan_milestone(
    actor: Actor,
    realisation: Realisation,
    *,
    title: str,
    due_on: date,
    pays_ore: int | None = None,
    is_opening: bool = False,
    at: datetime,
) -> Milestone:
    """Promise something by a date, and perhaps what is paid when it is reached. There is one opening."""
    realisation = locked(Act.PLAN_MILESTONE, actor, realisation, at)
    refuse_ended(realisation)
    if not title.strip():
        raise NotPossible(_("Write what will be done."))
    refuse_past(due_on, at)
    refuse_beyond_price(realisation, pays_ore)
    if is_opening and realisation.milestones.filter(is_opening=True).exists():
        raise NotPossible(_("An opening is promised already. Move its date instead."))
    milestone = Milestone.objects.create(
        realisation=realisation,
        title=title.strip(),
        due_on=due_on,
        pays_ore=pays_ore or None,
        is_opening=is_opening,
    )
    recorded(Act.PLAN_MILESTONE, actor, realisation, at, milestone=milestone.pk)
    return milestone


@transaction.atomic
def move_milestone(actor: Actor, milestone: Milestone, *, due_on: date, reason: str, at: datetime) -> Milestone:
    """Give a promise a new date. The old one and the reason stay public."""
    realisation = locked(Act.MOVE_MILESTONE, actor, milestone.realisation, at)
    refuse_ended(realisation)
    milestone = waiting(milestone)
    if not reason.strip():
        raise NotPossible(_("Write why the date is moved. Everyone who follows the project will read it."))
    if due_on == milestone.due_on:
        raise NotPossible(_("This is the date it has already. Choose another one."))
    refuse_past(due_on, at)
    Report.objects.create(
        realisation=realisation,
        text=reason.strip(),
        at=at,
        milestone=milestone,
        moved_from=milestone.due_on,
        moved_to=due_on,
    )
    milestone.due_on = due_on
    milestone.save(update_fields=["due_on"])
    answered(milestone, at=at)
    recorded(Act.MOVE_MILESTONE, actor, realisation, at, milestone=milestone.pk)
    return milestone


@transaction.atomic
def reach_milestone(actor: Actor, milestone: Milestone, *, reached_on: date, at: datetime) -> Milestone:
    """The promise is kept."""
    realisation = locked(Act.REACH_MILESTONE, actor, milestone.realisation, at)
    refuse_ended(realisation)
    milestone = waiting(milestone)
    _refuse_future(reached_on, at)
    milestone.reached_on = reached_on
    milestone.save(update_fields=["reached_on"])
    answered(milestone, at=at)
    recorded(Act.REACH_MILESTONE, actor, realisation, at, milestone=milestone.pk)
    return milestone


@transaction.atomic
def report_progress(
    actor: Actor,
    realisation: Realisation,
    *,
    text: str,
    at: datetime,
    given: Illustration | None = None,
    moment: Moment | str = "",
) -> Report:
    """Tell everyone what is happening, also after the end."""
    realisation = locked(Act.REPORT_PROGRESS, actor, realisation, at)
    if not text.strip():
        raise NotPossible(_("Write a few words about what is happening."))
    if given is not None and not given.alt.strip():
        raise NotPossible(_("Write what one sees on the picture, for those who cannot see it."))
    if moment and given is None:
        raise NotPossible(_("Choose the picture that shows it before or after."))
    picture = store_picture(given, at=at) if given is not None else None
    report = Report.objects.create(realisation=realisation, text=text.strip(), picture=picture, moment=moment, at=at)
    recorded(Act.REPORT_PROGRESS, actor, realisation, at, report=report.pk)
    return report


@transaction.atomic
def finish_realisation(actor: Actor, realisation: Realisation, *, finished_on: date, at: datetime) -> Realisation:
    """It stands there."""
    realisation = locked(Act.FINISH_REALISATION, actor, realisation, at)
    refuse_ended(realisation)
    if realisation.milestones.filter(reached_on=None).exists():
        raise NotPossible(_("A milestone is not reached yet. Mark it as reached, or move it."))
    _refuse_future(finished_on, at)
    realisation.finished_on = finished_on
    realisation.save(update_fields=["finished_on"])
    recorded(Act.FINISH_REALISATION, actor, realisation, at)
    return realisation


@transaction.atomic
def create_initiative(
    actor: Actor, *, slug: str, areas: Sequence[Area], values: Mapping[str, Any], at: datetime, is_example: bool = False
) -> Initiative:
    """A draft: nobody but staff sees it before it is published."""
    if not areas:
        raise NotPossible(_("Choose at least one area."))
    for area in areas:
        permit(Act.CREATE_INITIATIVE, actor, area_ids=[area.pk])
    try:
        with transaction.atomic():
            row = Initiative.objects.create(slug=slug, updated_at=at, is_example=is_example, **_editable(values))
    except IntegrityError as error:
        raise NotPossible(_("There is already an initiative with this address. Choose another title.")) from error
    row.areas.set(areas)
    record(Act.CREATE_INITIATIVE, actor, row, at=at)
    return row


@transaction.atomic
def edit_initiative(actor: Actor, initiative: Initiative, *, values: Mapping[str, Any], at: datetime) -> Initiative:
    row = _lock_source(initiative)
    permit(Act.EDIT_INITIATIVE, actor, area_ids=row.area_ids)
    written = _editable(values)
    for name, value in written.items():
        setattr(row, name, value)
    row.updated_at = at
    row.save(update_fields=[*written, "updated_at"])
    record(Act.EDIT_INITIATIVE, actor, row, at=at)
    return row


@transaction.atomic
def fund_initiative(
    actor: Actor, initiative: Initiative, pool: Pool, *, amount_ore: int, at: datetime
) -> InitiativeAllocation | None:
    """Two persons ask for the same amount from the same pool. None while the second one is missing."""
    pool, row = lock_pool(pool), _lock_source(initiative)
    permit(Act.FUND_INITIATIVE, actor, area_ids=row.area_ids)
    realisation = Realisation.objects.filter(initiative=row).first()
    if amount_ore <= 0:
        raise NotPossible(_("Write an amount greater than 0."))
    if realisation is not None:
        refuse_ended(realisation)
    refuse_beyond(pool, amount_ore, at)
    if not second(Act.FUND_INITIATIVE, actor, row, digest=funding_digest(pool.pk, amount_ore), at=at):
        return None
    allocation = InitiativeAllocation.objects.create(initiative=row, pool=pool, amount_ore=amount_ore, at=at)
    if realisation is not None:
        realisation.price_ore += amount_ore
        realisation.save(update_fields=["price_ore"])
    record(Act.FUND_INITIATIVE, actor, row, at=at, pool=pool.pk, amount_ore=amount_ore)
    return allocation


@transaction.atomic
def publish_initiative(
    actor: Actor,
    initiative: Initiative,
    *,
    owner_title: str,
    carried_out_by: str,
    delivered_by: Deliverer | str = Deliverer.MUNICIPALITY,
    at: datetime,
) -> Realisation:
    """Show it to everyone and answer for it: from here on it is a realisation, priced at what it was given."""
    row = _lock_source(initiative)
    permit(Act.PUBLISH_INITIATIVE, actor, area_ids=row.area_ids)
    if Realisation.objects.filter(initiative=row).exists():
        raise NotPossible(_("This initiative is already published."))
    if row.held_ore() <= 0:
        raise NotPossible(_("The initiative has no money yet. Two persons must give it some first."))
    if actor.person_id is None or not owner_title.strip() or not carried_out_by.strip():
        raise NotPossible(_("Write who answers for the project, and who carries it out."))
    realisation = Realisation.objects.create(
        initiative=row,
        owner_id=actor.person_id,
        owner_title=owner_title.strip(),
        delivered_by=delivered_by,
        carried_out_by=carried_out_by.strip(),
        price_ore=row.held_ore(),
        started_at=at,
    )
    record(Act.PUBLISH_INITIATIVE, actor, row, at=at)
    return realisation


@transaction.atomic
def record_payment(
    actor: Actor, realisation: Realisation, *, amount_ore: int, paid_on: date, text: str, at: datetime
) -> Payment:
    """Write down what was paid. Never more than the money that nothing else is promised of."""
    source = _lock_source(realisation.source)
    realisation = locked(Act.RECORD_PAYMENT, actor, realisation, at)
    if amount_ore <= 0 or not text.strip():
        raise NotPossible(_("Write an amount greater than 0, and what was paid for."))
    _refuse_future(paid_on, at)
    payment = Payment.objects.create(
        realisation=realisation, amount_ore=amount_ore, paid_on=paid_on, text=text.strip(), at=at
    )
    _refuse_overspent(source)
    recorded(Act.RECORD_PAYMENT, actor, realisation, at, payment=payment.pk)
    return payment


@transaction.atomic
def correct_payment(actor: Actor, payment: Payment, *, amount_ore: int, reason: str, at: datetime) -> Payment:
    """Say what the right amount is; 0 for what was never paid. The difference becomes a further row."""
    source = _lock_source(payment.realisation.source)
    realisation = locked(Act.CORRECT_PAYMENT, actor, payment.realisation, at)
    first = Payment.objects.get(pk=payment.corrects_id or payment.pk)
    if not reason.strip():
        raise NotPossible(_("Write why the amount is corrected."))
    change_ore = amount_ore - first.amount_ore - sum(row.amount_ore for row in first.corrections.all())
    if amount_ore < 0 or change_ore == 0:
        raise NotPossible(_("Write the right amount. It must be another one than before, and 0 or more."))
    correction = Payment.objects.create(
        realisation=realisation,
        amount_ore=change_ore,
        paid_on=localdate(at),
        text=first.text,
        at=at,
        corrects=first,
        reason=reason.strip(),
    )
    _refuse_overspent(source)
    recorded(Act.CORRECT_PAYMENT, actor, realisation, at, payment=correction.pk)
    return correction


@transaction.atomic
def return_money(
    actor: Actor, source: Process | Initiative, pool: Pool, *, amount_ore: int, reason: str, at: datetime
) -> Allocation | InitiativeAllocation:
    """Give back to a pool what nothing is promised of: a further row, so that both ways can be followed."""
    pool, source = lock_pool(pool), _lock_source(source)
    permit(Act.RETURN_MONEY, actor, area_ids=source.area_ids)
    if amount_ore <= 0 or not reason.strip():
        raise NotPossible(_("Write an amount greater than 0, and why it is left."))
    if isinstance(source, Process) and not ProjectResult.objects.published().filter(proposal__process=source).exists():
        raise NotPossible(_("Residents have not decided yet. Money can go back when the result is published."))
    share = next((share for share in purse_of(source).shares if share.pool == pool), None)
    if share is None or amount_ore > share.free_ore:
        raise NotPossible(_("So much is not left. What is promised to a project stays until it is finished."))
    row = source.allocations.create(pool=pool, amount_ore=-amount_ore, at=at, is_return=True, reason=reason.strip())
    process_id = source.pk if isinstance(source, Process) else None
    record(Act.RETURN_MONEY, actor, source, at=at, process_id=process_id, pool=pool.pk, amount_ore=amount_ore)
    return row


def funding_digest(pool_id: int, amount_ore: int) -> str:
    """What the second person confirms: readable, because it is what the first one saw."""
    return f"{pool_id}:{amount_ore}"


def _lock_source(source: Source) -> Source:
    """Everything that is paid, promised or given back is summed here."""
    return cast(Source, type(source)._default_manager.select_for_update(of=("self",)).get(pk=source.pk))


def _refuse_overspent(source: Process | Initiative) -> None:
    if purse_of(source).free_ore < 0:
        raise NotPossible(_("There is not so much money. What the other projects are promised stays theirs."))


def _editable(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    return dict(values)


def answered(milestone: Milestone, *, at: datetime) -> None:
    """What was asked about it is answered; the links of those mails end. Part of an act."""
    milestone.reminders.filter(answered_at=None).update(answered_at=at)


def locked(act: Act, actor: Actor, realisation: Realisation, at: datetime) -> Realisation:
    rows = Realisation.objects.select_for_update(of=("self",)).select_related("process", "initiative")
    locked = rows.get(pk=realisation.pk)
    permit(act, actor, area_ids=locked.area_ids, phase=locked.phase_at(at))
    return locked


def waiting(milestone: Milestone) -> Milestone:
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if milestone.reached_on is not None:
        raise NotPossible(_("This milestone is already reached."))
    return milestone


def refuse_ended(realisation: Realisation) -> None:
    if realisation.finished_on is not None:
        raise NotPossible(_("This project is finished."))
    if realisation.stopped_on is not None:
        raise NotPossible(_("This project is stopped."))


def refuse_beyond_price(realisation: Realisation, pays_ore: int | None, *, without: Milestone | None = None) -> None:
    """The plan of payments never promises more than the price."""
    others = sum(row.pays_ore or 0 for row in realisation.milestones.all() if row != without)
    if others + (pays_ore or 0) > realisation.price_ore:
        raise NotPossible(_("The planned payments would be more than the price. Write a smaller amount."))


def refuse_past(due_on: date, at: datetime) -> None:
    if due_on < localdate(at):
        raise NotPossible(_("Nobody can promise something for a day that is past. Choose today or a later day."))


def _refuse_future(day: date, at: datetime) -> None:
    if day > localdate(at):
        raise NotPossible(_("This day has not come yet. Choose today or an earlier day."))


def recorded(act: Act, actor: Actor, realisation: Realisation, at: datetime, **ids: int) -> None:
    about = {"proposal": realisation.proposal_id, "initiative": realisation.initiative_id}
    ids |= {name: pk for name, pk in about.items() if pk is not None}
    record(act, actor, realisation, at=at, process_id=realisation.process_id, **ids)
