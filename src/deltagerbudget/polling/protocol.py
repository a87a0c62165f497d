"""The numbers of the paper of one place, as they are signed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Sum

from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.polling.batch_models import Batch
from deltagerbudget.polling.batches import final


@dataclass(frozen=True)
class Protocol:
    """``out`` are all papers that left the desk; ``handed`` those that did not come back there unused."""

    out: int
    back: int
    handed: int
    entered: int
    invalid: int
    batches: list[Batch]

    @property
    def missing(self) -> int:
        """Handed out, and in no batch: the voter took it home."""
        return self.handed - self.entered

    @property
    def has_open(self) -> bool:
        return any(batch.is_open for batch in self.batches)


def protocol(vote: Vote, station: Station) -> Protocol:
    sums = station.counts.aggregate(out=Sum("handed_out"), back=Sum("taken_back"))
    batches = list(station.batches.with_people().order_by("number"))
    approved = [batch for batch in batches if batch.approved_at is not None]
    faults = Counter(bool(one.fault) for batch in approved for one in final(vote, batch).values())
    return Protocol(
        out=sums["out"] or 0,
        back=sums["back"] or 0,
        handed=station.participations.count(),
        entered=sum(batch.sheets for batch in batches if batch.rejected_at is None),
        invalid=faults[True],
        batches=batches,
    )
