"""The numbers of the paper of one place, as they are signed."""

from __future__ import annotations

from dataclasses import dataclass

from deltagerbudget.ballots.models import Station, Vote
from deltagerbudget.polling.batch_models import Batch
from deltagerbudget.polling.batches import final
from deltagerbudget.polling.sums import Sums, sums_of


@dataclass(frozen=True)
class Protocol:
    """The sums, and of the approved batches how many sheets are blank or invalid; a blank one can be both."""

    sums: Sums
    invalid: int
    blank: int
    batches: list[Batch]

    @property
    def has_open(self) -> bool:
        return any(batch.is_open for batch in self.batches)


def protocol(vote: Vote, station: Station) -> Protocol:
    batches = list(station.batches.with_people().order_by("number"))
    readings = [one for batch in batches if batch.approved_at for one in final(vote, batch).values()]
    invalid, blank = sum(bool(one.fault) for one in readings), sum(one.is_blank for one in readings)
    return Protocol(sums_of(station), invalid, blank, batches)
