from __future__ import annotations

from datetime import datetime

from django.db import transaction

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pools.models import Appropriation, Pool


@transaction.atomic
def appropriate_money(
    actor: Actor, pool: Pool, *, year: int, amount_ore: int, decision: str, at: datetime
) -> Appropriation:
    pool = Pool.objects.select_for_update(of=("self",)).get(pk=pool.pk)
    permit(Act.APPROPRIATE_MONEY, actor)
    appropriation = Appropriation.objects.create(pool=pool, year=year, amount_ore=amount_ore, decision=decision)
    record(Act.APPROPRIATE_MONEY, actor, pool, at=at, year=year, amount_ore=amount_ore)
    return appropriation
