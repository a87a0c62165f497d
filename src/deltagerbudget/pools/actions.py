from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.areas.models import Area
from deltagerbudget.pools import rules
from deltagerbudget.pools.models import Appropriation, Pool, SetAside

EDITABLE = frozenset({"name", "purpose", "source"})


@transaction.atomic
def create_pool(actor: Actor, *, slug: str, values: Mapping[str, str], at: datetime) -> Pool:
    """A new pool, with nothing in it."""
    permit(Act.CREATE_POOL, actor)
    try:
        with transaction.atomic():
            pool = Pool.objects.create(slug=slug, **_written(values))
    except IntegrityError as error:
        raise NotPossible(_("There is already a pool with this name. Choose another one.")) from error
    record(Act.CREATE_POOL, actor, pool, at=at)
    return pool


@transaction.atomic
def edit_pool(actor: Actor, pool: Pool, *, values: Mapping[str, str], at: datetime) -> Pool:
    """Its texts; the address stays, and money is never edited."""
    pool = lock_pool(pool)
    permit(Act.EDIT_POOL, actor)
    written = _written(values)
    for name, value in written.items():
        setattr(pool, name, value)
    try:
        with transaction.atomic():
            pool.save(update_fields=list(written))
    except IntegrityError as error:
        raise NotPossible(_("There is already a pool with this name. Choose another one.")) from error
    record(Act.EDIT_POOL, actor, pool, at=at)
    return pool


@transaction.atomic
def appropriate_money(
    actor: Actor, pool: Pool, *, year: int, amount_ore: int, decision: str, at: datetime
) -> Appropriation:
    """Write down what the council gave for a year. Money already set aside stays."""
    pool = lock_pool(pool)
    permit(Act.APPROPRIATE_MONEY, actor)
    if amount_ore == 0 or not decision.strip():
        raise NotPossible(_("Write an amount other than 0, and where the decision can be read."))
    _refuse_too_small(pool, year, amount_ore, at)
    appropriation = Appropriation.objects.create(pool=pool, year=year, amount_ore=amount_ore, decision=decision.strip())
    record(Act.APPROPRIATE_MONEY, actor, pool, at=at, year=year, amount_ore=amount_ore)
    return appropriation


@transaction.atomic
def correct_appropriation(
    actor: Actor, appropriation: Appropriation, *, amount_ore: int, reason: str, at: datetime
) -> Appropriation:
    """Say what the right amount is. The difference becomes a further row; the old one stays."""
    pool = lock_pool(appropriation.pool)
    permit(Act.CORRECT_APPROPRIATION, actor)
    first = Appropriation.objects.get(pk=appropriation.corrects_id or appropriation.pk)
    if not reason.strip():
        raise NotPossible(_("Write why the amount is corrected. Everyone can read it."))
    earlier = first.corrections.aggregate(total=Sum("amount_ore"))["total"] or 0
    change_ore = amount_ore - first.amount_ore - earlier
    if amount_ore < 0 or change_ore == 0:
        raise NotPossible(_("Write the right amount. It must be another one than before, and 0 or more."))
    _refuse_too_small(pool, first.year, change_ore, at)
    correction = Appropriation.objects.create(
        pool=pool,
        year=first.year,
        amount_ore=change_ore,
        decision=first.decision,
        corrects=first,
        reason=reason.strip(),
    )
    record(Act.CORRECT_APPROPRIATION, actor, pool, at=at, year=first.year, amount_ore=change_ore)
    return correction


@transaction.atomic
def set_aside_money(actor: Actor, pool: Pool, area: Area, *, amount_ore: int, reason: str, at: datetime) -> SetAside:
    """Keep money for an area before anyone knows for what. A negative amount takes back."""
    pool = lock_pool(pool)
    permit(Act.SET_ASIDE_MONEY, actor, area_ids=[area.pk])
    if amount_ore == 0 or not reason.strip():
        raise NotPossible(_("Write an amount other than 0, and what the money is for."))
    refuse_beyond(pool, amount_ore, at)
    kept = pool.set_asides.filter(area=area).aggregate(total=Sum("amount_ore"))["total"] or 0
    if kept + amount_ore < 0:
        raise NotPossible(_("You cannot take back more than is set aside for the area."))
    row = SetAside.objects.create(pool=pool, area=area, amount_ore=amount_ore, reason=reason.strip(), at=at)
    record(Act.SET_ASIDE_MONEY, actor, pool, at=at, area=area.pk, amount_ore=amount_ore)
    return row


def lock_pool(pool: Pool) -> Pool:
    """What is summed over a pool is only true under this lock."""
    return Pool.objects.select_for_update(of=("self",)).get(pk=pool.pk)


def refuse_beyond(pool: Pool, amount_ore: int, at: datetime) -> None:
    """Nothing is set aside that the pool has not been given. The pool is locked."""
    if amount_ore > pool.left_ore(through=localtime(at).year):
        raise NotPossible(_("There is not enough left in the pool. Choose a smaller amount or another pool."))


def _refuse_too_small(pool: Pool, year: int, change_ore: int, at: datetime) -> None:
    given = pool.appropriations.filter(year=year).aggregate(total=Sum("amount_ore"))["total"] or 0
    years = pool.years(through=max(year, localtime(at).year))
    if not rules.may_correct(years, year=year, given_ore=given, change_ore=change_ore):
        raise NotPossible(_("So much is already set aside that the pool cannot be made this small."))


def _written(values: Mapping[str, str]) -> dict[str, str]:
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    return {name: value.strip() for name, value in values.items()}
