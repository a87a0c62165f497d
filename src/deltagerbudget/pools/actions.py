from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.journal import record
from deltagerbudget.acts.permit import permit
from deltagerbudget.acts.refusals import NotPossible
from deltagerbudget.acts.vocabulary import Act
from deltagerbudget.pools.models import Appropriation, Pool


@transaction.atomic
def appropriate_money(
    actor: Actor, pool: Pool, *, year: int, amount_ore: int, decision: str, at: datetime
) -> Appropriation:
    """Write down what the council gave for a year. A correction is a further row; money already set aside stays."""
    pool = Pool.objects.select_for_update(of=("self",)).get(pk=pool.pk)
    permit(Act.APPROPRIATE_MONEY, actor)
    if amount_ore == 0 or not decision.strip():
        raise NotPossible(_("Write an amount other than 0, and where the decision can be read."))
    if amount_ore < 0 and pool.left_ore(through=max(year, localtime(at).year)) + amount_ore < 0:
        raise NotPossible(_("So much is already set aside that the pool cannot be made this small."))
    appropriation = Appropriation.objects.create(pool=pool, year=year, amount_ore=amount_ore, decision=decision)
    record(Act.APPROPRIATE_MONEY, actor, pool, at=at, year=year, amount_ore=amount_ore)
    return appropriation
