"""What is offered to somebody who writes: proposals that say much the same, and advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from deltagerbudget.processes.models import Process
from deltagerbudget.proposals.advice import Advice, advise
from deltagerbudget.proposals.models import Proposal
from deltagerbudget.proposals.rules import Stage
from deltagerbudget.proposals.similar import nearest

# So much of a text is compared: its beginning says what it is about.
_BEGINNING = 200
# Two places are the same within about so many degrees, some 300 metres in Denmark; likeness grows by a half there.
_NEAR = 0.004
_NEARER = 1.5


@dataclass(frozen=True)
class Like:
    """A proposal of others that one could join instead."""

    title: str
    place: str
    process: str
    is_same_process: bool
    stage: str
    url: str
    # Where one asks to join; empty where that is too late.
    join_url: str


def likes(process: Process, values: dict[str, Any]) -> list[Like]:
    """At most five: those of the same deltagerbudget first, then of earlier ones in the same areas."""
    title = str(values.get("title") or "")
    if not title.strip():
        return []
    rows = list(Proposal.objects.comparable(process))
    said = _said(title, str(values.get("what") or ""), str(values.get("place") or ""))
    found = nearest(said, [_said(row.title, row.what, row.place) for row in rows], most=20)
    scored = [(rows[at], likeness * _nearness(rows[at], values)) for at, likeness in found]
    scored.sort(key=lambda pair: (pair[0].process_id != process.pk, -pair[1]))
    return [_like(row, process) for row, _likeness in scored[:5]]


def advice_on(process: Process, values: dict[str, Any]) -> list[Advice]:
    texts = " ".join(str(values.get(name) or "") for name in ("title", "what", "place", "for_whom"))
    return advise(texts, process.criteria_lines, wish_ore=values.get("wish_ore"), amount_ore=process.amount_ore)


def _said(title: str, what: str, place: str) -> str:
    return f"{title} {title} {what[:_BEGINNING]} {place}"


def _nearness(row: Proposal, values: dict[str, Any]) -> float:
    lon, lat = values.get("lon"), values.get("lat")
    if row.point is None or lon is None or lat is None:
        return 1.0
    is_near = abs(row.point[1] - lat) < _NEAR and abs(row.point[0] - lon) < 2 * _NEAR
    return _NEARER if is_near else 1.0


def _like(row: Proposal, process: Process) -> Like:
    can_join = row.process_id == process.pk and row.stage == Stage.SUBMITTED
    return Like(
        title=row.title,
        place=row.place,
        process=row.process.title,
        is_same_process=row.process_id == process.pk,
        stage=row.get_stage_display(),
        url=reverse("site:proposal", args=[row.process.slug, row.number]),
        join_url=reverse("together:join", args=[row.pk]) if can_join else "",
    )
