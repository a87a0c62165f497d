"""What residents have reported, each text once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deltagerbudget.acts.actor import Actor
from deltagerbudget.acts.vocabulary import Ground
from deltagerbudget.talk.models import Report, about, name_of
from deltagerbudget.talk.reading import item_url


@dataclass(frozen=True)
class Reported:
    """One text that waits for somebody to look at it."""

    text: str
    proposal: str
    url: str
    # How many have reported it, since when, and what for.
    number: int
    since: datetime
    grounds: str


def reported(actor: Actor) -> list[Reported]:
    """The oldest first."""
    of_thing: dict[tuple[str, int], list[Report]] = {}
    for report in Report.objects.open_to(actor).with_things().order_by("at", "pk"):
        of_thing.setdefault((name_of(report.thing), report.thing.pk), []).append(report)
    return [_row(reports) for reports in of_thing.values()]


def _row(reports: list[Report]) -> Reported:
    thing = reports[0].thing
    grounds = sorted({report.ground for report in reports}, key=[ground.value for ground in Ground].index)
    return Reported(
        text=getattr(thing, "text", about(thing).title),
        proposal=about(thing).title,
        url=item_url(thing),
        number=len(reports),
        since=reports[0].at,
        grounds=", ".join(str(Ground(ground).label) for ground in grounds),
    )
