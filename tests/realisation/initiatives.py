"""An initiative in every state, built by the acts."""

from __future__ import annotations

from typing import Any

from tests import make

from deltagerbudget.realisation.actions import create_initiative, fund_initiative, publish_initiative, record_payment
from deltagerbudget.realisation.models import Initiative, Payment, Realisation

VALUES = {"title": "Shelter ved søen", "theme": "nature", "place": "Ved søen", "story": "To shelters til alle."}


def draft(actor: make.Actor | None = None, *, slug: str = "shelter-ved-soeen", **values: Any) -> Initiative:
    return create_initiative(
        actor or make.tove(), slug=slug, areas=[make.area()], values=VALUES | values, at=make.now()
    )


def funded(amount_ore: int = 5_000_000, **values: Any) -> Initiative:
    row = draft(**values)
    for actor in (make.tove(), make.administrator()):
        fund_initiative(actor, row, make.pool(), amount_ore=amount_ore, at=make.now())
    return row


def published(amount_ore: int = 5_000_000, **values: Any) -> Realisation:
    words = {"owner_title": "Tovholder", "carried_out_by": "Teknik og Miljø"}
    return publish_initiative(make.tove(), funded(amount_ore, **values), **words, at=make.now())


def paid(realisation: Realisation, amount_ore: int, text: str = "To shelters") -> Payment:
    values = {"amount_ore": amount_ore, "paid_on": make.today(), "text": text}
    return record_payment(make.tove(), realisation, **values, at=make.now())
